import { randomUUID } from 'node:crypto'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { deskHeader } from '#contract/api/api.ts'
import { behind, listenerOf, startSilentWire, type SilentWire } from '../../tools/chaos/silence.ts'
import { freshDatabase, type FreshDatabase } from '../../helpers/database.ts'
import { startDesk } from './desk.ts'

/* The small form of `npm run chaos:blackhole`: a real desk whose database goes silent without a RST. */

let wire: SilentWire

beforeAll(async () => {
  // Builds what is not built, and gets no further.
  await startDesk({ environment: { PORT: 'none' } }).ended
}, 120_000)

afterEach(() => wire.close())

async function deskOn({ url }: FreshDatabase) {
  wire = await startSilentWire(listenerOf(url))
  const desk = startDesk({ environment: { DATABASE_URL: behind(url, wire) } })
  const address = await desk.address
  const statusOf = async (path: string) => (await fetch(address + path)).status
  const receipts = () => statusOf('/api/workspaces/dayzero-embedded/receipts')
  return { desk, address, statusOf, receipts }
}

test('when its database goes silent, it answers 503 and recovers by itself', async () => {
  const fresh = await freshDatabase()
  const { address, statusOf, receipts } = await deskOn(fresh)
  const [acme] = await fresh.database.query<{ id: string }>(
    `select id from dayzero.customers where name like 'Acme%' limit 1`,
  )
  const names = Array.from({ length: 6 }, (_, index) => `Silent Sam ${index}`)
  const saves = names.map((name) => {
    const path = `${address}/api/workspaces/dayzero-embedded/submissions/${randomUUID()}`
    return async (): Promise<unknown> => {
      const answer = await fetch(path, {
        method: 'PUT',
        headers: { 'content-type': 'application/json', [deskHeader]: '1', origin: address },
        body: JSON.stringify({
          ...{ op: 'create', revision: 1, customer: acme!.id },
          values: { name, is_primary: false },
        }),
      })
      return answer.json()
    }
  })
  expect(await Promise.all(Array.from({ length: 8 }, receipts))).toEqual(Array(8).fill(200))

  const first = saves.slice(0, 3).map((save) => save())
  wire.silence()
  const statuses = new Set(await Promise.all(Array.from({ length: 8 }, receipts)))
  expect([...statuses].filter((status) => status !== 200 && status !== 503)).toEqual([])
  await expect.poll(receipts, { timeout: 30_000 }).toBe(200)

  wire.hangNew()
  wire.silence()
  const second = saves.slice(3).map((save) => save())
  expect(await Promise.all([receipts(), receipts(), statusOf('/readyz')])).toEqual([503, 503, 503])
  wire.answerNew()
  await expect.poll(receipts, { timeout: 30_000 }).toBe(200)
  await expect.poll(() => statusOf('/readyz')).toBe(200)

  await Promise.all([...first, ...second])
  for (const save of saves)
    await expect.poll(save, { timeout: 30_000 }).toMatchObject({ state: 'succeeded' })
  const there = await fresh.database.query(
    `select name from dayzero.contacts where name like 'Silent Sam%' order by name`,
  )
  expect(there).toEqual(names.map((name) => ({ name })))
})

test('told to stop while its database is silent, it ends', async () => {
  const { desk, receipts } = await deskOn(await freshDatabase())
  expect(await Promise.all(Array.from({ length: 4 }, receipts))).toEqual(Array(4).fill(200))
  wire.hangNew()
  wire.silence()
  const asked = receipts().catch(() => 'cut')
  await wire.hung(1)
  desk.kill('SIGTERM')
  expect((await desk.ended).code).toBe(0)
  expect(await asked).toBe(503)
})
