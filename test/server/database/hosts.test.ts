import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { isAway } from '#server/database/away.ts'
import { openDatabase, type OpenDatabase } from '#server/database/database.ts'
import { openPostgres } from '#server/database/postgresServer.ts'
import { hostUrls } from '#server/database/databaseUrl.ts'
import { behind, listenerOf, startSilentWire } from '../../tools/chaos/silence.ts'
import { freshDatabase } from '../../helpers/database.ts'
import { freePort } from '../../helpers/desk.ts'
import { startFakeServer } from './standby.ts'

const closing: (() => unknown)[] = []

afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

/** A database that is reached at these ports of this machine and then at its own. */
async function behindPorts(...ports: number[]): Promise<OpenDatabase> {
  const { url } = await freshDatabase()
  const wire = await startSilentWire(listenerOf(url))
  const direct = new URL(behind(url, wire))
  const hosts = [...ports, Number(direct.port)].map((port) => `127.0.0.1:${port}`)
  const user = direct.username && `${direct.username}@`
  const database = openDatabase(
    `${direct.protocol}//${user}${hosts.join()}${direct.pathname}${direct.search}`,
    { connections: 2 },
  )
  closing.push(
    () => wire.close(),
    () => database.close(),
  )
  return database
}

async function fakeServer(isPrimary: boolean) {
  const server = await startFakeServer(isPrimary)
  closing.push(() => server.close())
  return server
}

test('of several hosts the one that takes writes is used, whatever the others do', async () => {
  const standby = await fakeServer(false)
  const database = await behindPorts(await freePort(), standby.port)
  await database.query('create table notes (text text)')
  await Promise.all(
    ['one', 'two', 'three'].map((text) => database.query('insert into notes values ($1)', [text])),
  )
  expect(await database.query('select count(*) as count from notes')).toEqual([{ count: 3 }])
  // It was asked whether it is the primary, and nothing else.
  expect(standby.told.filter((sql) => !/^(set|show) /.test(sql))).toEqual([])
})

test('a primary that was made a standby is left, and the new one is found', async () => {
  const old = await fakeServer(true)
  const database = await behindPorts(old.port)
  expect(await database.query('select 1 as one')).toEqual([])
  old.isPrimary = false
  const failed = await database.query('insert into nothing').catch((error: unknown) => error)
  expect(isAway(failed)).toBe(true)
  expect(await database.query('select 1 as one')).toEqual([{ one: 1 }])
})

test('where none of them takes writes, that is said', async () => {
  const [one, two] = [await fakeServer(false), await fakeServer(false)]
  const url = `postgres://desk@127.0.0.1:${one.port},127.0.0.1:${two.port}/desk`
  await expect(openPostgres(url, '', false)).rejects.toThrow(
    'The database at the address in DATABASE_URL cannot be reached (none of its hosts takes writes).',
  )
})

test('a server that has no TLS is told nothing where TLS is asked for', async () => {
  const heard: Buffer[] = []
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.on('data', (bytes: Buffer) => {
      heard.push(bytes)
      socket.write('N')
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closing.push(() => server.close())
  const { port } = server.address() as AddressInfo
  const url = `postgres://sesame:hunter2@127.0.0.1:${port}/desk?sslmode=verify-full`
  const failed = await openPostgres(url, '', false).catch((error: Error) => error)
  expect(failed).toMatchObject({ name: 'CannotStart' })
  expect((failed as Error).message).not.toMatch(/hunter2|sesame|127\.0\.0\.1/)
  // The request for TLS, and not who asks or with what password.
  expect(Buffer.concat(heard)).toHaveLength(8)
})

test.for([
  ['postgres://u:p@a:1,b:2/d', ['postgres://u:p@a:1/d', 'postgres://u:p@b:2/d']],
  ['postgres://a,[::1]:5433/d?x=1', ['postgres://a/d?x=1', 'postgres://[::1]:5433/d?x=1']],
  ['postgres:///d?host=a,b&port=1', ['postgres:///d?host=a&port=1', 'postgres:///d?host=b&port=1']],
  [
    'postgres:///d?host=a,b&port=1,2',
    ['postgres:///d?host=a&port=1', 'postgres:///d?host=b&port=2'],
  ],
  ['postgres:///d?host=/tmp/sockets', ['postgres:///d?host=/tmp/sockets']],
] as const)('the hosts of %s are read as libpq reads them', ([url, urls]) => {
  expect(hostUrls(url)).toEqual(urls)
})
