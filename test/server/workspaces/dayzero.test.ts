import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { vendors } from '#backends/vendors.ts'
import {
  contactsPageSchema,
  customerSchema,
  customersPageSchema,
  failureSchema,
  workspacesSchema,
} from '#contract/api/api.ts'
import type { Values } from '#contract/fields/kind.ts'
import { contactSchema, outcomeSchema, type Submission } from '#contract/api/submission.ts'
import type { Database } from '#contract/backend/vendor.ts'
import { customerNamed, embeddedVendor } from '../../helpers/embeddedVendor.ts'
import { embeddedWorkspace, openGateway, origin, type Gateway } from '../../helpers/gateway.ts'
import { aCustomer, aPerson, people } from '../../helpers/people.ts'
import { deskSchema } from '#server/migrations/migrations.ts'

const dayzero = vendors['dayzero']!
const at = '/api/workspaces/dayzero-embedded'

let gateway: Gateway
let database: Database
/** A customer with two contacts, the first of them primary. */
let plain: string
/** One with many. */
let crowd: string

beforeAll(async () => {
  const priya = aPerson({ firstName: 'Priya', lastName: 'Das', primary: true })
  const tom = aPerson({ firstName: 'Tom', lastName: 'Lee' })
  const open = await embeddedVendor(dayzero, [
    aCustomer({ name: 'Plain Paper', people: [priya, tom] }),
    aCustomer({ name: 'Crowded House', people: people(12) }),
    ...Array.from({ length: 25 }, (_, index) => aCustomer({ name: `Filler ${index}` })),
  ])
  database = open.database
  await database.query(deskSchema)
  plain = await customerNamed(open.backend, 'Plain Paper')
  crowd = await customerNamed(open.backend, 'Crowded House')
  gateway = await openGateway({
    database,
    embedded: new Map([['dayzero', open.send]]),
    workspaces: [embeddedWorkspace(dayzero, open.backend)],
  })
})

let submissionId: string

beforeEach(() => {
  submissionId = randomUUID()
})

async function read<Reply>(schema: z.ZodMiniType<Reply>, path: string): Promise<Reply> {
  const answer = await gateway.ask(path)
  expect(answer.status).toBe(200)
  return z.parse(schema, await answer.json())
}

async function refusalOf(path: string) {
  const answer = await gateway.ask(path)
  return [answer.status, z.parse(failureSchema, await answer.json()).error.refusal]
}

async function submit(submissionBody: Submission, id = submissionId) {
  const answer = await gateway.submit(submissionBody, id, 'dayzero-embedded')
  return z.parse(outcomeSchema, await answer.json())
}

function aCreate(values: Values, customer = plain): Submission {
  return {
    op: 'create',
    revision: 1,
    customer,
    values: { name: 'Pat Plain', is_primary: false, ...values },
  }
}

const contactsOf = (customer: string) =>
  read(contactsPageSchema, `${at}/customers/${customer}/contacts`)

async function primariesOf(customer: string) {
  const { items } = await contactsOf(customer)
  return items.filter((contact) => contact.primary).map((contact) => contact.name)
}

test('the workspace says what it is and what it can do', async () => {
  expect(await read(workspacesSchema, '/api/workspaces')).toEqual([
    {
      id: 'dayzero-embedded',
      backend: 'dayzero',
      name: 'Day Zero',
      role: 'admin',
      environment: { word: 'Embedded', tone: 'embedded' },
      capabilities: {
        search: 'fuzzy',
        unsetPrimary: true,
        removeHolder: true,
        customerSorts: ['name', 'changed'],
      },
      variation: { features: [], customFields: [] },
    },
  ])
})

test('a customer is found by three letters', async () => {
  const page = await read(customersPageSchema, `${at}/customers?search=Pla`)
  expect(page.items[0]).toMatchObject({ id: plain, name: 'Plain Paper', status: 'active' })
})

test('customers come twenty at a time, and the cursor leads to the rest', async () => {
  const first = await read(customersPageSchema, `${at}/customers`)
  expect(first.items).toHaveLength(20)
  const rest = await read(customersPageSchema, `${at}/customers?cursor=${first.next}`)
  expect(rest.next).toBeNull()
  const all = [...first.items, ...rest.items].map((customer) => customer.name)
  expect(new Set(all).size).toBe(27)
})

test('contacts come page by page, each once', async () => {
  const first = await read(contactsPageSchema, `${at}/customers/${crowd}/contacts?limit=8`)
  const path = `${at}/customers/${crowd}/contacts?limit=8&cursor=${first.next}`
  const rest = await read(contactsPageSchema, path)
  expect([first.items.length, rest.items.length, rest.next]).toEqual([8, 4, null])
  expect(new Set([...first.items, ...rest.items].map((contact) => contact.id)).size).toBe(12)
})

test('one customer and one contact are read by their ids', async () => {
  expect(await read(customerSchema, `${at}/customers/${plain}`)).toMatchObject({
    name: 'Plain Paper',
    email: 'plain.paper@customer.example',
  })
  const [contact] = (await contactsOf(plain)).items
  const path = `${at}/customers/${plain}/contacts/${contact!.id}`
  expect(await read(contactSchema, path)).toEqual(contact)
})

test('what is not there is missing, and is called by its name', async () => {
  const customer = randomUUID()
  expect(await refusalOf(`${at}/customers/${customer}`)).toEqual([
    404,
    { kind: 'notFound', what: 'customer' },
  ])
  expect(await refusalOf(`${at}/customers/${customer}/contacts`)).toEqual([
    404,
    { kind: 'notFound', what: 'customer' },
  ])
  expect(await refusalOf(`${at}/customers/${plain}/contacts/${randomUUID()}`)).toEqual([
    404,
    { kind: 'notFound', what: 'contact' },
  ])
})

test('a contact is added, corrected, made primary and removed', async () => {
  const made = await submit(aCreate({ email: 'Pat@Example.ORG', role: 'Billing' }))
  if (made.state !== 'succeeded' || !made.contact) throw new Error('nothing was made')
  const on = { revision: 1, customer: plain, contact: made.contact.id }
  expect((await contactsOf(plain)).items).toContainEqual(made.contact)

  const update = { op: 'update' as const, ...on, values: { role: null, notes: 'two\nlines' } }
  expect(await submit(update, randomUUID())).toMatchObject({
    state: 'succeeded',
    contact: { name: 'Pat Plain', values: { role: null, notes: 'two\nlines' } },
  })
  expect(await primariesOf(plain)).toEqual(['Priya Das'])
  await submit({ op: 'primary', ...on }, randomUUID())
  expect(await primariesOf(plain)).toEqual(['Pat Plain'])
  await submit({ op: 'remove', ...on }, randomUUID())
  expect((await contactsOf(plain)).items.map((contact) => contact.name).toSorted()).toEqual([
    'Priya Das',
    'Tom Lee',
  ])
})

test('twenty times the same submission at once makes one contact, counted in the billing system', async () => {
  const answers = await Promise.all(
    Array.from({ length: 20 }, () =>
      gateway.submit(aCreate({ name: 'Only Once' }, crowd), submissionId, 'dayzero-embedded'),
    ),
  )
  const bodies = new Set(await Promise.all(answers.map((answer) => answer.text())))
  expect(bodies.size).toBe(1)
  const { items } = await contactsOf(crowd)
  expect(items.filter((contact) => contact.name === 'Only Once')).toHaveLength(1)
})

test('what only the billing system finds wrong lands on its field, and the mended submission is saved', async () => {
  const wrong = aCreate({ name: 'Mended', email: 'mended@localhost.localhost' })
  expect(await submit(wrong)).toMatchObject({
    state: 'rejected',
    refusal: { kind: 'fields', problems: [{ field: 'email' }] },
  })
  const mended = aCreate({ name: 'Mended', email: 'mended@example.org' })
  expect(await submit({ ...mended, revision: 2 })).toMatchObject({
    state: 'succeeded',
    contact: { name: 'Mended' },
  })
})

test('the vendor’s own example runs against the embedded API behind the same door', async () => {
  const answer = await gateway.raw(
    new Request(`${origin}/embedded/dayzero/api/v1/customers/${plain}/contacts`, {
      method: 'POST',
      headers: {
        authorization: 'Bearer dz_embedded',
        'x-business-id': '01890000-0000-7000-8000-000000000001',
        'content-type': 'application/json',
      },
      body: JSON.stringify({ name: 'From The Example', email: 'example@example.org' }),
    }),
  )
  expect(answer.status).toBe(201)
  expect((await contactsOf(plain)).items.map((contact) => contact.name)).toContain(
    'From The Example',
  )
})
