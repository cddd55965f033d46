import { expect, test } from 'vitest'
import { isUuid, newIds } from '#backends/dayzero/embedded/http/ids.ts'

test('ids sort in the order in which they were made, even when the clock stands still or goes back', () => {
  let time = 1_800_000_000_000
  const newId = newIds(() => new Date(time))
  const ids = Array.from({ length: 10_000 }, (_, index) => {
    if (index === 6000) time -= 60_000
    if (index === 8000) time += 120_000
    return newId()
  })
  expect(ids).toEqual(ids.toSorted())
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.every((id) => isUuid(id) && id[14] === '7' && '89ab'.includes(id[19]!))).toBe(true)
})
