import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { deskApi } from '#api/client.ts'
import type { Vendor } from '#contract/backend/vendor.ts'
import { configFrom } from '#server/config/config.ts'
import { runDesk } from '#server/runDesk.ts'
import { asBrowser } from '../../helpers/asBrowser.ts'
import { freshDatabase, type FreshDatabase } from '../../helpers/database.ts'
import { aCreate, customer } from '../../helpers/gateway.ts'
import { memoryBackend, memoryVendor } from '../../helpers/memoryBackend.ts'

let folder: string
let file: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'contact-desk-two-clocks-'))
  file = join(folder, 'desk.json')
  const workspace = { id: 'desk', name: 'Desk', backend: 'memory' }
  const environment = { word: 'Test', tone: 'test' }
  const settings = { address: 'https://memory.invalid' }
  await writeFile(file, JSON.stringify({ workspaces: [{ ...workspace, environment, settings }] }))
})

afterAll(() => rm(folder, { recursive: true }))

/** A gateway of its own on the same database and billing system. @param minutes its clock is ahead */
async function gatewayOn({ url }: FreshDatabase, memory: Vendor, minutes: number) {
  const config = await configFrom({ PORT: '0', DATABASE_URL: url, DESK_CONFIG: file }, { memory })
  const desk = await runDesk(config, {
    version: '0.0.0-test',
    log: pino({ level: 'silent' }),
    page: null,
    print: () => {},
    machineTime: () => Date.now() + minutes * 60_000,
  })
  return { ...desk, api: deskApi(asBrowser(fetch), desk.address) }
}

/** Resolves when whoever is on duty has begun that often to go through all that is due. */
async function swept({ database }: FreshDatabase, times: number): Promise<void> {
  const until = async () => {
    const [row] = await database.query<{ until: Date }>('select until from desk.leases')
    return row?.until.getTime() ?? 0
  }
  for (let round = 0; round < times; round++) {
    const before = await until()
    await expect.poll(until, { timeout: 20_000 }).toBeGreaterThan(before)
  }
}

test.concurrent.each([
  ['is fast', { sender: 0, sweeper: 5 }],
  ['of the sender is slow', { sender: -5, sweeper: 0 }],
])('though a clock %s, no gateway makes again what another one is making', async (_, minutes) => {
  const fresh = await freshDatabase()
  const backend = memoryBackend(customer)
  const memory: Vendor = { ...memoryVendor, connect: () => backend }
  // Whoever opens first is on duty.
  const sweeper = await gatewayOn(fresh, memory, minutes.sweeper)
  await expect
    .poll(() => fresh.database.query('select name from desk.leases'))
    .toEqual([{ name: 'sweep' }])
  const sender = await gatewayOn(fresh, memory, minutes.sender)
  const arrived = new Promise<() => void>((resolve) => {
    backend.arriving = () => {
      backend.arriving = async () => {}
      return new Promise((go) => resolve(go))
    }
  })
  const submissionId = randomUUID()
  const saving = sender.api.submit('desk', submissionId, aCreate())
  const letIn = await arrived

  // The second round begins when the first is over.
  await swept(fresh, 2)
  letIn()
  expect(await saving).toMatchObject({ state: 'succeeded' })
  expect(backend.held).toHaveLength(1)
  await Promise.all([sender.stop(), sweeper.stop()])
})
