import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { dayzero } from '#backends/dayzero/vendor.ts'
import { zuora } from '#backends/zuora/vendor.ts'
import { contactsPageSchema } from '#contract/api/api.ts'
import { receiptsPageSchema } from '#contract/api/history.ts'
import type { Values } from '#contract/fields/kind.ts'
import { outcomeSchema, type Outcome, type Submission } from '#contract/api/submission.ts'
import type { Vendor } from '#contract/backend/vendor.ts'
import { createAmbientTransaction } from '#server/database/ambientTransaction.ts'
import { freshDatabase } from '../../helpers/database.ts'
import { customerNamed } from '../../helpers/embeddedVendor.ts'
import { aCustomer, people } from '../../helpers/people.ts'
import { embeddedWorkspace, openGateway, type Gateway } from '../../helpers/gateway.ts'
import type { Contact } from '#contract/fields/contact.ts'
import { deskSchema } from '#server/migrations/migrations.ts'

interface Case {
  vendor: Vendor
  pat: Values
  mended: Values
  others: Values
  other: Values
}

const uses = { asBillTo: true, asSoldTo: true, asShipTo: false }

const vendors: Case[] = [
  {
    vendor: dayzero,
    pat: { name: 'Pat Plain', email: 'pat@plain.example', phone: '+49 30 1234', is_primary: false },
    mended: { email: 'mended@plain.example', phone: null },
    others: { email: 'others@plain.example' },
    other: { notes: 'Not about that' },
  },
  {
    vendor: zuora,
    pat: {
      firstName: 'Pat',
      lastName: 'Plain',
      workEmail: 'pat@plain.example',
      country: 'Germany',
      ...uses,
    },
    mended: { workEmail: 'mended@plain.example', country: 'France' },
    others: { workEmail: 'others@plain.example' },
    other: { nickname: 'Paddy' },
  },
]

describe.each(vendors)('in $vendor.title', ({ vendor, pat, mended, others, other }) => {
  let gateway: Gateway
  let customer: string
  let clock: Date
  const workspace = `${vendor.id}-embedded`

  beforeEach(async () => {
    clock = new Date('2026-05-04T10:00:00Z')
    const { database } = await freshDatabase()
    await database.query(vendor.embedded.schema + deskSchema)
    await vendor.embedded.seed(database, [aCustomer({ people: people(2) })])
    const joined = createAmbientTransaction(database)
    const send = vendor.embedded.app({ database: joined.database, now: () => clock })
    const backend = vendor.connect(vendor.embedded.settings, send)
    customer = await customerNamed(backend, aCustomer().name)
    gateway = await openGateway({
      database,
      joined,
      now: () => clock,
      workspaces: [{ ...embeddedWorkspace(vendor, backend), joined: true }],
    })
  })

  async function submit(
    submission: Submission,
    submissionId: string = randomUUID(),
  ): Promise<Outcome> {
    clock = new Date(clock.getTime() + 1000)
    const answer = await gateway.submit(submission, submissionId, workspace)
    return z.parse(outcomeSchema, await answer.json())
  }

  async function done(submission: Submission, submissionId?: string): Promise<Contact> {
    const outcome = await submit(submission, submissionId)
    if (outcome.state !== 'succeeded') throw new Error(JSON.stringify(outcome))
    return (
      outcome.contact ?? {
        id: '',
        name: '',
        primary: false,
        roles: [],
        changedAt: null,
        values: {},
      }
    )
  }

  async function contacts(): Promise<readonly Contact[]> {
    const answer = await gateway.ask(`/api/workspaces/${workspace}/customers/${customer}/contacts`)
    return z.parse(contactsPageSchema, await answer.json()).items
  }

  async function receipts() {
    const answer = await gateway.ask(`/api/workspaces/${workspace}/receipts?mine=true`)
    return z.parse(receiptsPageSchema, await answer.json()).items
  }

  const create = (): Submission => ({ op: 'create', revision: 1, customer, values: pat })
  const undo = (of: string): Submission => ({ op: 'undo', revision: 1, customer, of })

  test('of two people who change the same field at the same moment, one is told what the other wrote', async () => {
    const { id } = await done(create())
    const [field = ''] = Object.keys(others)
    for (let round = 0; round < 10; round++) {
      const held = (await contacts()).find((contact) => contact.id === id)!.values
      const before = { [field]: held[field] ?? null }
      const asking = ['one', 'other'].map((who) => {
        const values = { [field]: `${who}${round}@plain.example` }
        return submit({ op: 'update', revision: 1, customer, contact: id, values, before })
      })
      const states = (await Promise.all(asking)).map(({ state }) => state)
      expect(states.toSorted()).toEqual(['rejected', 'succeeded'])
    }
  })

  test('what was made is gone after an undo, once, however often it is asked for', async () => {
    const of = randomUUID()
    const before = (await contacts()).length
    await done(create(), of)
    expect((await receipts())[0]).toMatchObject({ op: 'create', undo: 'possible' })
    const submissionId = randomUUID()
    for (let times = 0; times < 2; times++)
      expect(await submit(undo(of), submissionId)).toEqual({ state: 'succeeded', contact: null })
    expect(await contacts()).toHaveLength(before)
    expect(await receipts()).toMatchObject([
      { op: 'remove', name: 'Pat Plain', undo: 'possible' },
      { op: 'create', undo: 'done' },
    ])
    expect(await submit(undo(of))).toMatchObject({
      state: 'rejected',
      refusal: { kind: 'rejected' },
    })
  })

  test('what was made and then changed by somebody is not taken away', async () => {
    const of = randomUUID()
    const { id } = await done(create(), of)
    await done({ op: 'update', revision: 1, customer, contact: id, values: others })
    expect(await submit(undo(of))).toMatchObject({
      state: 'rejected',
      refusal: { kind: 'conflict', theirs: others },
    })
    expect((await contacts()).map((each) => each.id)).toContain(id)
  })

  test('what was changed is as it was before; what others changed elsewhere stays', async () => {
    const { id } = await done(create())
    const of = randomUUID()
    await done({ op: 'update', revision: 1, customer, contact: id, values: mended }, of)
    await done({ op: 'update', revision: 1, customer, contact: id, values: other })
    expect((await done(undo(of))).values).toMatchObject({ ...pat, ...other })
  })

  test('what was changed and then changed again by somebody stays', async () => {
    const { id } = await done(create())
    const of = randomUUID()
    await done({ op: 'update', revision: 1, customer, contact: id, values: mended }, of)
    await done({ op: 'update', revision: 1, customer, contact: id, values: others })
    expect(await submit(undo(of))).toMatchObject({ refusal: { kind: 'conflict', theirs: others } })
  })

  test('what was deleted is there again with all that it held', async () => {
    const { id } = await done(create())
    const of = randomUUID()
    const [before] = (await contacts()).filter((each) => each.id === id)
    await done({ op: 'remove', revision: 1, customer, contact: id }, of)
    const back = await done(undo(of))
    expect(back.id).not.toBe(id)
    expect(back.values).toMatchObject(pat)
    expect((await contacts()).find((each) => each.id === back.id)?.values).toEqual(before!.values)
  })

  test('the primary goes back to whom it was taken from, unless somebody moved it since', async () => {
    const first = (await done(create())).id
    const values = { ...pat, ...others }
    const second = (await done({ op: 'create', revision: 1, customer, values })).id
    const primaryNow = async () => (await contacts()).find(({ primary }) => primary)?.id
    await done({ op: 'primary', revision: 1, customer, contact: first })
    const of = randomUUID()
    await done({ op: 'primary', revision: 1, customer, contact: second, from: first }, of)
    await done(undo(of))
    expect(await primaryNow()).toBe(first)

    const again = randomUUID()
    await done({ op: 'primary', revision: 1, customer, contact: second, from: first }, again)
    const third = (await contacts()).find(({ id }) => id !== first && id !== second)!.id
    await done({ op: 'primary', revision: 1, customer, contact: third, from: second })
    expect(await submit(undo(again))).toMatchObject({ refusal: { kind: 'conflict' } })
    expect(await primaryNow()).toBe(third)
  })

  test('a move is refused when another person has what it was to take away', async () => {
    const [first, second] = [await done(create()), await done(create())]
    const [other] = (await contacts()).filter(({ id }) => id !== first.id && id !== second.id)
    await done({ op: 'primary', revision: 1, customer, contact: other!.id })
    const stale = await submit({
      ...{ op: 'primary', revision: 1, customer },
      ...{ contact: second.id, from: first.id },
    })
    const holder = { id: other!.id, name: other!.name }
    expect(stale).toEqual({ state: 'rejected', refusal: { kind: 'conflict', theirs: {}, holder } })
    expect((await contacts()).find(({ primary }) => primary)?.id).toBe(other!.id)
  })

  test('a primary that was taken from nobody cannot be given back, and says so', async () => {
    const { id } = await done(create())
    const of = randomUUID()
    await done({ op: 'primary', revision: 1, customer, contact: id, from: null }, of)
    expect((await receipts())[0]).toMatchObject({ op: 'primary', undo: 'no' })
    expect(await submit(undo(of))).toMatchObject({ refusal: { kind: 'rejected' } })
  })

  test('after a day nothing is taken back any more', async () => {
    const of = randomUUID()
    await done(create(), of)
    clock = new Date(clock.getTime() + 24 * 60 * 60_000 + 1)
    expect((await receipts())[0]).toMatchObject({ undo: 'no' })
    expect(await submit(undo(of))).toMatchObject({
      state: 'rejected',
      refusal: { kind: 'rejected' },
    })
  })

  test('what nobody asked for, or another customer’s, is not there', async () => {
    const of = randomUUID()
    await done(create(), of)
    const elsewhere: Submission = { op: 'undo', revision: 1, customer: 'other', of }
    for (const submission of [undo(randomUUID()), elsewhere])
      expect((await gateway.submit(submission, randomUUID(), workspace)).status).toBe(404)
  })

  test('an edit that was made on what is no longer there is refused with what is there now', async () => {
    const { id } = await done(create())
    await done({ op: 'update', revision: 1, customer, contact: id, values: others })
    const [name, value] = Object.entries(others)[0]!
    const edit: Submission = {
      ...{ op: 'update', revision: 1, customer, contact: id },
      values: mended,
      before: Object.fromEntries(Object.keys(mended).map((it) => [it, pat[it] ?? null])),
    }
    expect(await submit(edit)).toEqual({
      state: 'rejected',
      refusal: { kind: 'conflict', theirs: { [name]: value } },
    })
    const onTop = { ...edit, before: { ...edit.before, [name]: value } }
    expect((await done(onTop)).values).toMatchObject(mended)
  })

  // In Zuora the account says who is primary, and nobody is deleted while it does.
  describe.runIf(vendor === dayzero)('where the primary is part of the contact', () => {
    const primary = (): Submission => ({
      ...{ op: 'create', revision: 1, customer },
      values: { ...pat, is_primary: true },
    })

    async function deletedPrimary() {
      const first = await done(primary())
      const of = randomUUID()
      await done({ op: 'remove', revision: 1, customer, contact: first.id }, of)
      return of
    }

    test('what is made anew takes the invoices from nobody who was chosen since', async () => {
      const of = await deletedPrimary()
      const [other] = await contacts()
      await done({ op: 'primary', revision: 1, customer, contact: other!.id })
      expect(await done(undo(of))).toMatchObject({ name: 'Pat Plain', primary: false })
      expect((await contacts()).filter((each) => each.primary)).toMatchObject([{ id: other!.id }])
    })

    test('what is made anew gets the invoices back that nobody has taken', async () => {
      expect(await done(undo(await deletedPrimary()))).toMatchObject({ primary: true })
    })

    test('an undo leaves no customer without whom its invoices go to', async () => {
      const of = randomUUID()
      const made = await done(primary(), of)
      expect(await submit(undo(of))).toMatchObject({
        state: 'rejected',
        refusal: { kind: 'rejected' },
      })
      expect((await contacts()).find((each) => each.primary)?.id).toBe(made.id)
    })
  })
})
