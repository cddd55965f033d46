import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { account, contact, refusalOf, talkingTo } from './zuoraClient.ts'

const queried = (id: string) => ({
  id,
  firstName: 'Pat',
  lastName: `Number ${id}`,
  workEmail: `${id}@example.com`,
  workPhone: '1',
  city: 'Berlin',
  postalCode: '12345',
  country: 'Germany',
  asBillTo: true,
  createdDate: '2026-01-02T03:04:05Z',
  updatedDate: '2026-01-02T03:04:05Z',
})

const sold = (id: string) => ({
  id,
  accountNumber: `A-${id}`,
  name: `Account ${id}`,
  status: 'Active',
  invoiceDeliveryPrefsEmail: true,
  billTo: queried('c1'),
})

const odd = fc.constantFrom<unknown>(
  ...[undefined, null, true, 'true', '', 'x', 0, 7, -1.5, [], ['x'], {}, { a: 1 }],
)

function oddOf(whole: object) {
  const names = Object.keys(whole).filter((name) => name !== 'id')
  return fc
    .dictionary(fc.constantFrom(...names), odd, { maxKeys: names.length })
    .map((change) => ({ ...whole, ...change }))
}

/** A Zuora whose lists hold this, and whose account may be odd as well. */
function listing(list: unknown, own: object = account()) {
  return talkingTo(({ line }) => ({ body: line.includes('/v1/accounts/') ? own : list })).backend
}

describe('one odd entry', () => {
  it('never hides the other contacts, whichever of its fields are odd', async () => {
    await fc.assert(
      fc.asyncProperty(oddOf(queried('b')), async (it) => {
        const backend = listing({ data: [queried('a'), it, queried('c')] })
        const { items, gap } = await backend.contacts('a', {})
        expect([items.map(({ id }) => id), gap]).toEqual([['a', 'b', 'c'], undefined])
        expect(items[0]).not.toHaveProperty('incomplete')
      }),
      { numRuns: 300 },
    )
  })

  it.each([
    ['a number that is an object', { workPhone: {} }, 'workPhone'],
    ['a code that is a list', { postalCode: ['1'] }, 'zipCode'],
    ['a flag that is none', { asBillTo: 7 }, 'asBillTo'],
    ['a description that is an object', { description: {} }, 'contactDescription'],
  ])('is marked, and %s is not told instead of empty', async (_, change, field) => {
    const backend = listing({ data: [{ ...queried('b'), ...change }] })
    const [item] = (await backend.contacts('a', {})).items
    expect(item).toMatchObject({ id: 'b', incomplete: true })
    expect(item!.values).not.toHaveProperty(field)
  })

  it('is read by itself just the same', async () => {
    const { backend } = talkingTo(({ line }) => ({
      body: line.includes('/accounts/') ? account() : contact('c1', { city: {}, asBillTo: 'x' }),
    }))
    const it = await backend.contact('a', 'c1')
    expect(it).toMatchObject({ incomplete: true, name: 'Pat Number c1' })
    expect(it.values).not.toHaveProperty('city')
    expect(it.values).not.toHaveProperty('asBillTo')
  })

  it('without an id is left out, and the list says that something is missing', async () => {
    for (const id of [undefined, null, '', {}]) {
      const backend = listing({ data: [queried('a'), { ...queried('b'), id }, null] })
      const { items, gap } = await backend.contacts('a', {})
      expect([items.map((each) => each.id), gap]).toEqual([['a'], 'items'])
    }
  })

  it('never hides the other customers', async () => {
    await fc.assert(
      fc.asyncProperty(oddOf(sold('b')), async (it) => {
        const backend = listing({ data: [sold('a'), it, sold('c')] })
        const { items } = await backend.customers({})
        expect(items.map(({ id }) => id)).toEqual(['a', 'b', 'c'])
        expect(items.every(({ name }) => name !== '')).toBe(true)
      }),
      { numRuns: 200 },
    )
  })

  it('never hides the account it is a contact of', async () => {
    for (const billToContact of [null, {}, { id: 7, firstName: {} }, 'x', []])
      for (const basicInfo of [{ id: 'a' }, { id: 'a', name: null, accountNumber: 7, notes: {} }]) {
        const backend = listing({ data: [] }, { success: true, basicInfo, billToContact })
        expect(await backend.customer('a')).toMatchObject({ id: 'a', name: expect.any(String) })
      }
  })
})

describe('a success whose body is a whole contact', () => {
  const names = { firstName: 'Ann', lastName: 'Lee' }
  const create = (status: number, body: unknown) =>
    talkingTo(({ line }) =>
      line.startsWith('POST') ? { status, body } : { body: { data: [] } },
    ).backend.create('a', names, { key: 'k' })

  it.each([200, 201, 202])('is one as %s', async (status) => {
    expect(await create(status, contact('c1'))).toMatchObject({ id: 'c1' })
  })

  it('is one without `success`, where it has its id', async () => {
    expect(await create(200, { id: 'c1', ...names })).toMatchObject({ id: 'c1' })
    expect(await create(201, { id: 'c1', ...names })).toMatchObject({ id: 'c1' })
  })

  it.each([
    [200, {}],
    [200, { id: 'c1' }],
    [200, names],
    [202, { success: true }],
    [202, { id: 'job-1' }],
    [202, { success: 'yes', ...names }],
  ])('and one that is not stays unclear: %s %j', async (status, body) => {
    expect(await refusalOf(create(status, body))).toMatchObject({ kind: 'outcomeUnknown', status })
  })

  it('never where it says that it failed', async () => {
    const refusal = await refusalOf(create(200, { ...contact('c1'), success: false }))
    expect(refusal.kind).toBe('rejected')
  })
})

describe('a list that contradicts itself', () => {
  it('because its page leads to itself', async () => {
    const { backend, sent } = talkingTo(({ line }) => ({
      body: line.includes('/v1/') ? account() : { data: [queried('a')], nextPage: 'x' },
    }))
    expect(await backend.contacts('a', {})).toMatchObject({ next: null, gap: 'rest' })
    expect(sent.filter(({ line }) => line.includes('object-query')).length).toBeLessThanOrEqual(2)
  })

  it('because the same records come again and again', async () => {
    let pages = 0
    const { backend } = talkingTo(({ line }) => ({
      body: line.includes('/v1/') ? account() : { data: [queried('a')], nextPage: `${pages++}` },
    }))
    expect(await backend.contacts('a', {})).toMatchObject({ next: null, gap: 'rest' })
  })

  it('because what leads on is no cursor', async () => {
    const backend = listing({ data: [queried('a')], nextPage: { x: 1 } })
    expect(await backend.contacts('a', {})).toMatchObject({ next: null, gap: 'rest' })
  })
})
