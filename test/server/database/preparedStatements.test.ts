import { expect, test } from 'vitest'
import { openDatabase } from '#server/database/database.ts'
import { preparedNames } from '#server/database/preparedNames.ts'
import { freshDatabase } from '../../helpers/database.ts'

const kept = `select count(*) as times from pg_prepared_statements where statement like 'select $1%'`

test.for([
  [true, 1],
  [false, 0],
] as const)(
  'with prepare: %s a repeated statement is parsed anew or kept',
  async ([prepare, times]) => {
    const { url } = await freshDatabase()
    const database = openDatabase(url, { connections: 1, prepare })
    for (const value of [1, 2]) await database.query('select $1::int as value', [value])
    expect(await database.query(kept)).toEqual([{ times }])
    await database.close()
  },
)

test('a statement whose table has got another column meanwhile is carried out once', async () => {
  const { database } = await freshDatabase()
  await database.query('create table thing (id int primary key)')
  const insert = (id: number) => database.query('insert into thing values ($1) returning *', [id])
  const inTransaction = (id: number) =>
    database.transaction(({ query }) => query('insert into thing values ($1) returning *', [id]))
  await insert(1)
  await inTransaction(2)
  await database.query('alter table thing add note text')
  expect(await insert(3)).toEqual([{ id: 3, note: null }])
  await database.query('alter table thing add remark text')
  expect(await inTransaction(4)).toEqual([{ id: 4, note: null, remark: null }])
  expect(await database.query('select count(*) as rows from thing')).toEqual([{ rows: 4 }])
})

test('a text has one name, and only so many texts get one', () => {
  const nameOf = preparedNames(2)
  const first = nameOf('select $1', 1)
  expect(first).toBeDefined()
  expect(nameOf('select $1', 1)).toBe(first)
  expect(nameOf('select $1, 2', 1)).not.toBe(first)
  expect(nameOf('select $1, 3', 1)).toBeUndefined()
  expect(nameOf('select 1', 0)).toBeUndefined()
})
