import { beforeEach, expect, test } from 'vitest'
import type { Database } from '#contract/backend/vendor.ts'
import {
  createAmbientTransaction,
  type AmbientTransaction,
} from '#server/database/ambientTransaction.ts'
import { freshDatabase } from '../../helpers/database.ts'

let database: Database
let joined: AmbientTransaction

beforeEach(async () => {
  ;({ database } = await freshDatabase())
  joined = createAmbientTransaction(database)
  await database.query('create table there (what text primary key)')
})

async function there(): Promise<string[]> {
  const rows = await database.query<{ what: string }>('select what from there order by what')
  return rows.map(({ what }) => what)
}

const add = (what: string) => joined.database.query('insert into there values ($1)', [what])

/** A transaction of an embedded backend that adds something and then fails. */
async function addAndFail(what: string): Promise<void> {
  const work = joined.database.transaction(async (queries) => {
    await queries.query('insert into there values ($1)', [what])
    throw new Error('refused')
  })
  await expect(work).rejects.toThrow('refused')
}

/** A transaction of whoever calls an embedded backend. */
function inOne(work: () => Promise<void>): Promise<void> {
  return database.transaction((queries) => joined.run(queries, work))
}

test('what is done within is there only when the whole is', async () => {
  await inOne(async () => {
    await add('within')
    expect(await there()).toEqual([])
  })
  expect(await there()).toEqual(['within'])
})

test('what is done within is gone when the whole fails', async () => {
  const failed = inOne(async () => {
    await add('within')
    await joined.database.transaction((queries) =>
      queries.query(`insert into there values ('deeper')`),
    )
    throw new Error('too late')
  })
  await expect(failed).rejects.toThrow('too late')
  expect(await there()).toEqual([])
})

test('a transaction within that fails takes only itself along', async () => {
  await inOne(async () => {
    await add('before')
    await addAndFail('refused')
    await add('after')
  })
  expect(await there()).toEqual(['after', 'before'])
})

test('transactions within that are begun side by side stay apart', async () => {
  await inOne(async () => {
    const kept = (what: string) =>
      joined.database.transaction((queries) =>
        queries.query('insert into there values ($1)', [what]),
      )
    await Promise.all([kept('one'), addAndFail('two'), kept('three'), addAndFail('four')])
  })
  expect(await there()).toEqual(['one', 'three'])
})

test('outside of a transaction each statement stands for itself', async () => {
  await add('alone')
  await addAndFail('refused')
  expect(await there()).toEqual(['alone'])
})
