import { act, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { lazyWithRetry } from '#ui/basics/lazyWithRetry.tsx'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

function Part({ name }: { name: string }) {
  return <p>{name}</p>
}

const settled = () => act(async () => {})

test('its room is kept until it comes', async () => {
  const Later = lazyWithRetry(async () => Part, <p>room</p>)
  render(<Later name="part" />)
  expect(screen.getByText('room')).toBeVisible()
  await settled()
  expect(screen.getByText('part')).toBeVisible()
  expect(screen.queryByText('room')).not.toBeInTheDocument()
})

test('what cannot be fetched takes nothing down, and is asked for again', async () => {
  const load = vi
    .fn<() => Promise<typeof Part>>()
    .mockRejectedValueOnce(new TypeError('offline'))
    .mockResolvedValue(Part)
  const Later = lazyWithRetry(load, <p>room</p>)
  render(<Later name="part" />)
  await settled()
  expect(screen.getByText('room')).toBeVisible()
  await act(() => vi.advanceTimersByTimeAsync(10_000))
  expect(screen.getByText('part')).toBeVisible()
})

test('what was fetched once is there at once', async () => {
  const Later = lazyWithRetry(async () => Part)
  render(<Later name="first" />)
  await settled()
  render(<Later name="second" />)
  expect(screen.getByText('second')).toBeVisible()
})
