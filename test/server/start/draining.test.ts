import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../../helpers/database.ts'
import { newFolder, startDesk, type SpawnedDesk } from './desk.ts'

let server: Server | undefined

afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

beforeAll(async () => {
  // Builds what is not built, and gets no further.
  await startDesk({ environment: { PORT: 'none' } }).ended
}, 120_000)

/** A Day Zero without customers that answers when it is told to. */
async function slowDayZero() {
  const open: ServerResponse[] = []
  server = createServer((_, response) => void open.push(response)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    open,
    async answer() {
      await expect.poll(() => open.length).toBeGreaterThan(0)
      for (const response of open.splice(0))
        response
          .writeHead(200, { 'content-type': 'application/json' })
          .end(JSON.stringify({ items: [], page: 1, size: 50, total: 0, pages: 0 }))
    },
  }
}

/** A desk in front of it, on a database that was there before. */
async function deskBefore(billing: string): Promise<SpawnedDesk> {
  const file = join(await newFolder(), 'desk.json')
  const workspace = {
    ...{ id: 'acme', name: 'Acme', backend: 'dayzero' },
    environment: { word: 'Test', tone: 'test' },
    settings: {
      ...{ address: billing, token: 'dz_secret' },
      businessId: '01890000-0000-7000-8000-000000000001',
    },
  }
  await writeFile(file, JSON.stringify({ workspaces: [workspace] }))
  const { url } = await freshDatabase()
  return startDesk({
    environment: { DATABASE_URL: url, DESK_CONFIG: file, DESK_STOP_DELAY: '3' },
  })
}

test('told to stop, it says that it is not ready, answers on for a while, and lets open requests finish', async () => {
  const billing = await slowDayZero()
  const desk = await deskBefore(billing.address)
  const address = await desk.address
  const statusOf = (path: string) =>
    fetch(address + path).then(
      ({ status }) => status,
      () => 'refused',
    )
  const customers = () => statusOf('/api/workspaces/acme/customers?search=a')

  // What the desk itself asks at its start.
  await billing.answer()
  const first = customers()
  await billing.answer()
  expect(await first).toBe(200)
  expect(await statusOf('/readyz')).toBe(200)
  const metricsOfNow = async () => (await fetch(`${address}/metrics`)).text()
  await expect.poll(metricsOfNow).toContain('\ndesk_sweeper_is_leader 1\n')
  const metrics = await metricsOfNow()
  expect(metrics).toContain(
    'upstream_request_duration_seconds_count{workspace="acme",outcome="ok"} 2\n',
  )
  for (const [name, value] of [
    ['pg_pool_total', '[1-9]\\d*'],
    ['pg_pool_idle', '\\d+'],
    ['pg_pool_waiting', '0'],
    ['desk_submissions{workspace="acme",state="unknown"}', '0'],
  ] as const)
    expect(metrics).toMatch(new RegExp(`^${name.replace(/[{}]/g, '\\$&')} ${value}$`, 'm'))

  const slow = customers()
  await expect.poll(() => billing.open.length).toBe(1)
  desk.kill('SIGTERM')
  await expect.poll(() => statusOf('/readyz'), { interval: 20 }).toBe(503)
  expect(await statusOf('/healthz')).toBe(200)
  expect(await statusOf('/api/session')).toBe(200)
  await expect.poll(() => statusOf('/readyz'), { timeout: 10_000 }).toBe('refused')
  await billing.answer()
  expect(await slow).toBe(200)
  expect((await desk.ended).code).toBe(0)
})
