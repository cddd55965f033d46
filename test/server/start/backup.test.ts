import { createHash } from 'node:crypto'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { beforeAll, expect, test } from 'vitest'
import { contentOf } from '#server/commands/backup.ts'
import type { OpenDatabase } from '#server/database/database.ts'
import { freshDatabase } from '../../helpers/database.ts'
import { askDayZero, newFolder, startDesk, type SpawnedDesk } from './desk.ts'

let folder: string
let file: string

/** Runs one of the desk's commands to its end. */
function run(args: string[], environment: Record<string, string>) {
  return startDesk({ args, environment }).ended
}

/** Everything that two databases must have in common after one was restored from the other. */
async function everythingIn(database: OpenDatabase): Promise<unknown> {
  const tables = await database.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname in ('desk', 'dayzero', 'zuora')
       and tablename not in ('sessions', 'sign_ins', 'duties', 'restores', 'migrations') order by 1`,
  )
  const sums = []
  for (const { name } of tables)
    sums.push(
      ...(await database.query(
        `select $1 as name, count(*) as rows, md5(string_agg(md5(t::text), '' order by md5(t::text)))
         from ${name} t`,
        [name],
      )),
    )
  const migrations = await database.query(`select id from desk.migrations order by 1`)
  return { sums, migrations, numbers: await database.query(`select * from pg_sequences`) }
}

const strange = {
  name: 'Ó Súilleabháin\u2028"\\" 🙂',
  notes: 'two\nlines,\ttabs, \\N and \\x41, \u0085 and ,"\'',
}

beforeAll(async () => {
  // Builds what is not built, and gets no further.
  await startDesk({ environment: { PORT: 'none' } }).ended
  folder = await newFolder()
  file = join(folder, 'desk.backup')
  await run(['seed', '--customers', '40', '--contacts', '300'], { DESK_DATA: folder })
}, 120_000)

async function addStrange(desk: SpawnedDesk): Promise<string> {
  const { items } = await askDayZero(desk, '/customers?limit=1')
  const path = `/customers/${items[0]?.id}/contacts`
  const { id } = await askDayZero(desk, path, strange)
  return `${path}/${id}`
}

test('what was backed up while the desk was at work is there on another machine, byte for byte', async () => {
  const desk = startDesk({ environment: { DESK_DATA: folder } })
  const path = await addStrange(desk)
  const backedUp = await run(['backup', file], { DESK_DATA: folder })
  expect(backedUp).toMatchObject({ code: 0, stderr: '' })
  expect(backedUp.stdout).toMatch(/Backed up \d{3,} rows of \d+ tables to .*, and read it back/)
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  await addStrange(desk)
  desk.kill('SIGTERM')
  await desk.ended

  const other = await newFolder()
  const restored = await run(['restore', file], { DESK_DATA: other })
  expect(restored).toMatchObject({ code: 0, stderr: '' })
  expect(restored.stdout).toContain('every checksum is as it was')
  const again = startDesk({ environment: { DESK_DATA: other } })
  expect(await askDayZero(again, path)).toMatchObject(strange)
  expect(await askDayZero(again, '/customers?limit=1&include_total_count=true')).toMatchObject({
    total: 40,
  })

  // A second backup, of what was restored, holds the same.
  const second = join(other, 'again.backup')
  await run(['backup', second], { DESK_DATA: other })
  const [first, copy] = await Promise.all(
    [file, second].map(async (each) =>
      gunzipSync(await readFile(each))
        .toString()
        .split('\n'),
    ),
  )
  expect(copy?.slice(1)).toEqual(first?.slice(1))
})

test('a database elsewhere is restored from the same file, and nothing that is there is replaced', async () => {
  const [here, there] = [await freshDatabase(), await freshDatabase()]
  const from = { DATABASE_URL: here.url }
  expect((await run(['restore', file], from)).code).toBe(0)
  await here.database.query(
    `insert into desk.sessions (id, person, name, groups, begun_at, seen_at)
     values ('a', 'kim', 'Kim Canary', '[]', now(), now())`,
  )
  const own = join(folder, 'own.backup')
  expect((await run(['backup', own], from)).code).toBe(0)
  expect(gunzipSync(await readFile(own)).toString()).not.toContain('Kim Canary')
  expect((await run(['restore', own], { DATABASE_URL: there.url })).code).toBe(0)
  const content = await everythingIn(there.database)
  expect(content).toEqual(await everythingIn(here.database))

  const { code, stderr } = await run(['restore', file], { DATABASE_URL: there.url })
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: expect.stringMatching(/^There is data of a desk at .* already, and a restore never/),
  })
  expect(await everythingIn(there.database)).toEqual(content)
  const twice = await run(['backup', own], from)
  expect(twice).toMatchObject({ code: 1, stderr: expect.stringContaining('is there already') })
})

/** The same backup with its lines changed, packed again: only its own checksums can tell. */
async function changed(change: (lines: string[]) => string[]): Promise<Buffer> {
  return gzipSync(
    change(
      gunzipSync(await readFile(file))
        .toString()
        .split('\n'),
    ).join('\n'),
  )
}

/** With a row twice, and checksums that fit: what only PostgreSQL refuses. */
function withEmbedded(lines: string[]): string[] {
  const first = lines.findIndex((line) => line.includes('Súilleabháin'))
  const foot = lines.findIndex((line) => line.startsWith('{"table":"dayzero.contacts"'))
  const start = lines.findLastIndex((line, at) => at < foot && line.startsWith('{')) + 1
  const rows = [...lines.slice(start, foot), lines[first] ?? '']
  const sha256 = createHash('sha256')
    .update(rows.map((row) => `${row}\n`).join(''))
    .digest('hex')
  const fits = JSON.stringify({ table: 'dayzero.contacts', rows: rows.length, sha256 })
  return [...lines.slice(0, start), ...rows, fits, ...lines.slice(foot + 1)]
}

test('a file that is not whole is told from one that is', async () => {
  const whole = await readFile(file)
  const flipped = Buffer.from(whole)
  flipped[Math.floor(whole.length / 2)]! ^= 1
  const each = (change: (line: string) => string) => (lines: string[]) => lines.map(change)
  const cases: [what: string, content: Buffer, says: string][] = [
    ['cut', whole.subarray(0, whole.length - 5_000), 'ends too early'],
    ['flipped', flipped, 'is damaged'],
    ['empty', Buffer.from(''), 'ends too early'],
    ['plain', Buffer.from('{"backup":"contact-desk"}'), 'is damaged'],
    ['foreign', gzipSync('{"backup":"something else"}\n'), 'is no backup'],
    ['changed', await changed(each((line) => line.replace('lleabh', 'llabh'))), 'is damaged'],
    ['fewer', await changed((lines) => lines.toSpliced(5, 1)), 'is damaged'],
    ['half', await changed((lines) => lines.slice(0, 100)), 'ends too early'],
    ['unfinished', await changed((lines) => lines.slice(0, -2)), 'ends too early'],
    ['longer', await changed((lines) => [...lines.slice(0, -1), '[]']), 'is damaged'],
  ]
  const { signal } = new AbortController()
  for (const [what, content, says] of cases) {
    const bad = join(folder, what)
    await writeFile(bad, content)
    const { name, message } = await contentOf(bad, signal).then(
      () => new Error('taken for whole'),
      (error: Error) => error,
    )
    expect([what, name, message]).toEqual([what, 'CannotStart', expect.stringContaining(says)])
  }
  expect(await contentOf(file, signal)).toMatchObject({ tables: expect.any(Number) })
})

test('a bad backup is refused before anything is begun', async () => {
  const nowhere = join(folder, 'nothing-here')
  const newer = join(folder, 'newer')
  await writeFile(
    newer,
    await changed(([head = '', ...rest]) => [
      head.replace('"desk/0001_submissions"', '"desk/0001_submissions","desk/0999_later"'),
      ...rest,
    ]),
  )
  const { code, stderr } = await run(['restore', newer], { DESK_DATA: nowhere })
  expect([code, stderr]).toEqual([1, expect.stringContaining('was made by a newer Contact Desk')])
  await expect(stat(nowhere)).rejects.toThrow('ENOENT')
})

test('a restore that PostgreSQL refuses in the middle leaves nothing, and quotes nobody', async () => {
  const { url } = await freshDatabase()
  const bad = join(folder, 'duplicates')
  await writeFile(bad, await changed(withEmbedded))
  const { code, stdout, stderr } = await run(['restore', bad], { DATABASE_URL: url })
  expect({ code, stdout, stderr }).toEqual({
    code: 1,
    stdout: '',
    stderr: 'The restore failed (23505). Nothing was written.\n',
  })
  expect((await run(['restore', file], { DATABASE_URL: url })).code).toBe(0)
})

test('who asks for it wrongly is told how in one line', async () => {
  expect(await run(['backup'], {})).toMatchObject({
    code: 1,
    stderr: 'Say where to: npm run backup -- desk.backup\n',
  })
  expect((await run(['restore', '--all'], {})).stderr).toBe(
    'Say from where: npm run restore -- desk.backup\n',
  )
  expect((await run(['backup', file + 'x'], { DESK_DATA: join(folder, 'none') })).stderr).toContain(
    'There is nothing of a desk at',
  )
  expect((await run(['restore', join(folder, 'none')], {})).stderr).toContain('(ENOENT)')
  const lost = await run(['backup', join(folder, 'no', 'folder')], { DESK_DATA: folder })
  expect(lost.stderr).toContain('cannot be written (ENOENT)')
})
