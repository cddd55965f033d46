import { expect, test } from 'vitest'
import { openPostgres } from '#server/database/postgresServer.ts'
import { freshDatabase } from '../../helpers/database.ts'

test('a database that takes no writes is said in one line, before anything is asked of it', async () => {
  const { url, database } = await freshDatabase()
  const store = await openPostgres(url, '', true)
  await store.stop()

  const name = new URL(url).pathname.slice(1)
  await database.query(`alter database ${name} set default_transaction_read_only = on`)
  await expect(openPostgres(url, '', true)).rejects.toThrow(
    /takes no writes, as a replica does\. Let DATABASE_URL name the primary\.$/,
  )
})
