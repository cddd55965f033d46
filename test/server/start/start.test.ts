import { spawnSync } from 'node:child_process'
import { access, chown, readdir } from 'node:fs/promises'
import { createServer, type AddressInfo, connect } from 'node:net'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../../helpers/database.ts'
import {
  askDayZero,
  isAlive,
  newFolder,
  noteIn,
  postgresOn,
  startDesk,
  usedFolder,
  type SpawnedDesk,
} from './desk.ts'

const isRoot = process.getuid?.() === 0

beforeAll(async () => {
  // Builds what is not built, and gets no further.
  await startDesk({ environment: { PORT: 'none' } }).ended
}, 120_000)

async function customersOf(desk: SpawnedDesk): Promise<number> {
  return Number((await askDayZero(desk, '/customers?limit=1&include_total_count=true')).total)
}

test('the first start fills an empty folder and serves page and API, the second reuses it', async () => {
  const folder = await newFolder()
  const first = startDesk({ environment: { DESK_DATA: folder } })
  const address = await first.address
  expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  expect(await (await fetch(address)).text()).toContain('<!doctype html>')
  expect(await (await fetch(`${address}/api/workspaces`)).json()).toMatchObject([
    { id: 'dayzero-embedded', environment: { tone: 'embedded' } },
    { id: 'zuora-embedded', environment: { tone: 'embedded' } },
  ])
  expect(await customersOf(first)).toBe(200)
  const northwind = await askDayZero(first, '/customers?search=Northwind Atlas&limit=1')
  expect(northwind.items[0]?.name).toBe('Northwind Atlas')
  first.kill('SIGTERM')
  const { code, stdout } = await first.ended
  expect(code).toBe(0)
  expect(stdout).toContain('Filling the embedded Day Zero with demo data')
  expect(stdout).toContain('Filling the embedded Zuora with demo data')
  expect(await postgresOn(folder)).toBeUndefined()

  const second = startDesk({ environment: { DESK_DATA: folder } })
  expect(await customersOf(second)).toBe(200)
  second.kill('SIGINT')
  const end = await second.ended
  expect(end.code).toBe(0)
  expect(end.stdout).toMatch(/^Contact Desk is open at .*\n$/)
})

test('after kill -9 and a restart the contact is there, and one PostgreSQL', async () => {
  const folder = await usedFolder()
  const killed = startDesk({ environment: { DESK_DATA: folder } })
  const [customer] = (await askDayZero(killed, '/customers?search=Acme GmbH')).items
  const path = `/customers/${customer?.id}/contacts`
  const { id } = await askDayZero(killed, path, { name: 'Grace Hopper' })
  const postgres = await postgresOn(folder)
  killed.kill('SIGKILL')
  await killed.ended
  expect(await postgresOn(folder)).toBe(postgres)
  const [, , , , sockets = ''] = (await noteIn(folder)).split('\n')

  const desk = startDesk({ environment: { DESK_DATA: folder } })
  expect(await askDayZero(desk, `${path}/${id}`)).toMatchObject({ name: 'Grace Hopper' })
  expect(await isAlive(postgres ?? 0)).toBe(false)
  await expect(access(sockets)).rejects.toThrow('ENOENT')
  expect(await postgresOn(folder)).toBeDefined()
  desk.kill('SIGTERM')
  expect((await desk.ended).code).toBe(0)
  expect(await postgresOn(folder)).toBeUndefined()
})

test('a first start that is killed at any moment does not spoil the folder', async () => {
  const folder = await newFolder()
  const killed = startDesk({ environment: { DESK_DATA: folder } })
  await expect
    .poll(() => readdir(folder), { timeout: 15_000, interval: 5 })
    .toContainEqual(expect.stringContaining('postgres.new-'))
  killed.kill('SIGKILL')
  await killed.ended
  const desk = startDesk({ environment: { DESK_DATA: folder } })
  expect(await customersOf(desk)).toBe(200)
  expect((await readdir(folder)).toSorted()).toEqual(['postgres', 'postgres.log'])
})

test('a folder in use is said in one line, to a second desk and to who wants to fill it', async () => {
  const folder = await usedFolder()
  const first = startDesk({ environment: { DESK_DATA: folder } })
  await first.address
  for (const args of [[], ['seed', '--customers', '1', '--contacts', '1']]) {
    const { code, stderr } = await startDesk({ args, environment: { DESK_DATA: folder } }).ended
    expect(code).toBe(1)
    expect(stderr).toBe(
      `The data folder ${folder} is in use by another Contact Desk (process ${first.pid}). ` +
        'Stop that one first, or give this one a folder of its own with DESK_DATA.\n',
    )
  }
  expect(await customersOf(first)).toBe(200)
})

test('of two desks that open a new folder at once, one does', async () => {
  const folder = await newFolder()
  const both = [1, 2].map(() => startDesk({ environment: { DESK_DATA: folder } }))
  const opened = await Promise.allSettled(both.map((desk) => desk.address))
  expect(opened.map((it) => it.status).toSorted()).toEqual(['fulfilled', 'rejected'])
  const [loser] = opened.flatMap((it) => (it.status === 'rejected' ? [String(it.reason)] : []))
  expect(loser).toContain('is in use by another Contact Desk')
})

test('a port in use is said in one line, before anything else is begun', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => other.once('listening', resolve))
  const { port } = other.address() as AddressInfo
  const folder = await newFolder()
  const desk = startDesk({ environment: { DESK_DATA: folder, PORT: String(port) } })
  expect(await desk.ended).toMatchObject({
    code: 1,
    stderr:
      `Port ${port} on 127.0.0.1 is in use, perhaps by another Contact Desk. ` +
      'Stop that one, or choose another port with PORT.\n',
  })
  expect(await readdir(folder)).toEqual([])
  other.close()
})

test('wrong settings are all named, without a stack', async () => {
  const { code, stderr } = await startDesk({
    environment: { HOST: '0.0.0.0', PORT: 'http' },
  }).ended
  expect(code).toBe(1)
  expect(stderr.trim().split('\n')).toEqual([
    'The desk does not start, because 2 settings are wrong:',
    expect.stringMatching(/^ {2}PORT /),
    expect.stringMatching(/^ {2}HOST=0\.0\.0\.0 .*without sign-in/),
  ])
})

test('a database that is there already is used instead, by two desks at once', async () => {
  const { url, database } = await freshDatabase()
  const desks = [1, 2].map(() => startDesk({ environment: { DATABASE_URL: url } }))
  expect(await Promise.all(desks.map(customersOf))).toEqual([200, 200])
  const [{ people } = {}] = await database.query<{ people: number }>(
    'select count(*) as people from dayzero.contacts',
  )
  expect(people).toBe(3000)
})

test('a database that cannot be reached is said in one line, without its password', async () => {
  const DATABASE_URL = 'postgresql://desk:hush@127.0.0.1:1/desk'
  expect(await startDesk({ environment: { DATABASE_URL } }).ended).toMatchObject({
    code: 1,
    stderr:
      'The database at the address in DATABASE_URL cannot be reached (ECONNREFUSED). ' +
      'Check DATABASE_URL and that it is running.\n',
  })
})

const lastMinute = JSON.stringify({ name: 'Last Minute' })

/** A request that is in the server's hands and has not sent its body yet. */
async function openRequest(desk: SpawnedDesk) {
  const { items } = await askDayZero(desk, '/customers?search=Acme GmbH')
  const client = connect(Number(new URL(await desk.address).port), '127.0.0.1').setEncoding('utf8')
  let answer = ''
  client.on('data', (part: string) => (answer += part))
  client.on('error', () => {})
  client.write(
    `POST /embedded/dayzero/api/v1/customers/${items[0]?.id}/contacts HTTP/1.1\r\n` +
      'host: localhost\r\nauthorization: Bearer dz_embedded\r\n' +
      'x-business-id: 01890000-0000-7000-8000-000000000001\r\n' +
      `content-type: application/json\r\ncontent-length: ${lastMinute.length}\r\n` +
      'expect: 100-continue\r\n\r\n',
  )
  await expect.poll(() => answer).toContain('100 Continue')
  return {
    send: () => client.write(lastMinute),
    answer: () => answer,
    drop: () => client.destroy(),
  }
}

test('told to stop, the desk answers who is asking before it goes', async () => {
  const folder = await usedFolder()
  const desk = startDesk({ environment: { DESK_DATA: folder } })
  const address = await desk.address
  const request = await openRequest(desk)
  desk.kill('SIGTERM')
  await expect.poll(() => fetch(`${address}/healthz`).catch(() => 'gone')).toBe('gone')
  request.send()
  await expect.poll(() => request.answer()).toContain('201 Created')
  expect((await desk.ended).code).toBe(0)
  expect(await postgresOn(folder)).toBeUndefined()
})

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  'told to stop by %s, it ends cleanly and takes its PostgreSQL along',
  async (signal) => {
    const folder = await usedFolder()
    const desk = startDesk({ environment: { DESK_DATA: folder } })
    await desk.address
    expect(await postgresOn(folder)).toBeDefined()
    desk.kill(signal)
    expect((await desk.ended).code).toBe(0)
    expect(await postgresOn(folder)).toBeUndefined()
  },
)

test('told twice, it goes at once and takes its PostgreSQL along', async () => {
  const folder = await usedFolder()
  const desk = startDesk({ environment: { DESK_DATA: folder } })
  const request = await openRequest(desk)
  const again = () => {
    desk.kill('SIGTERM')
    return isAlive(desk.pid)
  }
  await expect.poll(again, { interval: 100, timeout: 5_000 }).toBe(false)
  expect((await desk.ended).code).toBe(1)
  await expect.poll(() => postgresOn(folder), { timeout: 10_000 }).toBeUndefined()
  request.drop()
})

test('told to stop while it is still starting, it leaves nothing running', async () => {
  const folder = await newFolder()
  const desk = startDesk({ environment: { DESK_DATA: folder } })
  await expect.poll(() => postgresOn(folder), { timeout: 15_000, interval: 5 }).toBeDefined()
  desk.kill('SIGTERM')
  expect((await desk.ended).code).toBe(0)
  expect(await postgresOn(folder)).toBeUndefined()
})

test('when its PostgreSQL dies, the desk says so and ends', async () => {
  const folder = await usedFolder()
  const desk = startDesk({ environment: { DESK_DATA: folder } })
  await desk.address
  process.kill((await postgresOn(folder)) ?? 0, 'SIGKILL')
  const { code, stderr } = await desk.ended
  expect(code).toBe(1)
  expect(stderr).toContain('The desk stopped because its PostgreSQL did.')
})

test('headers that are too long are refused before anything reads them', async () => {
  const desk = startDesk({ environment: { DESK_DATA: await usedFolder() } })
  const answer = await fetch(await desk.address, { headers: { 'x-long': 'x'.repeat(17_000) } })
  expect(answer.status).toBe(431)
})

test('as many demo customers as are asked for, instead of the first ones', async () => {
  const folder = await newFolder()
  const seed = { args: ['seed', '--customers', '30', '--contacts', '100'] }
  const { code, stdout } = await startDesk({ ...seed, environment: { DESK_DATA: folder } }).ended
  expect(code).toBe(0)
  expect(stdout).toContain('Adding 30 customers with 100 contacts')
  const desk = startDesk({ environment: { DESK_DATA: folder } })
  expect(await customersOf(desk)).toBe(30)
})

test('told to stop in the middle of a million demo customers, it does', async () => {
  const folder = await newFolder()
  const args = ['seed', '--customers', '1000000', '--contacts', '3000000']
  const seed = startDesk({ args, environment: { DESK_DATA: folder } })
  await expect.poll(() => postgresOn(folder), { timeout: 15_000, interval: 5 }).toBeDefined()
  seed.kill('SIGINT')
  const { code, stderr } = await seed.ended
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: 'Stopped. What was added so far is there.\n',
  })
  expect(await postgresOn(folder)).toBeUndefined()
})

test('demo data without a number is explained in one line', async () => {
  const { code, stderr } = await startDesk({ args: ['seed', '--customers', 'many'] }).ended
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: 'Say how many: npm run seed -- --customers 200 --contacts 3000\n',
  })
})

const nobody = 65534
const asNobody = ['setpriv', `--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups']

/** Root can be another person, who must be able to read this checkout: not below a folder of mode 0700. */
const canBeNobody =
  isRoot &&
  spawnSync(asNobody[0]!, [...asNobody.slice(1), 'test', '-r', fileURLToPath(import.meta.url)])
    .status === 0

test.runIf(canBeNobody)(
  'an ordinary user can start it as well, and root go on with that',
  async () => {
    const folder = await newFolder()
    await chown(folder, nobody, nobody)
    const desk = startDesk({ as: asNobody, environment: { DESK_DATA: folder } })
    expect(await customersOf(desk)).toBe(200)
    desk.kill('SIGTERM')
    expect((await desk.ended).code).toBe(0)
    expect(await customersOf(startDesk({ environment: { DESK_DATA: folder } }))).toBe(200)
  },
)

test.runIf(canBeNobody)('data of another user is said in one line', async () => {
  const folder = await newFolder()
  const root = startDesk({ environment: { DESK_DATA: folder } })
  await root.address
  root.kill('SIGTERM')
  await root.ended
  await chown(folder, nobody, nobody)
  const { code, stderr } = await startDesk({ as: asNobody, environment: { DESK_DATA: folder } })
    .ended
  expect(code).toBe(1)
  expect(stderr).toContain('belongs to another user')
})
