import { expect, test } from 'vitest'
import type { DemoCustomer } from '#contract/backend/vendor.ts'
import { demoCustomers, type DemoAmount } from '#server/embedded/demo.ts'

async function all(amount: DemoAmount): Promise<DemoCustomer[]> {
  const customers: DemoCustomer[] = []
  for await (const customer of demoCustomers(amount)) customers.push(customer)
  return customers
}

const first = await all({ customers: 200, contacts: 3000 })

function named(name: string): DemoCustomer[] {
  return first.filter((customer) => customer.name === name)
}

test('the first start brings 200 customers with 3,000 contacts, 2,000 of them at one', () => {
  expect(first).toHaveLength(200)
  expect(first.flatMap(({ people }) => people)).toHaveLength(3000)
  expect(named('Northwind Atlas')[0]?.people).toHaveLength(2000)
})

test('everybody gets the same demo data, every time', async () => {
  expect(await all({ customers: 200, contacts: 3000 })).toEqual(first)
})

test('names come in many scripts', () => {
  const names = first.map(({ name }) => name).join()
  const people = first.flatMap((customer) => customer.people.map((it) => it.lastName)).join()
  const scripts = ['Latin', 'Greek', 'Cyrillic', 'Arabic', 'Hebrew', 'Han', 'Hangul', 'Thai']
  for (const script of [...scripts, 'Devanagari']) {
    expect(names).toMatch(new RegExp(`\\p{Script=${script}}`, 'u'))
    expect(people).toMatch(new RegExp(`\\p{Script=${script}}`, 'u'))
  }
})

test('the cases that screens have to be tried on are there', () => {
  expect(named('Acme GmbH')).toHaveLength(1)
  expect(
    named('Bergmann & Söhne').map(({ address }) => /Hamburg|München/.exec(address)?.[0]),
  ).toEqual(['Hamburg', 'München'])
  expect(Math.max(...first.map(({ name }) => name.length))).toBeGreaterThan(200)
  expect(named('Lindqvist Bokhandel AB')[0]?.people).toEqual([])
  const [mailless] = named('Harrow & Pike Audio Ltd')
  expect(mailless?.people.filter(({ primary }) => primary).map(({ email }) => email)).toEqual([''])
  const headless = first.filter(({ people }) => people.length && !people.some((it) => it.primary))
  expect(headless.length).toBeGreaterThan(2)
})

test('nobody has two primaries, and what is written fits where it is kept', () => {
  for (const { name, email, phone, address, people } of first) {
    expect(people.filter(({ primary }) => primary).length).toBeLessThanOrEqual(1)
    expect([...name].length).toBeLessThanOrEqual(255)
    expect(phone.length).toBeLessThanOrEqual(50)
    expect(address).not.toMatch(/[{}#]/)
    for (const address of [email, ...people.map((person) => person.email).filter(Boolean)])
      expect(address).toMatch(/^[a-z]+(\.[a-z\d]+)?@[a-z\d]+(-[a-z\d]+)*\.example$/)
  }
})

test('any number can be asked for', async () => {
  for (const [customers, contacts] of [
    [0, 0],
    [0, 5],
    [1, 5],
    [3, 0],
    [50, 20],
    [1000, 4000],
  ] as const) {
    const found = await all({ customers, contacts })
    expect(found).toHaveLength(customers)
    expect(found.flatMap(({ people }) => people)).toHaveLength(customers ? contacts : 0)
  }
})
