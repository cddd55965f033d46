import { afterEach, expect, test } from 'vitest'
import { DatabaseAway, isAway } from '#server/database/away.ts'
import { openDatabase, type DatabaseOptions, type OpenDatabase } from '#server/database/database.ts'
import { CommitUnknownError } from '#server/database/commitUnknown.ts'
import { behind, listenerOf, startSilentWire, type SilentWire } from '../../tools/chaos/silence.ts'
import { freshDatabase } from '../../helpers/database.ts'

/** Short enough for a test; what they bound is the same at any length. */
const limits = { connect: 1_500, answer: 300, read: 300, unused: 0, check: 1_000, close: 300 }

const opened: OpenDatabase[] = []
const wires: SilentWire[] = []

afterEach(async () => {
  await Promise.all(opened.splice(0).map((database) => database.close().catch(() => {})))
  await Promise.all(wires.splice(0).map((wire) => wire.close()))
})

async function behindWire(options: DatabaseOptions = {}) {
  const { database: direct, url } = await freshDatabase()
  await direct.query('create table notes (text text)')
  const wire = await startSilentWire(listenerOf(url))
  wires.push(wire)
  const database = openDatabase(behind(url, wire), {
    ...{ connections: 3, patience: 0.3, limits },
    ...options,
  })
  opened.push(database)
  const notes = async () =>
    (await direct.query<{ text: string }>('select text from notes order by text')).map(
      ({ text }) => text,
    )
  return { database, direct, wire, notes }
}

/** So many connections that have been used and are idle now. */
async function warm(database: OpenDatabase, count: number): Promise<void> {
  await Promise.all(Array.from({ length: count }, () => database.query('select pg_sleep(0.05)')))
  expect(database.pool()).toMatchObject({ total: count, idle: count })
}

test('idle connections that went silent are replaced before anything is asked on them', async () => {
  const { database, wire, notes } = await behindWire()
  await warm(database, 3)
  wire.silence()
  await database.query(`insert into notes values ('one')`)
  await Promise.all(
    ['two', 'three', 'four'].map((text) => database.query('insert into notes values ($1)', [text])),
  )
  expect(await notes()).toEqual(['four', 'one', 'three', 'two'])
})

test('a statement whose answer never comes ends in its time, and may be written', async () => {
  const { database, wire, notes } = await behindWire({ patience: 3 })
  await warm(database, 1)
  const asked = database.query(`insert into notes select 'late' from pg_sleep(1)`)
  await expect.poll(() => database.pool().idle).toBe(0)
  wire.silence()
  await expect(asked).rejects.toBeInstanceOf(CommitUnknownError)
  await database.query(`insert into notes values ('next')`)
  await expect.poll(notes).toEqual(['late', 'next'])
  expect(database.pool()).toMatchObject({ total: 1, idle: 1 })
})

test.each([
  ['', () => {}],
  [' while new connections hang', (wire: SilentWire) => wire.hangNew()],
])('a read that goes silent%s ends long before its time', async (_, meanwhile) => {
  const { database, wire } = await behindWire({ patience: 3600 })
  await warm(database, 1)
  const asked = database.query('select pg_sleep(0.3)')
  await expect.poll(() => database.pool().idle).toBe(0)
  meanwhile(wire)
  wire.silence()
  await expect(asked).rejects.toSatisfy(isAway)
  wire.answerNew()
  expect(await database.query('select text from notes')).toEqual([])
})

test('a read that the database is at work on takes as long as it takes', async () => {
  const { database } = await behindWire({ patience: 10, limits: { ...limits, read: 50 } })
  const [read] = await database.query('select pg_sleep(1), 1 as one')
  expect(read).toMatchObject({ one: 1 })
})

test('a transaction that goes silent in the middle is not written, and frees its connection', async () => {
  const { database, wire, notes } = await behindWire({ connections: 1 })
  const work = database.transaction(async (queries) => {
    await queries.query(`insert into notes values ('half')`)
    wire.silence()
    await queries.query(`insert into notes values ('other half')`)
  })
  await expect(work).rejects.toBeInstanceOf(DatabaseAway)
  await database.query(`insert into notes values ('next')`)
  expect(await notes()).toEqual(['next'])
})

test('what a silent transaction has locked is free again when its time is over', async () => {
  const { database, wire, notes } = await behindWire()
  await database.query('create unique index on notes (text)')
  const work = database.transaction(async (queries) => {
    await queries.query(`insert into notes values ('locked')`)
    wire.silence()
    await queries.query('select 1')
  })
  await expect(work).rejects.toBeInstanceOf(DatabaseAway)
  // The server still holds the transaction, whose client it cannot know to be gone.
  const again = () =>
    database.query(`insert into notes values ('locked')`).then(
      () => 'written',
      () => 'waits',
    )
  await expect.poll(again, { timeout: 10_000 }).toBe('written')
  expect(await notes()).toEqual(['locked'])
})

test('a commit that goes silent may be written', async () => {
  const { database, wire } = await behindWire()
  const work = database.transaction(async (queries) => {
    await queries.query(`insert into notes values ('all')`)
    wire.silence()
  })
  await expect(work).rejects.toBeInstanceOf(CommitUnknownError)
})

test('while new connections hang, what is asked ends in time and nothing was asked', async () => {
  const { database, wire, notes } = await behindWire({ connections: 2 })
  await warm(database, 2)
  wire.hangNew()
  wire.silence()
  const asked = await Promise.allSettled(
    ['one', 'two', 'three', 'four', 'five'].map((text) =>
      database.query('insert into notes values ($1)', [text]),
    ),
  )
  for (const each of asked) {
    expect(each.status).toBe('rejected')
    expect((each as PromiseRejectedResult).reason).toBeInstanceOf(DatabaseAway)
  }
  wire.answerNew()
  await database.query(`insert into notes values ('after')`)
  expect(await notes()).toEqual(['after'])
})

test('closing is bounded, whatever is silent', async () => {
  const { database, wire } = await behindWire({ patience: 60 })
  await warm(database, 2)
  const asked = database.query('select pg_sleep(0.2)')
  const held = database.transaction((queries) => queries.query('select pg_sleep(0.2)'))
  await expect.poll(() => database.pool().idle).toBe(0)
  wire.silence()
  const ends = Promise.allSettled([asked, held])
  await database.close()
  expect((await ends).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
})

test('an answer that takes as long as it may is no silence', async () => {
  const { database } = await behindWire({ patience: 10, connections: 1 })
  await database.query('select pg_sleep(0.8)')
  const [before] = await database.query('select pg_backend_pid() as pid')
  const [after] = await database.query('select pg_backend_pid() as pid')
  expect(after).toEqual(before)
})

test('what is away can be told from what is wrong', async () => {
  const { database } = await behindWire()
  const slow = database.query('select pg_sleep(1)')
  await expect(slow).rejects.toSatisfy(isAway)
  const wrong = database.query('select nothing from nowhere')
  await expect(wrong).rejects.not.toSatisfy(isAway)
  const nowhere = openDatabase('postgres://desk@127.0.0.1:1/none')
  opened.push(nowhere)
  await expect(nowhere.query('select 1')).rejects.toSatisfy(isAway)
})
