import { expect, test } from 'vitest'
import { dayzero } from '#backends/dayzero/vendor.ts'
import type { Send } from '#contract/backend/send.ts'
import { openGateway, workspaceOn, type Gateway } from '../../helpers/gateway.ts'

const settings = {
  address: 'https://dayzero.example',
  token: 'dz_secret_of_the_test',
  businessId: '01890000-0000-7000-8000-000000000001',
}

/** The gateway before a Day Zero that answers like this. */
function gatewayBefore(send: Send, now?: () => Date): Promise<Gateway> {
  const backend = dayzero.connect(settings, send)
  const workspace = { ...workspaceOn(backend), vendor: dayzero }
  return openGateway({
    workspaces: [{ ...workspace, form: dayzero.form(workspace.variation) }],
    ...(now && { now }),
  })
}

const notFound = async () => Response.json({ detail: 'Not Found' }, { status: 404 })

async function read(gateway: Gateway, path: string): Promise<[number, unknown]> {
  const answer = await gateway.ask(`/api/workspaces/desk${path}`)
  return [answer.status, await answer.json()]
}

test('a 404 that is not the vendor’s own is a wrong setup in search, customer, list and contact', async () => {
  const gateway = await gatewayBefore(notFound)
  const setup = { error: { refusal: { kind: 'setup', status: 404 } } }
  for (const path of ['', '/c1', '/c1/contacts', '/c1/contacts/a'])
    expect(await read(gateway, `/customers${path}`)).toMatchObject([502, setup])
})

test('a save that meets it is refused, and was not carried out', async () => {
  const gateway = await gatewayBefore(notFound)
  const create = {
    op: 'create',
    revision: 1,
    customer: 'c1',
    values: { name: 'Ann', is_primary: false },
  }
  expect(await (await gateway.submit(create)).json()).toEqual({
    state: 'rejected',
    refusal: { kind: 'setup', status: 404 },
  })
})

test('the workspace says that it fails and what to check, and works once it does', async () => {
  let isMended = false
  let asked = 0
  let time = Date.parse('2026-11-28T12:00:00Z')
  const gateway = await gatewayBefore(
    async () => {
      asked++
      return isMended ? Response.json({ items: [] }) : notFound()
    },
    () => new Date(time),
  )
  const failing = {
    state: 'failing',
    refusal: { kind: 'setup', status: 404 },
    why: expect.stringContaining('Check that settings.address'),
  }
  expect(await read(gateway, '/health')).toMatchObject([200, failing])
  isMended = true
  // Nobody keeps the billing system busy with it.
  for (let count = 0; count < 5; count++)
    expect(await read(gateway, '/health?again=true')).toMatchObject([200, failing])
  expect(asked).toBe(1)
  time += 11_000
  expect(await read(gateway, '/health?again=true')).toMatchObject([
    200,
    { state: 'works', refusal: null, why: null },
  ])
  time += 60_000
  await read(gateway, '/health')
  expect(asked).toBe(2)
})

test('a customer’s created contacts come from the ledger, without those that were deleted', async () => {
  const made = new Map<string, object>()
  const gateway = await gatewayBefore(async (request) => {
    const { pathname } = new URL(request.url)
    if (request.method === 'POST') {
      const contact = { id: `c-${made.size + 1}`, ...((await request.json()) as object) }
      made.set(contact.id, contact)
      return Response.json(contact, { status: 201 })
    }
    if (request.method === 'DELETE') {
      made.delete(pathname.split('/').at(-1)!)
      return new Response(null, { status: 204 })
    }
    return Response.json({ items: [...made.values()], has_next: false })
  })
  for (const name of ['Ann', 'Bob'])
    await gateway.submit({
      op: 'create',
      revision: 1,
      customer: 'c1',
      values: { name, is_primary: false },
    })
  await gateway.submit({ op: 'remove', revision: 1, customer: 'c1', contact: 'c-1' })
  const [status, body] = await read(gateway, '/customers/c1/created')
  expect(status).toBe(200)
  expect(body).toMatchObject({ items: [{ contact: 'c-2', name: 'Bob' }] })
  expect(await read(gateway, '/customers/other/created')).toEqual([200, { items: [] }])
})
