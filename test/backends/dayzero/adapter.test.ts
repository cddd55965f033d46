import { describe, expect, it } from 'vitest'
import { dayZeroBackend } from '#backends/dayzero/backend.ts'
import { BackendError, type Refusal } from '#contract/api/refusal.ts'

const settings = {
  address: 'https://dayzero.example',
  token: 'dz_secret',
  businessId: '01890000-0000-7000-8000-000000000001',
}

function contact(id: string, change: object = {}) {
  return {
    id,
    entity_type: 'customer',
    entity_id: 'c1',
    name: `Contact ${id}`,
    created_at: '2026-01-02T03:04:05Z',
    updated_at: '2026-01-02T03:04:05Z',
    ...change,
  }
}

type Reply = { status?: number; body?: unknown; raw?: string; headers?: Record<string, string> }

/** A Day Zero as another person may have built it: each request gets what the script says. */
function talkingTo(script: (request: Request, body: unknown) => Reply) {
  const requests: { line: string; body: unknown; headers: Headers }[] = []
  const backend = dayZeroBackend(settings, async (request) => {
    const sent = await request.text()
    const body = sent === '' ? undefined : (JSON.parse(sent) as unknown)
    const { pathname, search } = new URL(request.url)
    requests.push({
      line: `${request.method} ${pathname}${search}`,
      body,
      headers: request.headers,
    })
    const reply = script(request, body)
    const raw = reply.raw ?? (reply.body === undefined ? null : JSON.stringify(reply.body))
    return new Response(raw, { status: reply.status ?? 200, headers: reply.headers })
  })
  return { backend, requests }
}

async function refusalOf(asked: Promise<unknown>): Promise<Refusal> {
  const error = await asked.catch((thrown: unknown) => thrown)
  if (error instanceof BackendError) return error.refusal
  throw new Error('was not refused', { cause: error })
}

describe('both generations of bodies', () => {
  const page = { items: [contact('a')], has_next: false, has_prev: false }

  it.each([
    ['the page object', page],
    ['the page object of the guide', { items: [contact('a')], has_more: false }],
    ['a bare list', [contact('a')]],
    ['an enveloped page', { success: true, message: null, code: null, data: page }],
    ['an enveloped list', { success: true, data: [contact('a')] }],
  ])('%s is read as a list of contacts', async (_, body) => {
    const { backend } = talkingTo(() => ({ body }))
    const { items, next } = await backend.contacts('c1', {})
    expect(items.map(({ id }) => id)).toEqual(['a'])
    expect(next).toBeNull()
  })

  it('an enveloped contact is read like a bare one, and what is left out is empty', async () => {
    for (const body of [
      contact('a'),
      { success: true, message: 'ok', code: 'X', data: contact('a') },
    ]) {
      const { backend } = talkingTo(() => ({ status: 201, body }))
      const made = await backend.create('c1', { name: 'Contact a' })
      expect(made).toMatchObject({ primary: false, values: { email: null, notes: null } })
    }
  })

  it('a delete may answer with an envelope, with nothing, or with 204', async () => {
    for (const reply of [{ body: { success: true, message: null } }, { raw: '' }, { status: 204 }])
      await expect(talkingTo(() => reply).backend.remove('c1', 'a')).resolves.toBeUndefined()
  })

  it('a page of somebody in between does not say that a contact is deleted', async () => {
    const headers = { 'content-type': 'text/html; charset=utf-8' }
    const { backend } = talkingTo(() => ({ raw: '<!doctype html>Sign in', headers }))
    expect(await refusalOf(backend.remove('c1', 'a'))).toEqual({
      kind: 'outcomeUnknown',
      status: 200,
    })
  })
})

describe('what is sent', () => {
  it('every call carries the token and the business, and never a cookie', async () => {
    const { backend, requests } = talkingTo(() => ({ body: { items: [] } }))
    await backend.customers({ search: 'acm' })
    const { headers, line } = requests[0]!
    expect(line).toBe('GET /api/v1/customers?search=acm')
    expect(headers.get('authorization')).toBe('Bearer dz_secret')
    expect(headers.get('x-business-id')).toBe(settings.businessId)
    expect(headers.get('cookie')).toBeNull()
  })

  it('a whole address is looked for as an address', async () => {
    const { backend, requests } = talkingTo(() => ({ body: { items: [] } }))
    await backend.customers({ search: ' billing@acme.example ' })
    expect(requests[0]!.line).toBe('GET /api/v1/customers?email=billing%40acme.example')
  })

  it('a create leaves out what is empty, an update says null', async () => {
    const { backend, requests } = talkingTo((request) => ({
      status: request.method === 'POST' ? 201 : 200,
      body: contact('a'),
    }))
    await backend.create('c1', { name: 'Ann', email: null, is_primary: false })
    await backend.update('c1', 'a', { email: null })
    expect(requests.map(({ body }) => body)).toEqual([
      { name: 'Ann', is_primary: false },
      { email: null },
    ])
  })

  it('an id cannot lead to another address', async () => {
    const { backend, requests } = talkingTo(() => ({ status: 404, body: { detail: 'Not Found' } }))
    for (const id of ['..', '.', '../../tokens', 'a/b?c', '%2e%2e', ''])
      await backend.remove('c1', id).catch(() => undefined)
    for (const { line } of requests)
      expect(line).toMatch(/^DELETE \/api\/v1\/customers\/c1\/contacts\/[^/?#]+$/)
  })
})

describe('cursors', () => {
  it('are followed to the end, and not round in circles', async () => {
    const { backend, requests } = talkingTo((request) => {
      const cursor = new URL(request.url).searchParams.get('cursor')
      const next = { null: 'x', x: 'y', y: 'x' }[String(cursor)]
      return { body: { items: [contact(`at-${cursor}`)], next_cursor: next, has_next: true } }
    })
    expect(await refusalOf(backend.contact('c1', 'nobody'))).toEqual({
      kind: 'outcomeUnknown',
      status: 200,
    })
    expect(requests).toHaveLength(3)
  })

  it('a page that names itself as the next one is the last', async () => {
    const { backend } = talkingTo(() => ({ body: { items: [], next_cursor: 'x', has_next: true } }))
    expect((await backend.contacts('c1', { cursor: 'x' })).next).toBeNull()
  })
})

describe('refusals', () => {
  const refused = (reply: Reply) =>
    refusalOf(talkingTo(() => reply).backend.create('c1', { name: 'x' }))

  it('a 422 lands on the fields it names, in words that say what to do', async () => {
    const detail = [
      { type: 'missing', loc: ['body', 'name'], msg: 'Field required', input: {} },
      { type: 'string_too_long', loc: ['body', 'phone'], msg: 'too long', ctx: { max_length: 50 } },
      {
        type: 'value_error',
        loc: ['body', 'email'],
        msg: 'value is not a valid email address: …',
        ctx: { reason: 'An email address must have an @-sign.' },
      },
      { type: 'odd', loc: ['body', 'fax'], msg: 'Fax is not a thing' },
      { type: 'missing', loc: ['body'], msg: 'Field required' },
    ]
    expect(await refused({ status: 422, body: { detail } })).toEqual({
      kind: 'fields',
      problems: [
        { field: 'name', message: 'Day Zero needs the name. Enter it' },
        { field: 'phone', message: 'Day Zero keeps at most 50 characters of phone. Shorten it' },
        {
          field: 'email',
          message: 'Day Zero does not take this address. An email address must have an @-sign.',
        },
        { field: null, message: 'Day Zero says: Fax is not a thing' },
        { field: null, message: 'Day Zero says: Field required' },
      ],
    })
  })

  it('pydantic 1, as the guide still shows it, is understood', async () => {
    const detail = [{ loc: ['body', 'name'], msg: 'field required', type: 'value_error.missing' }]
    expect(await refused({ status: 422, body: { detail } })).toMatchObject({
      problems: [{ field: 'name' }],
    })
  })

  it.each([
    ['a sentence', { detail: 'Email is taken' }, 'Day Zero says: Email is taken'],
    [
      'an object',
      { detail: { code: 7 } },
      'Day Zero refused this without saying why. Check the fields and save again',
    ],
    [
      'nothing',
      undefined,
      'Day Zero refused this without saying why. Check the fields and save again',
    ],
  ])('detail as %s still becomes a sentence', async (_, body, message) => {
    expect(await refused({ status: 409, body })).toEqual({ kind: 'rejected', message })
    expect(await refused({ status: 422, body })).toEqual({
      kind: 'fields',
      problems: [{ field: null, message }],
    })
  })

  it('a pause is asked for in seconds or as a date, and is never hours', async () => {
    const asked = async (after?: string) =>
      refused({ status: 429, headers: after ? { 'retry-after': after } : {} })
    expect(await asked()).toEqual({ kind: 'busy', retryAfter: null })
    expect(await asked('7')).toEqual({ kind: 'busy', retryAfter: 7 })
    expect(await asked('999999')).toEqual({ kind: 'busy', retryAfter: 300 })
    expect(await asked('Wed, 21 Oct 2015 07:28:00 GMT')).toEqual({ kind: 'busy', retryAfter: 1 })
    expect(await asked('soon')).toEqual({ kind: 'busy', retryAfter: null })
  })

  it('a success whose body cannot be read is unclear, not failed and not saved', async () => {
    for (const raw of ['', '{"id":"a","na', '<html>Signed in</html>', '{}'])
      expect(await refused({ status: 201, raw })).toEqual({ kind: 'outcomeUnknown', status: 201 })
  })
})
