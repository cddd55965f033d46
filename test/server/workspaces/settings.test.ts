import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dayzero } from '#backends/dayzero/vendor.ts'
import { vendors } from '#backends/vendors.ts'
import { zuora } from '#backends/zuora/vendor.ts'
import type { Send } from '#contract/backend/send.ts'
import { probesSchema, workspaceSettingsSchema } from '#contract/api/workspaceSettings.ts'
import type { OpenWorkspace } from '#server/app.ts'
import { configFrom } from '#server/config/config.ts'
import { probe } from '#server/workspaces/probes.ts'
import { embeddedVendor } from '../../helpers/embeddedVendor.ts'
import {
  customer,
  embeddedWorkspace,
  openGateway,
  workspaceOn,
  type Gateway,
} from '../../helpers/gateway.ts'
import { memoryBackend } from '../../helpers/memoryBackend.ts'
import { aCustomer, people } from '../../helpers/people.ts'
import { virtualClock } from '../../helpers/virtualClock.ts'

const settingsOf = async (gateway: Gateway, id: string) =>
  workspaceSettingsSchema.parse(await (await gateway.ask(`/api/workspaces/${id}/settings`)).json())

const probesOf = async (gateway: Gateway, id: string) =>
  probesSchema.parse(await (await gateway.ask(`/api/workspaces/${id}/probes`)).json())

const working = (name: string, found: number | null = null, more = false) => ({
  name,
  state: 'works',
  ms: expect.any(Number) as number,
  found,
  more,
})

/** Read by the desk's own rules from a file, as `npm start` does; `send` is where they then ask. */
async function configured(
  folder: string,
  workspaces: unknown[],
  environment: Record<string, string>,
  send: Send,
): Promise<OpenWorkspace[]> {
  const file = join(folder, 'desk.json')
  await writeFile(file, JSON.stringify({ workspaces }))
  const config = await configFrom({ ...environment, DESK_CONFIG: file }, vendors)
  return config.workspaces.map((it) => ({
    ...it,
    form: it.vendor.form(it.variation),
    backend: it.connect(send),
    joined: false,
  }))
}

const canaries = {
  DAYZERO_TOKEN: 'canary-of-day-zero',
  ZUORA_CLIENT_ID: 'canary-client',
  inFile: 'canary-in-a-file',
  issued: 'canary-as-issued',
}

const asked = [
  {
    id: 'acme',
    name: 'ACME Inc.',
    backend: 'dayzero',
    environment: { word: 'Production', tone: 'production' },
    settings: {
      address: 'https://api.ondayzero.com',
      token: { env: 'DAYZERO_TOKEN' },
      businessId: '01890000-0000-7000-8000-000000000001',
      userEmail: 'desk@acme.example',
    },
  },
  {
    id: 'acme-zuora',
    name: 'ACME in Zuora',
    backend: 'zuora',
    environment: { word: 'Sandbox', tone: 'test' },
    settings: {
      address: 'https://rest.test.zuora.com',
      clientId: { env: 'ZUORA_CLIENT_ID' },
      clientSecret: { file: 'zuora-secret' },
      orgIds: ['org-1', 'org-2'],
      shipTo: true,
      customFields: [{ name: 'CostCenter__c', label: 'Cost centre', type: 'text' }],
    },
  },
]

describe('a workspace outside', () => {
  let folder: string
  let gateway: Gateway
  /** What the billing systems were asked, and whether they know the desk. */
  const heard: string[] = []
  let knowsUs = false

  /** Repeats all that it was sent in whatever it says, as debug modes do. */
  const parrot: Send = async (request) => {
    const sent = JSON.stringify([...request.headers]) + (await request.clone().text())
    heard.push(`${request.method} ${new URL(request.url).pathname}`)
    if (knowsUs && request.url.endsWith('/oauth/token'))
      return Response.json({
        access_token: canaries.issued,
        token_type: 'bearer',
        expires_in: 3600,
      })
    const reasons = [{ code: 90000011, message: sent }]
    return Response.json(
      { success: false, processId: sent, reasons, detail: sent, message: sent },
      { status: knowsUs ? 400 : 401, headers: { 'x-echo': 'yes' } },
    )
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'contact-desk-settings-'))
    await writeFile(join(folder, 'zuora-secret'), `${canaries.inFile}\n`)
    const { DAYZERO_TOKEN, ZUORA_CLIENT_ID } = canaries
    const workspaces = await configured(folder, asked, { DAYZERO_TOKEN, ZUORA_CLIENT_ID }, parrot)
    gateway = await openGateway({ workspaces })
  })

  afterAll(() => rm(folder, { recursive: true }))

  test('is told as it was configured: where, what in, what it may hold, where its secrets are', async () => {
    expect(await settingsOf(gateway, 'acme')).toEqual({
      id: 'acme',
      name: 'ACME Inc.',
      backend: { id: 'dayzero', title: 'Day Zero' },
      environment: { word: 'Production', tone: 'production' },
      capabilities: {
        idempotency: 'none',
        search: 'fuzzy',
        unsetPrimary: true,
        removeHolder: true,
      },
      limits: {
        contactsPerCustomer: null,
        longestPage: 1000,
        remembersKeys: null,
      },
      traceHeader: null,
      fields: expect.arrayContaining([{ label: 'Name', limit: expect.any(Number) }]),
      features: [],
      customFields: [],
      host: 'api.ondayzero.com',
      scope: [
        { label: 'Business', value: '01890000-0000-7000-8000-000000000001' },
        { label: 'Named in its audit trail as', value: 'desk@acme.example' },
      ],
      secrets: [{ setting: 'token', from: 'env', place: 'DAYZERO_TOKEN' }],
      roles: null,
    })
    expect(await settingsOf(gateway, 'acme-zuora')).toMatchObject({
      capabilities: { idempotency: 'key', unsetPrimary: false },
      limits: {
        contactsPerCustomer: 2000,
        longestPage: 99,
        remembersKeys: 24,
      },
      traceHeader: 'Zuora-Track-Id',
      features: ['shipTo'],
      customFields: ['Cost centre'],
      host: 'rest.test.zuora.com',
      scope: [{ label: 'Orgs', value: 'org-1, org-2' }],
      secrets: [
        { setting: 'clientId', from: 'env', place: 'ZUORA_CLIENT_ID' },
        { setting: 'clientSecret', from: 'file', place: 'zuora-secret' },
      ],
    })
  })

  test('never tells a credential, whatever its billing system answers', async () => {
    const told: string[] = []
    for (knowsUs of [false, true]) {
      const gateway = await openAgain()
      for (const id of ['acme', 'acme-zuora'])
        for (const path of ['', `/${id}/settings`, `/${id}/probes`]) {
          const answer = await gateway.ask(`/api/workspaces${path}`)
          told.push(JSON.stringify([...answer.headers]) + (await answer.text()))
        }
      told.push(JSON.stringify(gateway.log))
    }
    // The parrot did have them.
    expect(heard.length).toBeGreaterThan(3)
    expect(told.some((text) => text.includes('refused'))).toBe(true)
    for (const canary of Object.values(canaries))
      expect(told.filter((text) => text.includes(canary))).toEqual([])
  })

  test('that does not take its credentials is said to be so, and what cannot be tried is not', async () => {
    knowsUs = false
    const [first, ...rest] = (await probesOf(await openAgain(), 'acme-zuora')).probes
    expect(first).toMatchObject({ name: 'signIn', state: 'failed', trouble: 'credentials' })
    expect(rest.map(({ name }) => name)).toEqual(['search', 'customer', 'contacts', 'contact'])
    expect(new Set(rest.map(({ state }) => state))).toEqual(new Set(['skipped']))
  })

  test('that nobody answers for is said to be unreachable', async () => {
    const workspaces = await configured(folder, asked, canaries, () => {
      throw new TypeError('fetch failed', { cause: { code: 'ECONNREFUSED' } })
    })
    const down = await openGateway({ workspaces })
    const { probes } = await probesOf(down, 'acme')
    expect(probes[0]).toMatchObject({ name: 'signIn', state: 'failed' })
    expect(probes.slice(1)).toEqual(
      ['search', 'customer', 'contacts', 'contact'].map((name) => ({
        name,
        state: 'skipped',
        why: 'failed',
      })),
    )
  })

  async function openAgain() {
    const { DAYZERO_TOKEN, ZUORA_CLIENT_ID } = canaries
    const workspaces = await configured(folder, asked, { DAYZERO_TOKEN, ZUORA_CLIENT_ID }, parrot)
    return openGateway({ workspaces })
  }
})

describe.each([dayzero, zuora])('the embedded $title', (vendor) => {
  test('works, and is only read from', async () => {
    const { send } = await embeddedVendor(vendor, [aCustomer({ people: people(25) })])
    const calls: string[] = []
    const backend = vendor.connect(vendor.embedded.settings, (request) => {
      calls.push(`${request.method} ${new URL(request.url).pathname}`)
      return send(request)
    })
    const gateway = await openGateway({ workspaces: [embeddedWorkspace(vendor, backend)] })
    const { probes, at } = await probesOf(gateway, `${vendor.id}-embedded`)
    expect(probes).toEqual([
      working('signIn'),
      working('search', 1),
      working('customer'),
      working('contacts', 20, true),
      working('contact'),
    ])
    expect(Date.parse(at)).toBeGreaterThan(0)
    const writes = calls.filter((call) => !call.startsWith('GET '))
    expect(writes).toEqual(vendor === zuora ? ['POST /oauth/token'] : [])
    expect(await settingsOf(gateway, `${vendor.id}-embedded`)).toMatchObject({
      host: null,
      secrets: [],
    })
  })

  test('without a customer says that there was none to read', async () => {
    const { backend } = await embeddedVendor(vendor)
    const gateway = await openGateway({ workspaces: [embeddedWorkspace(vendor, backend)] })
    const [first, ...rest] = (await probesOf(gateway, `${vendor.id}-embedded`)).probes
    expect(first).toEqual(working('signIn'))
    expect(rest).toEqual(
      ['search', 'customer', 'contacts', 'contact'].map((name) => ({
        name,
        state: 'skipped',
        why: 'none',
      })),
    )
  })
})

test('a billing system that does not answer is given up on after ten seconds', async () => {
  const clock = virtualClock()
  const never = new Promise<never>(() => {})
  const memory = memoryBackend(customer)
  const waiting = probe({ ...memory, customer: () => never }, clock)
  await clock.pass(9_999)
  await clock.pass(1)
  const probes = await waiting
  expect(probes.map(({ state }) => state)).toEqual(['works', 'works', 'failed', 'works', 'skipped'])
  expect(probes[2]).toEqual({ name: 'customer', state: 'failed', ms: 10_000, trouble: 'slow' })
})

describe('who asks often', () => {
  test('shares one run with everybody who asks meanwhile or shortly after', async () => {
    let now = Date.parse('2026-05-04T10:00:00Z')
    let asks = 0
    let letGo = () => {}
    const held = new Promise<void>((resolve) => (letGo = resolve))
    const memory = memoryBackend(customer)
    const backend = {
      ...memory,
      customer: async (id: string) => {
        asks += 1
        await held
        return memory.customer(id)
      },
    }
    const gateway = await openGateway({
      workspaces: [workspaceOn(backend), workspaceOn(memoryBackend(customer), 'other')],
      now: () => new Date(now),
    })
    const all = [1, 2, 3].map(() => probesOf(gateway, 'desk'))
    // Another workspace waits for nobody.
    expect((await probesOf(gateway, 'other')).probes).toHaveLength(5)
    letGo()
    const results = await Promise.all(all)
    expect(asks).toBe(1)
    expect(results[1]).toEqual(results[0])
    now += 9000
    expect(await probesOf(gateway, 'desk')).toEqual(results[0])
    now += 2000
    expect((await probesOf(gateway, 'desk')).at).toBe('2026-05-04T10:00:11.000Z')
    expect(asks).toBe(2)
  })
})
