import { expect, test } from 'vitest'
import { createDatabaseClock } from '#server/database/databaseClock.ts'

const noon = Date.parse('2030-01-01T12:00:00Z')

/** A machine and a database, each with a time of its own, and an answer that takes a while. */
function clocks(machine: number, database: number, { takes = 0 } = {}) {
  const time = { machine, database }
  const pass = (milliseconds: number) => {
    time.machine += milliseconds
    time.database += milliseconds
  }
  const query = async () => {
    pass(takes / 2)
    const now = new Date(time.database)
    pass(takes / 2)
    return [{ now }] as never
  }
  return { time, pass, clock: createDatabaseClock({ query }, () => time.machine) }
}

test('a machine that is wrong goes by the database, and says by how much', async () => {
  const { clock, pass } = clocks(noon + 300_000, noon, { takes: 800 })
  expect(await clock.sync()).toBe(-300_000)
  pass(60_000)
  expect(clock.now()).toEqual(new Date(noon + 60_800))
  expect(await clock.sync()).toBe(0)
})

test('a machine whose clock is set while the desk runs is right again after the next look', async () => {
  const { clock, time } = clocks(noon, noon)
  expect(await clock.sync()).toBe(0)
  time.machine -= 3_600_000
  expect(await clock.sync()).toBe(3_600_000)
  expect(clock.now()).toEqual(new Date(noon))
})

test('an answer that took long says nothing, nor does a difference too small to matter', async () => {
  expect(await clocks(noon + 300_000, noon, { takes: 1_001 }).clock.sync()).toBe(0)
  const { clock } = clocks(noon + 400, noon)
  expect(await clock.sync()).toBe(0)
  expect(clock.now()).toEqual(new Date(noon + 400))
})
