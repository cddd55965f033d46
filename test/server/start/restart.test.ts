import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { vendors } from '#backends/vendors.ts'
import { httpServer } from '#server/http/httpServer.ts'
import { embeddedVendor } from '../../helpers/embeddedVendor.ts'
import { deskHeader } from '#contract/api/api.ts'
import { freshDatabase } from '../../helpers/database.ts'
import { newFolder, startDesk, type SpawnedDesk } from './desk.ts'

/*
 * A planned restart in the middle of a save at a slow billing system outside. Nothing here waits for
 * the minute after which a lease runs out.
 */

let server: Server | undefined

afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

beforeAll(async () => {
  // Builds what is not built, and gets no further.
  await startDesk({ environment: { PORT: 'none' } }).ended
}, 120_000)

/** A real Day Zero that carries a create out and does not answer it until it is let go. */
async function slowDayZero() {
  const demo = { name: 'Acme', email: 'a@acme.example', phone: '', address: '', country: 'DE' }
  const { send, database, backend } = await embeddedVendor(vendors['dayzero']!, [
    { ...demo, people: [] },
  ])
  let created = 0
  let letGo = () => {}
  const held = new Promise<void>((resolve) => (letGo = resolve))
  server = httpServer(async (request) => {
    const answer = await send(request)
    if (request.method !== 'POST') return answer
    created++
    await held
    return answer
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { items } = await backend.customers({ search: 'Acme' })
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    customer: items[0]!.id,
    created: () => created,
    letGo: () => letGo(),
    count: async (name: string) =>
      (await database.query('select 1 from dayzero.contacts where name = $1', [name])).length,
  }
}

async function deskBefore(billing: string, url: string): Promise<SpawnedDesk> {
  const file = join(await newFolder(), 'desk.json')
  const workspace = {
    ...{ id: 'acme', name: 'Acme', backend: 'dayzero' },
    environment: { word: 'Test', tone: 'test' },
    settings: {
      ...{ address: billing, token: 'dz_embedded' },
      businessId: '01890000-0000-7000-8000-000000000001',
    },
  }
  await writeFile(file, JSON.stringify({ workspaces: [workspace] }))
  return startDesk({ environment: { DATABASE_URL: url, DESK_CONFIG: file } })
}

test.each(['the restarted gateway', 'another gateway'])(
  'a save that a planned stop cuts off is told by %s at once, and made once',
  async (which) => {
    const billing = await slowDayZero()
    const { url, database } = await freshDatabase()
    const ending = await deskBefore(billing.address, url)
    const address = await ending.address
    const other = which === 'another gateway' ? await deskBefore(billing.address, url) : null
    await other?.address

    const path = `/api/workspaces/acme/submissions/${randomUUID()}`
    const save = (at: string) =>
      fetch(at + path, {
        method: 'PUT',
        headers: { 'content-type': 'application/json', [deskHeader]: '1', origin: at },
        body: JSON.stringify({
          ...{ op: 'create', revision: 1, customer: billing.customer },
          values: { name: 'Rita Restart', is_primary: false },
        }),
      })
    const cut = save(address).catch(() => null)
    await expect.poll(billing.created).toBe(1)
    ending.kill('SIGTERM')
    expect((await ending.ended).code).toBe(0)
    await cut
    expect(await database.query('select state from desk.submissions')).toEqual([
      { state: 'unknown' },
    ])

    const next = other ?? (await deskBefore(billing.address, url))
    const at = await next.address
    const told = async (): Promise<unknown> => (await save(at)).json()
    await expect
      .poll(told, { timeout: 10_000 })
      .toMatchObject({ state: 'succeeded', contact: { name: 'Rita Restart' } })
    billing.letGo()
    expect([billing.created(), await billing.count('Rita Restart')]).toEqual([1, 1])
  },
)
