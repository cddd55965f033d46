import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { vendors } from '#backends/vendors.ts'
import { backUp, type BackupOptions } from '#server/commands/backup.ts'
import { restore } from '#server/commands/restore.ts'
import { configFrom } from '#server/config/config.ts'
import { migrate } from '#server/database/migrate.ts'
import { freshDatabase } from '../../helpers/database.ts'
import { deskMigrations } from '#server/migrations/migrations.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'contact-desk-backup-'))
})

afterAll(() => rm(folder, { recursive: true }))

const itemOn = (name: string, stopping = new AbortController()): BackupOptions => ({
  file: join(folder, name),
  version: '0',
  say: () => {},
  signal: stopping.signal,
})

const configOf = (url: string) => configFrom({ DATABASE_URL: url }, vendors)

/** A desk's database with a secret and a time in it. */
async function usedDatabase() {
  const used = await freshDatabase()
  await used.database.query('create extension pg_trgm')
  await migrate(used.database, deskMigrations(Object.values(vendors)))
  await used.database.query(`insert into desk.secrets values ('drafts', 'x')`)
  return used
}

test('a row that did not come out as it was backed up undoes the whole restore', async () => {
  await backUp(await configOf((await usedDatabase()).url), itemOn('good'))
  const lines = gunzipSync(await readFile(join(folder, 'good')))
    .toString()
    .split('\n')
  const at = lines.findIndex((line) => line.includes('Embedded business'))
  // To the microsecond, which the column does not hold, under a checksum that fits.
  lines[at] = lines[at]!.replace('00:00:00+00', '00:00:00.000001+00')
  const sha256 = createHash('sha256').update(`${lines[at]}\n`).digest('hex')
  lines[at + 1] = JSON.stringify({ table: 'dayzero.businesses', rows: 1, sha256 })
  await writeFile(join(folder, 'bad'), gzipSync(lines.join('\n')))

  const { url, database } = await freshDatabase()
  await expect(restore(await configOf(url), itemOn('bad'))).rejects.toThrow(
    'dayzero.businesses did not come out as it was backed up',
  )
  const left = await database.query(`select 1 from pg_namespace where nspname = 'desk'`)
  expect(left).toEqual([])
  await restore(await configOf(url), itemOn('good'))
  expect(await database.query('select * from desk.secrets')).toEqual([
    { name: 'drafts', value: 'x' },
  ])
})

test('asked to stop, a backup leaves no file and a restore no row', async () => {
  const { url } = await usedDatabase()
  const stopping = new AbortController()
  stopping.abort()
  await expect(backUp(await configOf(url), itemOn('stopped', stopping))).rejects.toThrow('Stopped')
  expect((await readdir(folder)).filter((name) => name.startsWith('stopped'))).toEqual([])
  await backUp(await configOf(url), itemOn('whole'))
  const empty = await freshDatabase()
  const restoring = restore(await configOf(empty.url), itemOn('whole', stopping))
  await expect(restoring).rejects.toThrow('Stopped')
  expect(await empty.database.query(`select 1 from pg_namespace where nspname = 'desk'`)).toEqual(
    [],
  )
})
