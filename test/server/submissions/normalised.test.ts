import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { logPageSchema, receiptsPageSchema } from '#contract/api/history.ts'
import type { Values } from '#contract/fields/kind.ts'
import { outcomeSchema, type Outcome } from '#contract/api/submission.ts'
import type { Database } from '#contract/backend/vendor.ts'
import {
  deskDatabase,
  openGateway,
  workspaceOn,
  writing,
  type Gateway,
} from '../../helpers/gateway.ts'
import { verifyChains } from '#server/audit/verify.ts'
import { mild, type Created } from '../../tools/simulator/hostile/habits.ts'
import type { HeldContact, HeldCustomer } from '../../tools/simulator/truth.ts'
import {
  simulatedDayZero,
  simulatedZuora,
  type SimulatedVendor,
} from '../../tools/simulator/vendors.ts'
import type { Wire } from '../../tools/simulator/wire.ts'

/*
 * What billing systems make of what they are given, in front of the real gateway, ledger and adapters.
 * The answers to writes are lost, so that only what is stored tells what became of them.
 */

let database: Database
let gateway: Gateway
let wire: Wire
let customer: HeldCustomer
let clock: number
let day = 0
let submissionId: string
/** Loses the answers to these requests after they were carried out. */
let loses: (request: Request) => boolean
/** What the billing system stores of what it is given. */
let keeps: (values: Values) => Values
/** Which of the values it takes note of. */
let heeds: (values: Values) => Values
/** What its answer to a change tells. */
let tells: 'stored' | 'sent' | 'old'
/** How its answer to a create looks; null: as its page says. */
let answersCreates: Created | null

beforeAll(async () => {
  database = await deskDatabase()
})

async function open(vendor: SimulatedVendor, isBurnt = false) {
  await database.query('delete from desk.submissions')
  await database.query('delete from desk.leases')
  // The log is never emptied, and its newest row is looked at.
  day += 1
  clock = Date.UTC(2026, 4, day, 10)
  submissionId = randomUUID()
  loses = () => false
  keeps = (values) => values
  heeds = (values) => values
  tells = 'stored'
  answersCreates = null
  const surroundings = {
    now: () => clock,
    after: (_: number, __: string, run: () => void) => run(),
  }
  const habits = {
    ...mild,
    keeps: (values: Values) => keeps(values),
    heeds: (values: Values) => heeds(values),
    changed: () => tells,
    created: () => answersCreates,
  }
  // A failure that Zuora keeps under its key: the contact was made, and no repeat ever tells.
  wire = vendor.wire(surroundings, { habits, ...(isBurnt && { fails: () => 'after' as const }) })
  customer = wire.truth.newCustomer('Plain Paper Company')
  const backend = vendor.backend(
    async (request) => {
      const isLost = loses(request.clone())
      const answer = await wire.send(request)
      if (isLost) throw new TypeError('the connection was reset')
      return answer
    },
    { now: () => clock, pause: () => Promise.resolve(), random: () => 0.5 },
  )
  gateway = await openGateway({
    database,
    workspaces: [{ ...workspaceOn(backend), form: vendor.form }],
    now: () => new Date(clock),
  })
}

const write = ({ method, url }: Request) => method !== 'GET' && !url.includes('/oauth/')

const contacts = () => [...customer.contacts.values()]

async function outcome(): Promise<Outcome> {
  const answer = await gateway.ask(`/api/workspaces/desk/submissions/${submissionId}`)
  return z.parse(outcomeSchema, await answer.json())
}

/** Time goes by, and the sweeper looks as often as is due. */
async function after(seconds: number): Promise<void> {
  const until = clock + seconds * 1000
  while (clock < until) {
    clock = Math.min(until, clock + 1000)
    await gateway.sweeper.sweep()
  }
}

async function logged() {
  const answer = await gateway.ask('/api/workspaces/desk/log')
  return z.parse(logPageSchema, await answer.json()).items
}

async function receipt() {
  const answer = await gateway.ask('/api/workspaces/desk/receipts')
  return z.parse(receiptsPageSchema, await answer.json()).items[0]
}

/** Another application makes a contact in the billing system itself. */
function madeThere(values: Values): HeldContact {
  return wire.truth.make(customer, values, { at: clock, mark: null })
}

/** Changes this field of a contact, loses the answer, and waits for the end. */
async function edit(field: string, old: string | null, typed: string): Promise<Outcome> {
  const base: Values = { name: 'Eve', firstName: 'Eve', lastName: 'Old' }
  const { id } = madeThere({ ...base, [field]: old })
  loses = write
  await gateway.submit(
    {
      ...{ op: 'update', revision: 1, customer: customer.id, contact: id },
      ...{ values: { [field]: typed }, before: { [field]: old } },
    },
    submissionId,
  )
  loses = () => false
  await after(120)
  return outcome()
}

const lower = (text: string) => text.toLowerCase()
const titled = (text: string) =>
  text.replace(/\p{L}+/gu, (word) => word[0]!.toUpperCase() + lower(word.slice(1)))
const domain = (of: (text: string) => string) => (text: string) =>
  text.replace(/@(.*)$/, (_, name: string) => `@${of(name)}`)
const stored = (field: string, of: (text: string) => string | null) => (values: Values) => {
  const value = values[field]
  return typeof value === 'string' ? { ...values, [field]: of(value) } : values
}

describe.each([
  ['Day Zero', simulatedDayZero, { email: 'email', phone: 'phone', text: 'role' }],
  ['Zuora', simulatedZuora, { email: 'workEmail', phone: 'workPhone', text: 'lastName' }],
])('an edit at %s whose answer was lost', (_, vendor, names) => {
  beforeEach(() => open(vendor))

  test.each([
    ['a domain in lower case', names.email, 'eve@old.example', 'Eve@NEW.Example', domain(lower)],
    [
      'a domain in Unicode',
      names.email,
      'eve@old.example',
      'eve@xn--bcher-kva.example',
      (it: string) => it.replace('xn--bcher-kva', 'bücher'),
    ],
    [
      'a full-width domain',
      names.email,
      'eve@old.example',
      'eve@ｗidth.example',
      domain((it) => it.normalize('NFKC')),
    ],
    ['an address in lower case', names.email, 'eve@old.example', 'Eve.NEW@Acme.example', lower],
    [
      'an address with a name',
      names.email,
      'eve@old.example',
      'eve@new.example',
      (it: string) => `Eve <${it}>`,
    ],
    [
      'a phone number as digits',
      names.phone,
      '1',
      '+49 (30) 123-4567',
      (it: string) => it.replace(/\D/g, ''),
    ],
    [
      'a phone number with 00',
      names.phone,
      '1',
      '+49 30 1234567',
      (it: string) => it.replace('+', '00'),
    ],
    [
      'an extension',
      names.phone,
      '1',
      '555 0100 ext. 7',
      (it: string) => it.replace(' ext. ', 'x'),
    ],
    ['title case', names.text, 'Clerk', 'head of billing', titled],
    [
      'blanks folded',
      names.text,
      'Clerk',
      'Head  of\u00a0Billing',
      (it: string) => it.replace(/\s+/g, ' '),
    ],
    ['full-width letters', names.text, 'Clerk', 'Ｈead', (it: string) => it.normalize('NFKC')],
    ['ligatures', names.text, 'Clerk', 'Oﬃce', (it: string) => it.normalize('NFKC')],
    ['another Unicode form', names.text, 'Clerk', 'Zoë', (it: string) => it.normalize('NFD')],
  ])('is saved, whatever is stored of it: %s', async (__, field, old, typed, of) => {
    keeps = stored(field, of)
    expect(await edit(field, old, typed)).toMatchObject({
      state: 'succeeded',
      contact: { values: { [field]: of(typed) } },
    })
    expect((await logged())[0]).toMatchObject({ outcome: 'saved' })
  })

  test.each([
    ['cut off', (it: string) => it.slice(0, 4)],
    ['translated', () => 'Rechnungen'],
    ['emptied', () => null],
  ])('may have been saved where something nobody foresaw is stored: %s', async (__, of) => {
    keeps = (values) => ({
      ...values,
      ...(values[names.text] === 'Billing' && { [names.text]: of('Billing') }),
    })
    expect(await edit(names.text, 'Clerk', 'Billing')).toEqual({
      state: 'rejected',
      refusal: { kind: 'conflict', theirs: { [names.text]: of('Billing') }, maybeSaved: true },
    })
    expect((await logged())[0]).toMatchObject({ outcome: 'unknown', refusal: 'maybeSaved' })
    expect(await receipt()).toMatchObject({ state: 'rejected', leavesDoubt: true })
  })

  test('that changed case alone is not taken for done before it is', async () => {
    const { id } = madeThere({ name: 'Eve', firstName: 'Eve', [names.text]: 'billing' })
    const there = wire.send
    wire.send = (request) => (write(request) ? Promise.reject(new TypeError()) : there(request))
    const body = { op: 'update', revision: 1, customer: customer.id, contact: id }
    await gateway.submit({ ...body, values: { [names.text]: 'Billing' } }, submissionId)
    wire.send = there
    await after(120)
    expect((await outcome()).state).toBe('succeeded')
    expect(contacts()[0]!.values[names.text]).toBe('Billing')
  })
})

describe.each([
  ['Day Zero', simulatedDayZero, { phone: 'phone', text: 'role' }],
  ['Zuora', simulatedZuora, { phone: 'workPhone', text: 'firstName' }],
])('an edit at %s that was answered', (_, vendor, names) => {
  const old = {
    name: 'Eve',
    lastName: 'Lee',
    firstName: 'Eve',
    [names.phone]: '1',
    [names.text]: 'Old',
  }

  beforeEach(async () => {
    await open(vendor)
    const { id } = madeThere(old)
    const base = { op: 'update', revision: 1, customer: customer.id, contact: id }
    submit = (values) => gateway.submit({ ...base, values }, submissionId)
  })

  let submit: (values: Values) => Promise<Response>
  const nothing = () => ({})

  test('is not saved where the billing system takes no note of it', async () => {
    heeds = nothing
    await submit({ [names.text]: 'New' })
    expect(await outcome()).toMatchObject({ state: 'rejected', refusal: { kind: 'rejected' } })
    expect((await logged())[0]).toMatchObject({ outcome: 'refused', refusal: 'rejected' })
  })

  test('may be saved where the answer says so and a read afterwards does not', async () => {
    heeds = nothing
    tells = 'sent'
    await submit({ [names.text]: 'New' })
    expect(await outcome()).toEqual({
      state: 'rejected',
      refusal: { kind: 'conflict', theirs: { [names.text]: 'Old' }, maybeSaved: true },
    })
  })

  test('is saved where only the answer is behind, and shown as it is stored', async () => {
    tells = 'old'
    await submit({ [names.text]: 'New' })
    expect(await outcome()).toMatchObject({
      state: 'succeeded',
      contact: { values: { [names.text]: 'New' } },
    })
  })

  test('is saved in part where part of it is stored, and shown as it is stored', async () => {
    heeds = ({ [names.phone]: __, ...rest }) => rest
    await submit({ [names.text]: 'New', [names.phone]: '2' })
    expect(await outcome()).toMatchObject({
      state: 'succeeded',
      contact: { values: { [names.text]: 'New', [names.phone]: '1' } },
    })
  })

  test('is saved where it is stored otherwise, and shown as it is stored', async () => {
    keeps = stored(names.text, (it) => (it === 'New' ? 'N' : it))
    await submit({ [names.text]: 'New' })
    expect(await outcome()).toMatchObject({
      state: 'succeeded',
      contact: { values: { [names.text]: 'N' } },
    })
  })
})

test('an edit that was not dispatched is not said to be saved perhaps', async () => {
  await open(simulatedDayZero)
  const { id } = madeThere({ name: 'Eve', role: 'Theirs' })
  await gateway.submit(
    {
      ...{ op: 'update', revision: 1, customer: customer.id, contact: id },
      ...{ values: { role: 'Mine' }, before: { role: 'Old' } },
    },
    submissionId,
  )
  expect(await outcome()).toEqual({
    state: 'rejected',
    refusal: { kind: 'conflict', theirs: { role: 'Theirs' } },
  })
  expect((await logged())[0]).toMatchObject({ outcome: 'refused', refusal: 'conflict' })
})

const jane: Values = {
  name: 'jane von doe',
  email: 'Jane@Bücher.Example',
  phone: '+49 30 123456',
  role: 'Billing',
  is_primary: false,
}

async function create(values: Values = jane, revision = 1, distinctFrom?: string[]) {
  loses = ({ method, url }) => method === 'POST' && !url.includes('/oauth/')
  const body = { op: 'create', revision, customer: customer.id, values, distinctFrom }
  const answer = await gateway.submit(JSON.parse(JSON.stringify(body)) as typeof body, submissionId)
  loses = () => false
  return answer
}

describe('a create at Day Zero whose answer was lost', () => {
  beforeEach(() => open(simulatedDayZero))

  test.each([
    [
      'the domain in Unicode',
      'puny@xn--bcher-kva.example',
      (it: string) => it.replace('xn--bcher-kva', 'bücher'),
    ],
    ['the domain in ASCII', 'puny@bücher.example', domain(() => 'xn--bcher-kva.example')],
    ['a full-width domain', 'full@ｗidth.example', domain((it) => it.normalize('NFKC'))],
    ['all in lower case', 'Eve@NEW.Example', lower],
  ])('is found, and made no second time: %s', async (_, email, of) => {
    keeps = stored('email', of)
    await create({ ...jane, email })
    await after(2)
    expect(await outcome()).toMatchObject({
      state: 'succeeded',
      contact: { values: { email: of(email) } },
    })
    await after(200)
    expect(contacts()).toHaveLength(1)
  })

  test.each<[string, (values: Values) => Values]>([
    [
      'the name in title case and the address in ASCII',
      (it) => ({ ...it, name: 'Jane Von Doe', email: 'jane@xn--bcher-kva.example' }),
    ],
    [
      'capitals and no accents',
      (it) => ({ ...it, name: 'JANE VON DOE', email: 'JANE@BÜCHER.EXAMPLE' }),
    ],
    [
      'every blank and letter in its compatible form',
      (it) => ({ ...it, name: '\u3000ｊane  von\u00a0doe ' }),
    ],
    ['a phone number with dashes', (it) => ({ ...it, phone: '004930-123456' })],
  ])('is taken for the one where all of it is the same: %s', async (_, of) => {
    keeps = of
    await create()
    await after(2)
    expect(await outcome()).toMatchObject({
      state: 'succeeded',
      contact: { id: contacts()[0]!.id },
    })
  })

  test.each<[string, (values: Values) => Values]>([
    ['the address emptied', (it) => ({ ...it, email: null })],
    ['the family name first', (it) => ({ ...it, name: 'Doe, Jane von' })],
    ['a title added', (it) => ({ ...it, name: 'Ms Jane von Doe' })],
    ['the name in other letters', (it) => ({ ...it, name: 'Джейн' })],
    ['the name cut off and the address emptied', (it) => ({ ...it, name: 'jane v', email: null })],
    [
      'everything replaced',
      () => ({ name: 'C-000017', email: null, phone: null, role: null, is_primary: false }),
    ],
    ['one field cut off', (it) => ({ ...it, role: 'Bill' })],
  ])(
    'is asked about, and never made again by itself: %s',
    async (_, of) => {
      keeps = of
      await create()
      await after(60)
      expect((await outcome()).state).toBe('unknown')
      await after(60)
      const [made] = contacts()
      expect(await outcome()).toMatchObject({
        state: 'rejected',
        refusal: { kind: 'mayExist', contact: { id: made!.id, name: made!.values['name'] } },
      })
      expect((await logged())[0]).toMatchObject({ outcome: 'unknown', refusal: 'mayExist' })
      expect(await receipt()).toMatchObject({ leavesDoubt: true, duplicate: null })
      clock += 15 * 60_000
      await after(60)
      clock += 24 * 60 * 60_000
      await after(60)
      expect(contacts()).toHaveLength(1)
      expect(await receipt()).toMatchObject({ duplicate: made!.id })
    },
    30_000,
  )

  test('is made anew where nothing new is there, whatever was there before', async () => {
    madeThere({ ...jane, email: null })
    const there = wire.send
    wire.send = (request) =>
      request.method === 'POST' ? Promise.reject(new TypeError('reset')) : there(request)
    await create()
    wire.send = there
    await after(120)
    expect((await outcome()).state).toBe('succeeded')
    expect(contacts()).toHaveLength(2)
  })

  test('is not asked about where the only new contact is another submission’s', async () => {
    const there = wire.send
    wire.send = (request) =>
      request.method === 'POST' ? Promise.reject(new TypeError('reset')) : there(request)
    await create()
    wire.send = there
    const other = {
      op: 'create',
      revision: 1,
      customer: customer.id,
      values: { ...jane, role: 'Support' },
    }
    expect((await gateway.submit(other)).status).toBe(200)
    await after(120)
    expect((await outcome()).state).toBe('succeeded')
    expect(contacts()).toHaveLength(2)
  })

  test('concludes nothing from a list that cannot be read, or names its pages in a circle', async () => {
    keeps = (values) => ({ ...values, email: null })
    await create()
    const there = wire.send
    let round = 0
    wire.send = async (request) => {
      if (request.method !== 'GET' || !request.url.includes('/contacts')) return there(request)
      if (round++ % 2 === 0) return new Response('gateway', { status: 502 })
      const page = { items: [], next_cursor: `p${round % 3}`, has_next: true }
      return Response.json(page)
    }
    await after(300)
    expect((await outcome()).state).toBe('unknown')
    wire.send = there
    await after(60)
    expect(await outcome()).toMatchObject({ refusal: { kind: 'mayExist' } })
    expect(contacts()).toHaveLength(1)
  })

  describe('and that a person was asked about', () => {
    let other: HeldContact

    beforeEach(async () => {
      const there = wire.send
      wire.send = (request) =>
        request.method === 'POST' ? Promise.reject(new TypeError('reset')) : there(request)
      await create()
      wire.send = there
      other = madeThere({ ...jane, email: null })
      await after(120)
    })

    test('is asked about again, and not made, where it is pressed again without an answer', async () => {
      await create({ ...jane, role: 'Boss' }, 2)
      expect(await outcome()).toMatchObject({ refusal: { contact: { id: other.id } } })
      await create(jane, 3, ['some-other-contact'])
      expect(await outcome()).toMatchObject({ refusal: { contact: { id: other.id } } })
      expect(contacts()).toHaveLength(1)
    })

    test('is made as a new contact once it is said to be another one, and asked no more', async () => {
      await create(jane, 2, [other.id])
      expect((await outcome()).state).toBe('unknown')
      await after(120)
      const done = await outcome()
      expect(done).toMatchObject({ state: 'succeeded' })
      expect(done).not.toMatchObject({ contact: { id: other.id } })
      expect(contacts()).toHaveLength(2)
    })

    test('is asked about the next one that may be it', async () => {
      keeps = (values) => ({ ...values, email: null })
      await create(jane, 2, [other.id])
      await after(120)
      const second = contacts()[1]!.id
      expect(await outcome()).toMatchObject({
        refusal: { kind: 'mayExist', contact: { id: second } },
      })
      await create(jane, 3, [other.id, second])
      await after(120)
      expect(contacts()).toHaveLength(3)
    })
  })

  test('and that turns up a second time is flagged by the looser measure', async () => {
    keeps = (values) => ({ ...values, email: null, name: 'Jane' })
    await gateway.submit(
      { op: 'create', revision: 1, customer: customer.id, values: jane },
      submissionId,
    )
    expect((await outcome()).state).toBe('succeeded')
    const twice = madeThere({ ...jane })
    clock += 15 * 60_000
    await after(5)
    expect(await receipt()).toMatchObject({ duplicate: twice.id })
  })
})

describe('a create at Zuora whose failure is kept under its key', () => {
  const values = {
    firstName: 'jane',
    lastName: 'von doe',
    workEmail: 'Jane@Bücher.Example',
    workPhone: '+49 30 123456',
    country: 'Germany',
  }

  beforeEach(() => open(simulatedZuora, true))

  test.each<[string, (it: Values) => Values, string]>([
    [
      'normalised',
      (it) => ({
        ...it,
        lastName: 'VON DOE',
        workEmail: 'jane@xn--bcher-kva.example',
        country: 'DE',
      }),
      'succeeded',
    ],
    [
      'names turned around',
      (it) => ({ ...it, firstName: 'Von Doe', lastName: 'Jane' }),
      'rejected',
    ],
    ['the address emptied', (it) => ({ ...it, workEmail: null }), 'rejected'],
    ['everything replaced', () => ({ firstName: 'X', lastName: 'Y' }), 'rejected'],
  ])('is found or asked about, and made once: %s', async (_, of, state) => {
    keeps = of
    await gateway.submit({ op: 'create', revision: 1, customer: customer.id, values }, submissionId)
    await after(300)
    const [made] = contacts()
    expect(await outcome()).toMatchObject(
      state === 'succeeded'
        ? { state, contact: { id: made!.id } }
        : { state, refusal: { kind: 'mayExist', contact: { id: made!.id } } },
    )
    expect(contacts()).toHaveLength(1)
  })
})

describe('a create at Zuora', () => {
  const values = { firstName: 'jane', lastName: 'von doe', workEmail: 'Jane@Bücher.Example' }

  async function press(revision = 1, distinctFrom?: string[]) {
    const body = { op: 'create', revision, customer: customer.id, values, distinctFrom }
    await gateway.submit(JSON.parse(JSON.stringify(body)) as typeof body, submissionId)
  }

  test.each<Created>([
    { status: 202, tells: 'nothing', success: true },
    { status: 200, tells: 'nothing', success: false },
    { status: 201, tells: 'noId', success: false },
    { status: 202, tells: 'whole', success: false },
  ])('that is answered %o under its key for ever ends, and is made once', async (created) => {
    await open(simulatedZuora)
    answersCreates = created
    await press()
    await after(300)
    expect(await outcome()).toMatchObject({ state: 'succeeded' })
    expect(contacts()).toHaveLength(1)
  })

  test('is the contact that its author decides for, in receipt and log as well', async () => {
    await open(simulatedZuora, true)
    keeps = (it) => ({ ...it, lastName: 'X', firstName: 'Y', workEmail: null })
    await press()
    const [own] = contacts()
    const other = madeThere({ firstName: 'Somebody', lastName: 'Else' })
    await after(300)
    const asked = { id: own!.id, name: 'Y X' }
    expect(await receipt()).toMatchObject({ state: 'rejected', contact: null, asked })
    const decide = (contact: string) =>
      gateway.ask(`/api/workspaces/desk/submissions/${submissionId}/contact`, writing({ contact }))
    expect((await decide(other.id)).status).toBe(409)
    for (const again of [false, true]) {
      const answer = await decide(own!.id)
      expect([answer.status, again]).toEqual([200, again])
    }
    expect(await outcome()).toMatchObject({ state: 'succeeded', contact: { id: own!.id } })
    const saved = { state: 'succeeded', contact: own!.id, name: 'Y X', asked: null }
    expect(await receipt()).toMatchObject({ ...saved, leavesDoubt: false, duplicate: null })
    const rows = await logged()
    expect(rows.slice(0, 3).map(({ outcome: said, contact }) => [said, contact])).toEqual([
      ['saved', own!.id],
      ['unknown', null],
      ['unknown', null],
    ])
    expect(await verifyChains(database)).toMatchObject([{ kind: 'whole' }])
    expect(contacts()).toHaveLength(2)
  })

  test('of which another one is shown first is asked about, and not made again', async () => {
    await open(simulatedZuora, true)
    keeps = (it) => ({ ...it, lastName: 'X', firstName: 'Y', workEmail: null })
    await press()
    const [own] = contacts()
    keeps = (it) => it
    const other = madeThere({ ...values, workEmail: null })
    await after(300)
    expect(await outcome()).toMatchObject({ refusal: { contact: { id: other.id } } })
    await press(2, [other.id])
    await after(300)
    expect(await outcome()).toMatchObject({ refusal: { contact: { id: own!.id } } })
    expect(contacts()).toHaveLength(2)
  })
})
