import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { aCustomer, aPerson } from '../../../../helpers/people.ts'
import { openApp, type App, type Page } from '../openApp.ts'

interface Row {
  id: string
  name: string
  [column: string]: unknown
}

let app: App
let contacts: string

beforeAll(async () => {
  const people = Array.from({ length: 37 }, (_, index) =>
    aPerson({
      firstName: ['Ana', 'ana', 'Émile', '田中', '😀'][index % 5],
      lastName: index % 3 ? 'Same' : String(index),
      role: ['Billing', 'Technical', 'billing'][index % 3],
      primary: index === 20,
    }),
  )
  app = await openApp([
    aCustomer({ name: 'Acme GmbH', people }),
    ...Array.from({ length: 25 }, (_, index) => aCustomer({ name: `Embedded API ${index % 4}` })),
  ])
  const customer = await app.customerId('acme')
  contacts = `/customers/${customer}/contacts`
  await app.ask('POST', contacts, { body: { name: 'Nobody Knows' } })
  await app.ask('POST', contacts, { body: { name: 'Half Known', role: '' } })
})

async function page(path: string, query: Record<string, unknown>): Promise<Page<Row>> {
  const given = Object.entries(query).filter(([, value]) => value !== null)
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)]))
  return (await app.ask<Page<Row>>('GET', `${path}?${search}`)).data
}

/** All rows by following cursors in one direction, in the order of the list. */
async function walk(path: string, query: Record<string, unknown>, direction: 'next' | 'prev') {
  const rows: Row[] = []
  let cursor: string | null = null
  for (;;) {
    const at: Page<Row> = await page(path, { ...query, direction, cursor })
    if (direction === 'next') rows.push(...at.items)
    else rows.unshift(...at.items)
    expect(at.has_next).toBe(at.next_cursor !== null)
    expect(at.has_prev).toBe(at.prev_cursor !== null)
    cursor = direction === 'next' ? at.next_cursor : at.prev_cursor
    if (cursor === null) return rows
  }
}

describe.each([
  ['contacts', ['created_at', 'updated_at', 'name', 'email', 'role', 'is_primary'], 39],
  ['customers', ['created_at', 'updated_at', 'name', 'email'], 26],
])('the list of %s', (list, columns, count) => {
  const path = () => (list === 'contacts' ? contacts : '/customers')

  test('is walked forward and backward, each row once, by any column and any page size', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...columns),
        fc.boolean(),
        fc.integer({ min: 1, max: count + 2 }),
        async (sort_by, descending, limit) => {
          const query = { sort_by, descending, limit }
          const whole = (await page(path(), { ...query, limit: 1000 })).items.map((it) => it.id)
          expect(new Set(whole).size).toBe(count)
          const forward = await walk(path(), query, 'next')
          expect(forward.map((it) => it.id)).toEqual(whole)
          const backward = await walk(path(), query, 'prev')
          expect(backward.map((it) => it.id)).toEqual(whole)
        },
      ),
      { numRuns: 12 },
    )
  })

  test('is newest first, fifty a page and uncounted, unless asked otherwise', async () => {
    const plain = await page(path(), {})
    expect([plain.limit, plain.total]).toEqual([50, null])
    const times = plain.items.map((it) => it.created_at as string)
    expect(times).toEqual(times.toSorted().toReversed())
    expect((await page(path(), { include_total_count: 'yes', limit: 1 })).total).toBe(count)
    const oldest = await page(path(), { descending: 0 })
    expect(oldest.items).toEqual(plain.items.toReversed())
  })

  test('refuses a cursor of another order, and anything that is none', async () => {
    const { next_cursor } = await page(path(), { limit: 1 })
    const forged = (cursor: object) => Buffer.from(JSON.stringify(cursor)).toString('base64url')
    const own = JSON.parse(Buffer.from(next_cursor!, 'base64url').toString()) as object
    for (const query of [
      { cursor: next_cursor, descending: false },
      { cursor: next_cursor, sort_by: 'name' },
      { cursor: '' },
      { cursor: 'garbage' },
      { cursor: forged([]) },
      { cursor: Buffer.from('null').toString('base64') },
      { cursor: forged({ ...own, id: 'x' }) },
      { cursor: forged({ ...own, key: 1 }) },
      { cursor: forged({ ...own, key: '2026-99-99T00:00:00.000Z' }) },
      { cursor: forged({ ...own, key: '2026-01-01' }) },
      { cursor: forged({ ...own, key: '\0', sort: 'name' }), sort_by: 'name' },
      { cursor: forged({ ...own, key: '\ud800', sort: 'name' }), sort_by: 'name' },
    ]) {
      const search = new URLSearchParams(
        Object.entries(query).map(([name, value]) => [name, String(value)]),
      )
      const reply = await app.ask('GET', `${path()}?${search}`)
      expect([query, reply.status, reply.body]).toEqual([query, 400, { detail: 'Invalid cursor' }])
    }
  })

  test('refuses a column or a direction that is none', async () => {
    for (const query of [
      'sort_by=id',
      'sort_by=',
      'sort_by=__proto__',
      'direction=up',
      'direction=',
    ]) {
      const reply = await app.ask('GET', `${path()}?${query}`)
      expect([query, reply.status, reply.body]).toEqual([
        query,
        400,
        { detail: 'Invalid request parameters' },
      ])
    }
  })
})

test('a cursor of one search is none of another', async () => {
  const { next_cursor } = await page('/customers', { search: 'branch', limit: 1 })
  for (const search of ['acme', null]) {
    const query = search ? `search=${search}&cursor=${next_cursor}` : `cursor=${next_cursor}`
    expect((await app.ask('GET', `/customers?${query}`)).status).toBe(400)
  }
})

test('a row that goes while one pages hides no other', async () => {
  const customer = await app.newCustomer()
  const path = `/customers/${customer}/contacts`
  for (const name of ['a', 'b', 'c', 'd']) await app.ask('POST', path, { body: { name } })
  const first = await page(path, { limit: 2, sort_by: 'name', descending: false })
  await app.ask('DELETE', `${path}/${first.items[1]!.id}`)
  const cursor = first.next_cursor
  const second = await page(path, { limit: 2, sort_by: 'name', descending: false, cursor })
  expect(second.items.map((it) => it.name)).toEqual(['c', 'd'])
})

test('a customer without contacts has one empty page', async () => {
  const path = `/customers/${await app.newCustomer()}/contacts`
  for (const direction of ['next', 'prev'])
    expect(await page(path, { direction, include_total_count: true })).toEqual({
      items: [],
      total: 0,
      limit: 50,
      next_cursor: null,
      prev_cursor: null,
      has_next: false,
      has_prev: false,
    })
})
