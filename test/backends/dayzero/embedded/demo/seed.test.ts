import { describe, expect, test } from 'vitest'
import type { DemoCustomer } from '#contract/backend/vendor.ts'
import { embedded } from '#backends/dayzero/embedded/embedded.ts'
import { aCustomer, aPerson, people } from '../../../../helpers/people.ts'
import { openApp, type App, type Contact, type Page } from '../openApp.ts'

/** More than two batches of customers, with contacts, one of them with very many. */
function* source(): Generator<DemoCustomer> {
  yield aCustomer({ name: 'Northwind Atlas', people: people(2000) })
  yield aCustomer({ name: 'Two People', people: [aPerson(), aPerson({ primary: true })] })
  for (let index = 0; index < 2100; index++)
    yield aCustomer({ name: `Customer ${index}`, people: index % 5 ? [] : people(3) })
}

async function rowsOf({ database }: App) {
  return {
    customers: await database.query<{ id: string; created_at: Date }>(
      'select * from dayzero.customers order by id',
    ),
    contacts: await database.query<{ id: string; created_at: Date }>(
      'select * from dayzero.contacts order by id',
    ),
  }
}

describe('demo data', () => {
  test('is the same for the same source, and other rows the second time', async () => {
    const [one, other] = [await openApp(), await openApp()]
    await embedded.seed(one.database, source())
    await embedded.seed(other.database, source())
    const first = await rowsOf(one)
    expect(await rowsOf(other)).toEqual(first)
    await embedded.seed(one.database, source())
    const second = await rowsOf(one)
    expect(second.customers).toHaveLength(2 * first.customers.length)
    expect(second.contacts).toHaveLength(2 * first.contacts.length)
    for (const table of ['customers', 'contacts'] as const) {
      const created = second[table].map((row) => row.created_at.getTime())
      expect(created).toEqual(created.toSorted((a, b) => a - b))
      expect(created.at(-1)).toBeLessThan(Date.now())
      expect(second[table].map((row) => row.id)).toEqual(
        expect.arrayContaining(first[table].map((row) => row.id)),
      )
    }
  })

  test('is there as given: the people of a customer, and who is primary', async () => {
    const app = await openApp([...source()].slice(0, 2))
    const contacts = `/customers/${await app.customerId('two people')}/contacts`
    const { data } = await app.ask<Page<Contact>>('GET', `${contacts}?descending=false`)
    expect(data.items).toMatchObject([
      { name: 'Pat Plain', role: 'Billing', is_primary: false },
      { name: 'Pat Plain', email: 'pat.plain@people.example', is_primary: true },
    ])
    const many = `/customers/${await app.customerId('northwind')}/contacts?include_total_count=1`
    expect((await app.ask<Page<Contact>>('GET', many)).data.total).toBe(2000)
  })

  test('comes from an asynchronous source too, and none is no trouble', async () => {
    const app = await openApp()
    await embedded.seed(app.database, [])
    async function* slowly() {
      await Promise.resolve()
      yield aCustomer({ name: 'Slow Company' })
    }
    await embedded.seed(app.database, slowly())
    expect(await app.customerId('slow')).toMatch(/^[0-9a-f-]{36}$/)
  })
})
