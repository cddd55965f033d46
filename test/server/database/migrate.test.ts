import { expect, test } from 'vitest'
import { openDatabase } from '#server/database/database.ts'
import { isMigrated, migrate, sqlMigration, type Migration } from '#server/database/migrate.ts'
import { freshDatabase } from '../../helpers/database.ts'

const migrations: Migration[] = [
  sqlMigration('shop/1', 'create table shop (id int); insert into shop values (1)'),
  sqlMigration('shop/2', 'alter table shop add column name text'),
]

test('a database is brought up to date once, however often the desk starts', async () => {
  const { database } = await freshDatabase()
  await migrate(database, migrations.slice(0, 1))
  await migrate(database, migrations)
  await migrate(database, migrations)
  expect(await database.query('select * from shop')).toEqual([{ id: 1, name: null }])
})

test('two gateways that start at once do each step once', async () => {
  const { database, url } = await freshDatabase()
  const gateways = Array.from({ length: 6 }, () => openDatabase(url, { connections: 2 }))
  await Promise.all(gateways.map((gateway) => migrate(gateway, migrations)))
  expect(await database.query('select id from shop')).toEqual([{ id: 1 }])
  await Promise.all(gateways.map((gateway) => gateway.close()))
})

test('a step that fails half-way is undone and tried again at the next start', async () => {
  const { database } = await freshDatabase()
  const broken = sqlMigration('shop/1', 'create table shop (id int); select 1 / 0')
  await expect(migrate(database, [broken])).rejects.toThrow('division by zero')
  expect(await isMigrated(database, 'shop/1')).toBe(false)
  await migrate(database, migrations)
  expect(await isMigrated(database, 'shop/1')).toBe(true)
})
