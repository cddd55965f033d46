import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Page } from '#contract/backend/backend.ts'
import { account, talkingTo, type Sent } from './zuoraClient.ts'

interface Row {
  id: string
  name: string
  accountNumber: string
}

/** Object Query over these accounts (or one account's contacts), as its guide describes it. */
function queried(rows: readonly Row[]) {
  return talkingTo(({ line }: Sent) => {
    const [path = '', search = ''] = line.split('?')
    if (path.startsWith('GET /v1')) return { body: account() }
    const query = new URLSearchParams(search)
    const [by = 'name'] = (query.get('sort[]') ?? '').split('.')
    const [, field, text = ''] = /^(\w+)\.SW:(.*)$/.exec(query.get('filter[]') ?? '') ?? []
    const valueOf = (row: Row, name: string) =>
      (name === 'accountnumber' ? row.accountNumber : row.name).toLowerCase()
    const found = rows
      .filter((row) => !field || valueOf(row, field).startsWith(text.toLowerCase()))
      .toSorted((a, b) => (valueOf(a, by) < valueOf(b, by) ? -1 : 1))
    const start = Number(query.get('cursor') ?? 0)
    const size = Number(query.get('pageSize'))
    expect(size).toBeGreaterThanOrEqual(1)
    expect(size).toBeLessThanOrEqual(99)
    const nextPage = start + size < found.length ? String(start + size) : undefined
    return { body: { data: found.slice(start, start + size), nextPage } }
  })
}

function named(name: string): Row {
  return { id: name, name, accountNumber: '' }
}

async function everything<Item>(read: (cursor: string | null) => Promise<Page<Item>>) {
  const pages: Item[][] = []
  let cursor: string | null = null
  do {
    const page: Page<Item> = await read(cursor)
    pages.push(page.items)
    cursor = page.next
    expect(pages.length).toBeLessThan(300)
  } while (cursor !== null)
  return pages
}

const names = fc.constantFrom('Acme', 'acorn', 'A-10', 'Zoo', 'A', 'Åke', '10 Downing')
const numbers = fc.constantFrom('A', 'a1', 'A10', 'A1000', 'Z7', '10')
const rows = fc
  .array(fc.record({ name: names, accountNumber: numbers }), { maxLength: 150 })
  .map((all) => all.map((row, index) => ({ ...row, id: `id${index}` })))

describe('a search', () => {
  it('finds every account that fits once, by pages that are full', async () => {
    const searches = fc.constantFrom('', 'a', 'A1', 'ac', 'A10', 'z', 'å', '10', 'q')
    await fc.assert(
      fc.asyncProperty(
        rows,
        searches,
        fc.integer({ min: 1, max: 120 }),
        async (all, search, limit) => {
          const { backend } = queried(all)
          const pages = await everything((cursor) => backend.customers({ search, cursor, limit }))
          const begins = (text: string) => text.toLowerCase().startsWith(search.toLowerCase())
          const fitting = all.filter(
            ({ name, accountNumber }) => begins(name) || begins(accountNumber),
          )
          const found = pages.flat().map(({ id }) => id)
          expect(found.toSorted()).toEqual(fitting.map(({ id }) => id).toSorted())
          for (const page of pages) expect(page.length).toBeLessThanOrEqual(limit)
          for (const page of pages.slice(0, -1)) expect(page).toHaveLength(limit)
        },
      ),
      { numRuns: 150 },
    )
  })

  it('asks for names and numbers, and puts the account of exactly that number first', async () => {
    const { backend, lines } = queried([
      { id: 'n', name: 'A10 Motors', accountNumber: 'Z1' },
      { id: 'x', name: 'Zoo', accountNumber: 'A10' },
      { id: 'y', name: 'Zebra', accountNumber: 'A100' },
    ])
    const { items } = await backend.customers({ search: ' a10 ', limit: 20 })
    expect(items.map(({ id }) => id)).toEqual(['x', 'n', 'y'])
    expect(lines()).toEqual([
      'GET /object-query/accounts?filter[]=accountnumber.SW:a10&sort[]=accountnumber.ASC&expand[]=billto&pageSize=20',
      'GET /object-query/accounts?filter[]=name.SW:a10&sort[]=name.ASC&expand[]=billto&pageSize=20',
    ])
  })

  it('has no next page when only the names were many', async () => {
    const { backend } = queried([
      { id: '1', name: 'Acme', accountNumber: 'Z1' },
      { id: '2', name: 'Acorn', accountNumber: 'Ac2' },
    ])
    expect((await backend.customers({ search: 'ac', limit: 2 })).next).toBeNull()
  })
})

describe('contacts', () => {
  it('come in pages as long as asked for, whatever the pages of Zuora, each once', async () => {
    for (const [count, limits] of [
      [2000, [50, 1000]],
      [99, [99]],
      [100, [99]],
      [7, [3]],
      [0, [10]],
    ] as const) {
      const all = Array.from({ length: count }, (_, n) => ({
        id: `c${n}`,
        name: String(n).padStart(5, '0'),
        accountNumber: '',
      }))
      const { backend, sent } = queried(all)
      const pages = await everything((cursor) =>
        backend.contacts('a', { cursor, limit: cursor ? limits.at(-1)! : limits[0] }),
      )
      expect(pages.flat().map(({ id }) => id)).toEqual(all.map(({ id }) => id))
      for (const [index, page] of pages.slice(0, -1).entries())
        expect(page).toHaveLength(limits[Math.min(index, limits.length - 1)]!)
      // One page is read again where ours ended within it; that is all that is read too often.
      const queries = sent.filter(({ line }) => line.includes('object-query'))
      expect(queries.length).toBeLessThanOrEqual(
        Math.max(1, Math.ceil(count / 99)) + pages.length - 1,
      )
    }
  })

  it.each([
    ['one came before it', (all: Row[]) => [named('a'), ...all]],
    ['one before it went', (all: Row[]) => all.slice(1)],
    ['the last one that was shown went', (all: Row[]) => all.filter(({ id }) => id !== 'd')],
    [
      'the last one that was shown is called otherwise now',
      (all: Row[]) => all.map((row) => (row.id === 'd' ? { ...row, name: 'g' } : row)),
    ],
    [
      'the first one is called otherwise now',
      (all: Row[]) => all.map((row) => (row.id === 'b' ? { ...row, name: 'z' } : row)),
    ],
  ])('lose none between two pages though %s; the desk drops doubles', async (_, change) => {
    const all = ['b', 'd', 'f', 'h', 'j'].map(named)
    const { backend } = queried(all)
    const first = await backend.contacts('a', { limit: 2 })
    all.splice(0, all.length, ...change([...all]))
    const second = await backend.contacts('a', { limit: 9, cursor: first.next })
    const shown = new Set([...first.items, ...second.items].map(({ id }) => id))
    for (const { id } of all.filter((row) => row.id !== 'a')) expect(shown).toContain(id)
  })

  it('end when a cursor comes back', async () => {
    const round: Record<string, string> = { null: 'x', x: 'y', y: 'x' }
    const { backend, sent } = talkingTo(({ line }) => {
      if (line.includes('/v1/')) return { body: account() }
      const cursor = new URLSearchParams(line.split('?')[1]).get('cursor')
      return { body: { data: [{ id: `at-${cursor}` }], nextPage: round[String(cursor)] } }
    })
    const { items, next } = await backend.contacts('a', { limit: 1000 })
    expect(items).toHaveLength(3)
    expect(next).toBeNull()
    expect(sent).toHaveLength(4)
  })

  it('that never end come forty pages at a time', async () => {
    const { backend, sent } = talkingTo(({ line }) =>
      line.includes('/v1/')
        ? { body: account() }
        : { body: { data: [], nextPage: crypto.randomUUID() } },
    )
    const { items, next } = await backend.contacts('a', { limit: 1000 })
    expect(items).toEqual([])
    expect(next).not.toBeNull()
    expect(sent).toHaveLength(41)
  })
})
