import { execFile } from 'node:child_process'
import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, afterEach, expect, test } from 'vitest'
import { startCluster, type Cluster, type ClusterOptions } from '#server/database/cluster.ts'
import { openDatabase } from '#server/database/database.ts'
import { processOf } from '#server/database/postmaster.ts'

const clusters: Cluster[] = []
const folders: string[] = []

afterEach(async () => {
  for (const cluster of clusters.splice(0)) await cluster.stop()
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true })
})

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'contact-desk-cluster-'))
  folders.push(folder)
  return folder
}

let made: string | undefined

/** A folder in which the desk was open before. Made once, as making one takes a second. */
async function usedFolder(): Promise<string> {
  if (!made) {
    made = await mkdtemp(join(tmpdir(), 'contact-desk-cluster-'))
    await (await startCluster({ folder: made, durable: false })).stop()
  }
  return copyOf(made)
}

async function copyOf(folder: string): Promise<string> {
  const copy = await newFolder()
  await promisify(execFile)('cp', ['-a', `${folder}/.`, copy])
  return copy
}

afterAll(() => made && rm(made, { recursive: true }))

async function started(options: ClusterOptions): Promise<Cluster> {
  const cluster = await startCluster(options)
  clusters.push(cluster)
  return cluster
}

async function ask(cluster: Cluster, sql: string): Promise<object[]> {
  const database = openDatabase(cluster.url, { connections: 1 })
  try {
    return await database.query(sql)
  } finally {
    await database.close()
  }
}

test('what was stored is there at the next start, and every commit waits for the disk', async () => {
  // Made by mkdtemp, so that as root nobody but root may enter it.
  const folder = await newFolder()
  const first = await started({ folder })
  await ask(first, 'create table kept as select 7 as value')
  expect(await ask(first, 'show fsync')).toEqual([{ fsync: 'on' }])
  expect(await ask(first, 'show synchronous_commit')).toEqual([{ synchronous_commit: 'on' }])
  expect(await ask(first, 'show listen_addresses')).toEqual([{ listen_addresses: '' }])
  await first.stop()
  expect(await processOf(first.pid)).toBeUndefined()

  const second = await started({ folder })
  expect(await ask(second, 'select value from kept')).toEqual([{ value: 7 }])
})

test('names in any script are found by their trigrams', async () => {
  const cluster = await started({ folder: await usedFolder(), durable: false })
  await ask(cluster, 'create extension pg_trgm')
  const [row] = await ask(
    cluster,
    `select similarity('Σταθόπουλος', 'σταθοπουλος') > 0.4 as greek,
      similarity('有限公司', '有限') > 0.2 as chinese, lower('ÉŁ') as lower`,
  )
  expect(row).toEqual({ greek: true, chinese: true, lower: 'éł' })
})

test('it works in a folder that everybody may enter, too', async () => {
  const folder = await newFolder()
  await chmod(folder, 0o755)
  await started({ folder, durable: false })
  expect((await stat(join(folder, 'postgres'))).mode & 0o777).toBe(0o700)
})

test('a folder in use is left alone', async () => {
  const folder = await usedFolder()
  const first = await started({ folder, durable: false })
  await expect(startCluster({ folder })).rejects.toThrow(
    `is in use by another Contact Desk (process ${process.pid})`,
  )
  expect(await ask(first, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('a PostgreSQL that was killed starts again with everything it had confirmed', async () => {
  const folder = await usedFolder()
  const first = await started({ folder })
  await ask(first, 'create table kept as select 8 as value')
  process.kill(first.pid, 'SIGKILL')
  await first.ended
  const second = await started({ folder })
  expect(await ask(second, 'select value from kept')).toEqual([{ value: 8 }])
})

test('a note of a PostgreSQL whose number is another person’s by now is not believed', async () => {
  const neighbour = await started({ folder: await usedFolder(), durable: false })
  for (const pid of [process.pid, neighbour.pid]) {
    const folder = await usedFolder()
    const note = [pid, join(folder, 'postgres'), 0, 5432, '/nowhere', '', '', 'ready', '']
    await writeFile(join(folder, 'postgres', 'postmaster.pid'), note.join('\n'))
    const cluster = await started({ folder, durable: false })
    expect(await ask(cluster, 'select 1 as one')).toEqual([{ one: 1 }])
  }
  expect(await ask(neighbour, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('a copy of a folder in use is a folder of its own', async () => {
  const folder = await usedFolder()
  const first = await started({ folder, durable: false })
  const copy = await copyOf(folder)
  const second = await started({ folder: copy, durable: false })
  expect(await ask(second, 'select 2 as two')).toEqual([{ two: 2 }])
  expect(await ask(first, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('a first start that was cut off does not stand in the way of the next', async () => {
  const folder = await newFolder()
  // As initdb leaves it when it is killed; the number is of no process.
  const cutOff = join(folder, 'postgres.new-4194305')
  await mkdir(join(cutOff, 'base'), { recursive: true })
  await writeFile(join(cutOff, 'PG_VERSION'), '18\n')
  await started({ folder, durable: false })
  expect((await readdir(folder)).toSorted()).toEqual(['postgres', 'postgres.log'])
})

test('when it is stopped, nothing of it is left in the temporary folder', async () => {
  const cluster = await started({ folder: await usedFolder(), durable: false })
  const sockets = decodeURIComponent(new URL(cluster.url).host)
  expect((await stat(sockets)).mode & 0o777).toBe(0o700)
  await cluster.stop()
  await expect(stat(sockets)).rejects.toThrow('ENOENT')
})

test('a folder that cannot be used is said in one line', async () => {
  const folder = await newFolder()
  await writeFile(join(folder, 'file'), '')
  await expect(startCluster({ folder: join(folder, 'file') })).rejects.toThrow(
    /^The data folder .*file cannot be written \(EEXIST\)/,
  )
  await expect(startCluster({ folder: '/dev/null/desk' })).rejects.toThrow('(ENOTDIR)')

  await mkdir(join(folder, 'postgres'))
  await expect(startCluster({ folder })).rejects.toThrow('it is no PostgreSQL data folder')
  await writeFile(join(folder, 'postgres', 'PG_VERSION'), '15\n')
  await expect(startCluster({ folder })).rejects.toThrow('was written by PostgreSQL 15')
})
