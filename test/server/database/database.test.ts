import { beforeAll, expect, test } from 'vitest'
import type { OpenDatabase } from '#server/database/database.ts'
import { freshDatabase } from '../../helpers/database.ts'

let database: OpenDatabase

beforeAll(async () => {
  database = (await freshDatabase()).database
  await database.query('create table counter (id int primary key, value int not null)')
})

test('columns come back as what the rest of the server expects', async () => {
  const [row] = await database.query(
    `select 5::int8 as count, 9007199254740993::int8 as huge, 1.10::numeric as money,
      date '2026-03-01' as day, timestamptz '2026-03-01T00:00:00Z' as moment, '{"a":[1]}'::jsonb as json`,
  )
  expect(row).toEqual({
    count: 5,
    huge: '9007199254740993',
    money: '1.10',
    day: '2026-03-01',
    moment: new Date('2026-03-01T00:00:00Z'),
    json: { a: [1] },
  })
})

test('a transaction that fails leaves nothing behind', async () => {
  await expect(
    database.transaction(async (queries) => {
      await queries.query('insert into counter values (1, 1)')
      throw new Error('changed my mind')
    }),
  ).rejects.toThrow('changed my mind')
  expect(await database.query('select * from counter where id = 1')).toEqual([])
})

test('a transaction whose failed statement was overlooked is not reported as done', async () => {
  await expect(
    database.transaction(async (queries) => {
      await queries.query('insert into counter values (2, 1)')
      await queries.query('select 1 / 0').catch(() => {})
    }),
  ).rejects.toThrow('rolled back')
})

test('transactions that collide are tried again until all of them are in', async () => {
  await database.query('insert into counter values (3, 0)')
  const addOne = () =>
    database.transaction(async (queries) => {
      await queries.query('set transaction isolation level serializable')
      const [row] = await queries.query<{ value: number }>('select value from counter where id = 3')
      await queries.query('update counter set value = $1 where id = 3', [(row?.value ?? 0) + 1])
    })
  await Promise.all([addOne(), addOne(), addOne(), addOne()])
  expect(await database.query('select value from counter where id = 3')).toEqual([{ value: 4 }])
})

test('two transactions that wait for each other both end', async () => {
  await database.query('insert into counter values (4, 0), (5, 0)')
  const add = 'update counter set value = value + 1 where id = $1'
  const inOrder = (...ids: number[]) =>
    database.transaction(async (queries) => {
      for (const id of ids) await queries.query(add, [id])
    })
  await Promise.all(
    Array.from({ length: 2 }, (_, turn) => (turn % 2 ? inOrder(4, 5) : inOrder(5, 4))),
  )
  expect(await database.query('select value from counter where id in (4, 5)')).toEqual([
    { value: 2 },
    { value: 2 },
  ])
})

test('a connection that dies in the middle of a transaction costs only that transaction', async () => {
  await expect(
    database.transaction(async (queries) => {
      const [me] = await queries.query<{ pid: number }>('select pg_backend_pid() as pid')
      await database.query('select pg_terminate_backend($1)', [me?.pid])
      await queries.query('select 1')
    }),
  ).rejects.toThrow()
  expect(await database.query('select 1 as one')).toEqual([{ one: 1 }])
})
