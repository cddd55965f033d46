import { afterEach, expect, test, vi } from 'vitest'

async function scaleFor(env: Record<string, string>) {
  vi.resetModules()
  for (const [name, value] of Object.entries({ TEST_SCALE: '', ...env })) vi.stubEnv(name, value)
  return import('./scale.ts')
}

afterEach(() => vi.resetModules())

test('a whole campaign is the same at every run', async () => {
  const { scaled, seedsOf, someOf, repeatedBy } = await scaleFor({
    TEST_SCALE: 'all',
    TEST_SEED: '7',
  })
  expect(scaled(25)).toBe(25)
  expect(seedsOf(3, { range: 1000 })).toEqual([1, 2, 3])
  expect(someOf(['a', 'b'])).toEqual(['a', 'b'])
  expect(repeatedBy('vitest')).toBe('The same again: TEST_SCALE=all vitest')
})

test('otherwise it is a tenth, another one for another seed', async () => {
  const { scaled, seedsOf, someOf, repeatedBy } = await scaleFor({ TEST_SEED: '7' })
  expect([scaled(25), scaled(1), scaled(25, 9), scaled(4, 9)]).toEqual([3, 1, 9, 4])
  expect(seedsOf(20, { range: 1000 })).toEqual([8, 9])
  expect(seedsOf(20, { range: 7 })).toEqual([1, 2])
  expect(someOf(['a', 'b', 'c'])).toEqual(['b'])
  expect(someOf(['a', 'b', 'c'], 2)).toEqual(['c', 'a'])
  expect(repeatedBy('vitest')).toBe('The same again: TEST_SEED=7 vitest')
})

test('runs one after another come to all of it', async () => {
  const seen = new Set<string>()
  for (let seed = 1; seed <= 8; seed++) {
    const { someOf } = await scaleFor({ TEST_SEED: String(seed) })
    for (const one of someOf(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'])) seen.add(one)
  }
  expect(seen.size).toBe(8)
})
