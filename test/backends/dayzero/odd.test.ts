import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayZeroBackend } from '#backends/dayzero/backend.ts'
import { BackendError, type Refusal } from '#contract/api/refusal.ts'

const settings = {
  address: 'https://dayzero.example',
  token: 'dz_secret',
  businessId: '01890000-0000-7000-8000-000000000001',
}

/** A Day Zero that answers each request with what the script says, as JSON. */
function answering(script: (request: Request) => unknown, status = 200) {
  return dayZeroBackend(settings, async (request) => Response.json(script(request), { status }))
}

async function refusalOf(asked: Promise<unknown>): Promise<Refusal> {
  const error = await asked.catch((thrown: unknown) => thrown)
  if (error instanceof BackendError) return error.refusal
  throw new Error('was not refused', { cause: error })
}

const contact = (id: string) => ({
  id,
  entity_type: 'customer',
  entity_id: 'c1',
  name: `Contact ${id}`,
  email: `${id}@example.com`,
  phone: '1',
  role: 'Billing',
  is_primary: false,
  notes: 'n',
  created_at: '2026-01-02T03:04:05Z',
  updated_at: '2026-01-02T03:04:05Z',
})

const customer = (id: string) => ({
  id,
  business_id: 'b',
  name: `Customer ${id}`,
  email: `${id}@example.com`,
  address: 'Street 1',
  phone: '1',
  status: 'active',
  is_deleted: false,
  created_at: '2026-01-02T03:04:05Z',
  updated_at: '2026-01-02T03:04:05Z',
})

/** Missing, null, of another type, or no date. */
const odd = fc.constantFrom<unknown>(
  ...[undefined, null, true, 'true', '', 'x', 0, 7, -1.5, [], ['x'], {}, { a: 1 }],
)

/** A contact or customer with any of its fields in any form. */
function oddOf(whole: object) {
  const names = Object.keys(whole).filter((name) => name !== 'id')
  return fc
    .dictionary(fc.constantFrom(...names), odd, { maxKeys: names.length })
    .map((change) => ({ ...whole, ...change }))
}

describe('one odd entry', () => {
  it('never hides the other contacts, whichever of its fields are odd', async () => {
    await fc.assert(
      fc.asyncProperty(oddOf(contact('b')), async (it) => {
        const backend = answering(() => ({ items: [contact('a'), it, contact('c')] }))
        const { items, gap } = await backend.contacts('c1', {})
        expect([items.map(({ id }) => id), gap]).toEqual([['a', 'b', 'c'], undefined])
        expect(items[0]).not.toHaveProperty('incomplete')
        for (const [name, value] of Object.entries(items[1]!.values)) {
          const wire = (it as Record<string, unknown>)[name] ?? null
          // What came in another form is left out; what is there says what came.
          const same = [wire, JSON.stringify(wire), wire === 'true', wire === ''].includes(value)
          expect(same || value === null || value === false).toBe(true)
          if (wire !== null && wire !== '' && wire !== false) expect(value).not.toBeNull()
        }
      }),
      { numRuns: 300 },
    )
  })

  it.each([
    ['a name', { name: null }, 'name'],
    ['an e-mail that is no text', { email: ['x'] }, 'email'],
    ['a flag that is none', { is_primary: 'perhaps' }, 'is_primary'],
    ['a phone that is an object', { phone: {} }, 'phone'],
  ])('is marked, and %s is not told instead of empty', async (_, change, field) => {
    const backend = answering(() => [contact('a'), { ...contact('b'), ...change }])
    const { items } = await backend.contacts('c1', {})
    expect(items[1]).toMatchObject({ id: 'b', incomplete: true })
    expect(items[1]!.values).not.toHaveProperty(field)
  })

  it('without an id is left out, and the list says that something is missing', async () => {
    for (const id of [undefined, null, '', {}, true]) {
      const backend = answering(() => [contact('a'), { ...contact('b'), id }, 'x', null])
      const { items, gap } = await backend.contacts('c1', {})
      expect([items.map((each) => each.id), gap]).toEqual([['a'], 'items'])
      // It may be the one that is looked for.
      expect(await refusalOf(backend.contact('c1', 'b'))).toMatchObject({ kind: 'outcomeUnknown' })
      expect(await backend.contact('c1', 'a')).toMatchObject({ id: 'a' })
    }
  })

  it('never hides the other customers', async () => {
    await fc.assert(
      fc.asyncProperty(oddOf(customer('b')), async (it) => {
        const backend = answering(() => ({ items: [customer('a'), it, customer('c')] }))
        const { items } = await backend.customers({})
        expect(items.map(({ id }) => id)).toEqual(['a', 'b', 'c'])
        expect(items.every(({ name }) => name !== '')).toBe(true)
      }),
      { numRuns: 200 },
    )
  })

  it('is a contact that was made all the same', async () => {
    const made = answering(() => ({ id: 'a', name: 'Ann', is_primary: 'perhaps' }), 201)
    expect(await made.create('c1', { name: 'Ann' })).toMatchObject({ id: 'a', incomplete: true })
  })
})

describe('a success whose body is a whole contact', () => {
  it.each([200, 201, 202, 203])('is one as %s', async (status) => {
    const backend = answering(() => contact('a'), status)
    expect(await backend.create('c1', { name: 'Ann' })).toMatchObject({ id: 'a' })
    expect(await backend.update('c1', 'a', { name: 'Ann' })).toMatchObject({ id: 'a' })
  })

  it.each([{}, { id: 'job-1' }, { id: null, name: 'Ann' }, { accepted: true }, [], 'ok', null])(
    'and one that is not stays unclear: %j',
    async (body) => {
      const backend = answering(() => body, 202)
      const create = backend.create('c1', { name: 'Ann' })
      expect(await refusalOf(create)).toEqual({ kind: 'outcomeUnknown', status: 202 })
    },
  )
})

describe('a time', () => {
  it.each([
    ['2026-11-28T12:24:14.151234', '2026-11-28T12:24:14.151234Z'],
    ['2026-11-28 12:24:14', '2026-11-28T12:24:14Z'],
    ['2026-11-28T12:24:14Z', '2026-11-28T12:24:14Z'],
    ['2026-11-28T12:24:14+0530', '2026-11-28T12:24:14+05:30'],
    ['2026-11-28T12:24:14.1-08:00', '2026-11-28T12:24:14.1-08:00'],
    ['2026-11-28', '2026-11-28T00:00:00Z'],
    ['yesterday', null],
    [1764332654, null],
  ])('%s is %s, whatever the time zone of the person who looks', async (updated_at, told) => {
    const backend = answering(() => [{ ...contact('a'), updated_at }])
    expect((await backend.contacts('c1', {})).items[0]!.changedAt).toBe(told)
  })
})

describe('a list that contradicts itself', () => {
  it.each<[string, Record<string, unknown>]>([
    ['names its own cursor again', { next_cursor: 'x', has_next: true }],
    ['goes on, and says not where', { has_next: true }],
    ['goes on to an empty place', { has_more: true, next_cursor: '' }],
    ['ends and goes on', { has_next: false, has_more: true, next_cursor: 'y' }],
    ['goes on and ends', { has_next: true, has_more: false, next_cursor: 'y' }],
    ['says it in another form', { has_next: 'yes', next_cursor: 'y' }],
    ['names its own cursor and says nothing else', { next_cursor: 'x' }],
  ])('because it %s', async (_, rest) => {
    const backend = answering(() => ({ items: [contact('a')], ...rest }))
    const page = await backend.contacts('c1', { cursor: 'x' })
    expect(page).toMatchObject({ items: [{ id: 'a' }], next: null, gap: 'rest' })
    expect(await refusalOf(backend.contact('c1', 'b'))).toMatchObject({ kind: 'outcomeUnknown' })
  })

  it('because the same entries come again and again', async () => {
    let pages = 0
    const backend = answering(() => ({ items: [contact('a')], next_cursor: `${pages++}` }))
    expect(await refusalOf(backend.contact('c1', 'b'))).toMatchObject({ kind: 'outcomeUnknown' })
    expect(pages).toBe(2)
  })

  it('is not one that ends with a cursor, or without any word', async () => {
    for (const rest of [{}, { has_next: false, next_cursor: 'y' }, { has_more: null }]) {
      const page = await answering(() => ({ items: [contact('a')], ...rest })).contacts('c1', {})
      expect([page.next, page.gap]).toEqual([null, undefined])
    }
  })
})
