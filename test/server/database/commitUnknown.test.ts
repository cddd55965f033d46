import { expect, test } from 'vitest'
import { openDatabase } from '#server/database/database.ts'
import { CommitUnknownError } from '#server/database/commitUnknown.ts'
import { freshDatabase } from '../../helpers/database.ts'

test('a connection that ends instead of an answer to a write may have written it', async () => {
  const { database } = await freshDatabase()
  const dying = `select pg_terminate_backend(pg_backend_pid())`
  await expect(database.query(dying)).rejects.toBeInstanceOf(CommitUnknownError)
})

test('what the database answers with an error is not written', async () => {
  const { database } = await freshDatabase()
  const failed = database.query('insert into nowhere values (1)')
  await expect(failed).rejects.not.toBeInstanceOf(CommitUnknownError)
})

test('where there is no database, nothing is written', async () => {
  const nowhere = openDatabase('postgres://postgres@127.0.0.1:1/none')
  await expect(nowhere.query('select 1')).rejects.not.toBeInstanceOf(CommitUnknownError)
  await nowhere.close()
})

test('a transaction that fails before its end is not written, whatever ended it', async () => {
  const { database } = await freshDatabase()
  const failed = database.transaction(async (queries) => {
    await queries.query(`select pg_terminate_backend(pg_backend_pid())`)
  })
  await expect(failed).rejects.not.toBeInstanceOf(CommitUnknownError)
})

test('a transaction whose end is answered by nobody may be written', async () => {
  const { database } = await freshDatabase()
  const failed = database.transaction(async (queries) => {
    const [me] = await queries.query<{ pid: number }>('select pg_backend_pid() as pid')
    await database.query('select pg_terminate_backend($1)', [me!.pid])
  })
  await expect(failed).rejects.toBeInstanceOf(CommitUnknownError)
})
