import { expect, test } from 'vitest'
import { expectNoise, problemWith } from './noise.ts'

test('a warning nobody expected fails the test that caused it', () => {
  expect(problemWith(['console.warn: careful'], [])).toContain('console.warn: careful')
})

test('a warning the test announced is no problem', () => {
  expect(problemWith(['console.warn: careful'], [/careful/])).toBeUndefined()
})

test('a warning that was announced and never came fails the test too', () => {
  expect(problemWith([], [/careful/])).toContain('careful')
})

test('what a test prints is heard, with the stack of an error', () => {
  expectNoise(/console\.error: .*Error: broken[^]*noise\.test\.ts/, /console\.warn: a \{"b":1\}/)
  console.error(new Error('broken'))
  console.warn('a', { b: 1 })
})
