import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Vendor } from '#contract/backend/vendor.ts'
import { configFrom } from '#server/config/config.ts'
import { runDesk, type RunningDesk } from '#server/runDesk.ts'
import { freshDatabase } from '../../helpers/database.ts'
import { freePort } from '../../helpers/desk.ts'
import { aCreate, customer, writing } from '../../helpers/gateway.ts'
import { memoryBackend, memoryVendor } from '../../helpers/memoryBackend.ts'
import { client, startProvider, type TestProvider } from '../../helpers/provider.ts'
import { Visitor } from '../../helpers/visitor.ts'

const backend = memoryBackend(customer)
const memory: Vendor = { ...memoryVendor, connect: () => backend }
const log: string[] = []

let folder: string
let origin: string
let provider: TestProvider
let desk: RunningDesk

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'contact-desk-over-http-'))
  const port = await freePort()
  origin = `http://localhost:${port}`
  provider = await startProvider(origin)
  provider.people['ann'] = { name: 'Ann Example', groups: ['writers'] }
  const file = join(folder, 'desk.json')
  await writeFile(
    file,
    JSON.stringify({
      signIn: { claim: 'groups', roles: { editor: ['writers'] } },
      workspaces: [
        { id: 'desk', name: 'Desk', backend: 'memory', settings: { address: 'embedded' } },
        {
          ...{ id: 'vault', name: 'Vault', backend: 'memory', settings: { address: 'embedded' } },
          roles: { admin: ['keepers'] },
        },
      ],
    }),
  )
  const config = await configFrom(
    {
      PORT: String(port),
      DATABASE_URL: (await freshDatabase()).url,
      DESK_CONFIG: file,
      DESK_PUBLIC_URL: origin,
      DESK_OIDC_ISSUER: provider.issuer,
      DESK_OIDC_CLIENT_ID: client.id,
      DESK_OIDC_CLIENT_SECRET: client.secret,
    },
    { memory },
  )
  desk = await runDesk(config, {
    version: '0.0.0-test',
    log: pino({ level: 'debug' }, { write: (line: string) => void log.push(line) }),
    page: async () => new Response('the page', { headers: { 'content-type': 'text/html' } }),
    print: () => {},
  })
})

afterAll(async () => {
  await desk.stop()
  await provider.stop()
  await rm(folder, { recursive: true })
})

test('from the settings to a saved contact and out again, over HTTP', async () => {
  const ann = new Visitor(origin, fetch)
  expect((await ann.ask('/api/workspaces')).status).toBe(401)

  provider.enters = 'ann'
  const landed = await ann.go('/auth/sign-in?returnTo=/w/desk')
  expect([landed.address, await landed.answer.text()]).toEqual([`${origin}/w/desk`, 'the page'])
  expect(await (await ann.ask('/api/workspaces')).json()).toMatchObject([
    { id: 'desk', role: 'editor' },
  ])
  const path = '/api/workspaces/desk/submissions/01890000-0000-7000-8000-00000000abcd'
  expect(await (await ann.ask(path, writing(aCreate()))).json()).toMatchObject({
    state: 'succeeded',
  })
  expect(backend.held).toHaveLength(1)
  expect(await (await ann.ask('/api/workspaces/desk/receipts')).json()).toMatchObject({
    items: [{ person: 'Ann Example' }],
  })

  const secret = ann.cookie('__Host-desk')!
  expect((await ann.signOut()).status).toBe(200)
  ann.plant('__Host-desk', secret)
  expect((await ann.ask('/api/workspaces')).status).toBe(401)

  for (const canary of [client.secret, secret, 'Ann Example', 'code=', 'state='])
    expect(log.join('')).not.toContain(canary)
})
