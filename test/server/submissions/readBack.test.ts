import { beforeEach, describe, expect, test } from 'vitest'
import type { Backend } from '#contract/backend/backend.ts'
import type { Values } from '#contract/fields/kind.ts'
import { BackendError } from '#contract/api/refusal.ts'
import type { Outcome } from '#contract/api/submission.ts'
import * as z from 'zod/mini'
import { outcomeSchema } from '#contract/api/submission.ts'
import { customer, openGateway, workspaceOn } from '../../helpers/gateway.ts'
import { memoryBackend, type MemoryBackend } from '../../helpers/memoryBackend.ts'
import type { Contact } from '#contract/fields/contact.ts'

let memory: MemoryBackend
let made: Contact
/** The reads after the write of this test. Those of an earlier one may still be looked for. */
let counted: { reads: number }

beforeEach(async () => {
  memory = memoryBackend(customer)
  const values = { name: 'Pat', email: 'pat@old.example', role: 'Buyer', is_primary: false }
  made = await memory.create(customer.id, values)
})

interface Vendor {
  /** What it stores of what it is sent. */
  stores(changes: Values): Values
  /** What it answers of that, where it is something else. */
  answers?(held: Values, changes: Values): Values
  /** How a read of the contact fails afterwards. */
  fails?: boolean
}

async function saving(changes: Values, vendor: Vendor): Promise<Outcome> {
  const own = (counted = { reads: 0 })
  let written = false
  const backend: Backend = {
    ...memory,
    async update(ofCustomer, id, wanted) {
      const contact = await memory.update(ofCustomer, id, vendor.stores(wanted))
      written = true
      return { ...contact, values: vendor.answers?.(contact.values, wanted) ?? contact.values }
    },
    async contact(ofCustomer, id) {
      if (written) own.reads++
      if (written && vendor.fails) throw new BackendError({ kind: 'backendUnreachable' })
      return memory.contact(ofCustomer, id)
    },
  }
  const gateway = await openGateway({ workspaces: [workspaceOn(backend)] })
  const answer = await gateway.submit({
    ...{ op: 'update', revision: 1, customer: customer.id, contact: made.id },
    ...{ values: changes, before: {} },
  })
  return z.parse(outcomeSchema, await answer.json())
}

const ignored = {
  ignored: true,
  kind: 'rejected',
  message: 'Memory answered that this was saved, but changed nothing. Nothing you typed is lost',
}

describe('an update that was answered with a success', () => {
  test('and the value in the vendor’s spelling is saved', async () => {
    const stored = { email: 'pat@bücher.example' }
    const told = await saving({ email: 'pat@XN--BCHER-KVA.example' }, { stores: () => stored })
    expect(told).toMatchObject({ state: 'succeeded', contact: { values: stored } })
    expect(counted.reads).toBe(1)
  })

  test('and a value that no one foresaw is told as it is read', async () => {
    const stored = { email: 'somebody@else.example' }
    const told = await saving({ email: 'pat@new.example' }, { stores: () => stored })
    expect(told).toMatchObject({ state: 'succeeded', contact: { values: stored } })
    expect(counted.reads).toBe(1)
  })

  test('but ignored is not told as saved', async () => {
    const changes = { email: 'pat@new.example', role: null }
    expect(await saving(changes, { stores: () => ({}) })).toEqual({
      state: 'rejected',
      refusal: ignored,
    })
    expect(counted.reads).toBe(1)
  })

  test('and stored in part is saved, and told as it is stored', async () => {
    const stores = ({ email = null }: Values) => ({ email })
    const told = await saving({ email: 'pat@new.example', role: null }, { stores })
    expect(told).toMatchObject({
      state: 'succeeded',
      contact: { values: { email: 'pat@new.example', role: 'Buyer' } },
    })
  })

  test('of which the answer is behind, and the read is not, is saved', async () => {
    const told = await saving(
      { email: 'pat@new.example' },
      { stores: (changes) => changes, answers: (held) => ({ ...held, email: 'pat@old.example' }) },
    )
    expect(told).toMatchObject({
      state: 'succeeded',
      contact: { values: { email: 'pat@new.example' } },
    })
  })

  test('may be saved where the answer repeats what was sent, and the read shows what was there', async () => {
    const told = await saving(
      { email: 'pat@new.example' },
      { stores: () => ({}), answers: (held, changes) => ({ ...held, ...changes }) },
    )
    expect(told).toEqual({
      state: 'rejected',
      refusal: { kind: 'conflict', theirs: { email: 'pat@old.example' }, maybeSaved: true },
    })
  })

  test('is in doubt where the answer says that it was ignored, and no read tells', async () => {
    const told = await saving({ email: 'pat@new.example' }, { stores: () => ({}), fails: true })
    expect(told.state).toBe('unknown')
  })

  test('is in doubt where the answer repeats what was sent, and no read tells', async () => {
    const told = await saving(
      { email: 'pat@new.example' },
      {
        ...{ stores: () => ({}), fails: true },
        answers: (held, changes) => ({ ...held, ...changes }),
      },
    )
    expect(told.state).toBe('unknown')
  })

  test('is saved as it was answered where only the form of a value differs and no read tells', async () => {
    const stored = { email: 'somebody@else.example' }
    const told = await saving({ email: 'pat@new.example' }, { stores: () => stored, fails: true })
    expect(told).toMatchObject({ state: 'succeeded', contact: { values: stored } })
  })

  test('and changes nothing by the vendor’s measure is saved', async () => {
    const told = await saving({ email: ' pat@OLD.example' }, { stores: () => ({}) })
    expect(told.state).toBe('succeeded')
    expect(counted.reads).toBe(1)
  })
})
