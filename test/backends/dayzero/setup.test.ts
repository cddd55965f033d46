import { expect, it, describe } from 'vitest'
import { dayZeroBackend } from '#backends/dayzero/backend.ts'
import { BackendError, type Refusal } from '#contract/api/refusal.ts'

const settings = {
  address: 'https://dayzero.example',
  token: 'dz_secret',
  businessId: '01890000-0000-7000-8000-000000000001',
}

const html = { 'content-type': 'text/html' }
const json = { 'content-type': 'application/json' }
const page = '<html><head><title>404 Not Found</title></head></html>'

/** What each call comes to where every one of them is answered like this. */
async function refusals(status: number, raw: string | null, headers: Record<string, string>) {
  const backend = dayZeroBackend(settings, async () => new Response(raw, { status, headers }))
  const calls = [
    backend.customers({ search: 'acme' }),
    backend.customer('c1'),
    backend.contacts('c1', {}),
    backend.create('c1', { name: 'Ann' }),
    backend.update('c1', 'a', { name: 'Ann' }),
    backend.remove('c1', 'a'),
  ]
  return Promise.all(calls.map(refusalOf))
}

async function refusalOf(asked: Promise<unknown>): Promise<Refusal> {
  const error = await asked.catch((thrown: unknown) => thrown)
  if (error instanceof BackendError) return error.refusal
  throw new Error('was not refused', { cause: error })
}

describe('an answer that is not Day Zero’s own is a wrong setup, for reads and writes alike', () => {
  it.each<[string, number, string | null, Record<string, string>]>([
    ['a FastAPI without this route', 404, '{"detail":"Not Found"}', json],
    ['a FastAPI without this method', 405, '{"detail":"Method Not Allowed"}', json],
    ['nginx', 404, page, html],
    ['nginx without a type', 404, page, {}],
    ['Kong', 404, '{"message":"no Route matched with those values"}', json],
    ['Spring', 404, '{"timestamp":"x","status":404,"error":"Not Found","path":"/api"}', json],
    ['nothing', 404, null, {}],
    ['an empty object', 404, '{}', json],
    ['a detail that says nothing', 404, '{"detail":null}', json],
    ['a method that a proxy does not let through', 405, page, html],
    [
      'a firewall',
      403,
      '<html>Access denied</html>',
      { 'content-type': 'text/html; charset=utf-8' },
    ],
  ])('%s', async (_, status, raw, headers) => {
    for (const refusal of await refusals(status, raw, headers))
      expect(refusal).toEqual({ kind: 'setup', status })
  })

  it.each<[string, number, unknown]>([
    [
      'a header',
      422,
      [{ type: 'uuid', loc: ['header', 'x-business-id'], msg: 'Input should be a valid UUID' }],
    ],
    [
      'a missing header',
      422,
      [{ type: 'missing', loc: ['header', 'authorization'], msg: 'Field required' }],
    ],
    [
      'a header beside a field',
      422,
      [
        { type: 'missing', loc: ['body', 'name'], msg: 'Field required' },
        { type: 'missing', loc: ['header', 'x-business-id'], msg: 'Field required' },
      ],
    ],
    ['the business in a sentence', 400, 'x-business-id header is required'],
    ['the business id in a sentence', 422, 'Invalid business ID'],
  ])('a complaint about %s is one too', async (_, status, detail) => {
    for (const refusal of await refusals(status, JSON.stringify({ detail }), json))
      expect(refusal).toEqual({ kind: 'setup', status })
  })
})

describe('what Day Zero itself says', () => {
  it.each([
    ['Customer not found', 'customer'],
    ['Contact not found', 'contact'],
  ])('of a %s is no wrong setup', async (detail, what) => {
    for (const refusal of await refusals(404, JSON.stringify({ detail }), json))
      expect(refusal).toEqual({ kind: 'notFound', what })
  })

  it('in its newer envelope is no wrong setup', async () => {
    const body = JSON.stringify({ success: false, message: 'Customer not found', data: null })
    const [search] = await refusals(404, body, json)
    expect(search).toEqual({ kind: 'notFound', what: 'customer' })
  })

  it('of an id that cannot be one is that nobody is there', async () => {
    const detail = [{ type: 'uuid_parsing', loc: ['path', 'customer_id'], msg: 'no UUID' }]
    for (const refusal of await refusals(422, JSON.stringify({ detail }), json))
      expect(refusal).toEqual({ kind: 'notFound', what: 'customer' })
  })

  it('of what its user may not do stays a permission', async () => {
    const body = '{"detail":"Insufficient permissions"}'
    for (const refusal of await refusals(403, body, json))
      expect(refusal).toEqual({ kind: 'permission' })
  })
})
