import { describe, expect, it } from 'vitest'
import {
  account,
  contact,
  failing,
  refusalOf,
  talkingTo,
  type Reply,
  type Sent,
} from './zuoraClient.ts'

interface Script {
  /** The contact that is to get the role. */
  contact?: object
  putContact?: Reply
  putAccount?: Reply
  /** What the account is after it was written. */
  after?: Reply
  settings?: object
}

/** An account of Zuora's with the contact `c2`, which has no role. */
function accountWith({ settings, ...script }: Script = {}) {
  let written = false
  let pointed: Record<string, string> = {}
  return talkingTo(
    ({ line, body }: Sent): Reply => {
      if (line === 'PUT /v1/accounts/a') {
        written = true
        pointed = body as Record<string, string>
        return script.putAccount ?? { body: { success: true } }
      }
      const c2 = contact('c2', script.contact)
      if (line === 'PUT /v1/contacts/c2')
        return script.putContact ?? { body: { ...c2, ...(body as object) } }
      if (line === 'GET /v1/contacts/c2') return { body: c2 }
      if (!written) return { body: account() }
      const pointers = Object.entries(pointed).map(([name, id]) => [
        name.replace(/Id$/, ''),
        contact(id),
      ])
      return script.after ?? { body: account(Object.fromEntries(pointers)) }
    },
    { settings },
  )
}

describe('a role', () => {
  it('is given by pointing the account at its contact, and told as the account then tells it', async () => {
    const { backend, sent } = accountWith()
    expect(await backend.makePrimary('a', 'c2')).toMatchObject({ primary: true, roles: ['billTo'] })
    expect(sent.map(({ line, body }) => [line, body])).toEqual([
      ['GET /v1/accounts/a', undefined],
      ['GET /v1/contacts/c2', undefined],
      ['PUT /v1/accounts/a', { billToContactId: 'c2' }],
      ['GET /v1/accounts/a', undefined],
    ])
  })

  it.each([
    ['billTo', 'asBillTo', 'billToContactId'],
    ['soldTo', 'asSoldTo', 'soldToContactId'],
    ['shipTo', 'asShipTo', 'shipToContactId'],
  ])('%s is allowed first where it is not', async (role, allowed, pointer) => {
    const { backend, sent } = accountWith({ contact: { [allowed]: false } })
    const given = await backend.giveRole('a', 'c2', role)
    expect(given.values[allowed]).toBe(true)
    const writes = sent.filter(({ line }) => line.startsWith('PUT'))
    expect(writes.map(({ line, body }) => [line, body])).toEqual([
      ['PUT /v1/contacts/c2', { [allowed]: true }],
      ['PUT /v1/accounts/a', { [pointer]: 'c2' }],
    ])
  })

  it('needs no allowing where the Ship To Contact feature is off', async () => {
    const off = { settings: { shipTo: false }, contact: { asBillTo: undefined } }
    const { backend, lines } = accountWith(off)
    await backend.makePrimary('a', 'c2')
    expect(lines()).not.toContain('PUT /v1/contacts/c2')
    expect(await refusalOf(backend.giveRole('a', 'c2', 'shipTo'))).toEqual({
      kind: 'rejected',
      message: 'Zuora knows no role “shipTo” in this workspace',
    })
  })

  it('that a contact has already is not given again', async () => {
    const { backend, lines } = talkingTo(({ line }) => ({
      body: line.includes('/contacts/') ? contact('c1') : account(),
    }))
    expect(await backend.makePrimary('a', 'c1')).toMatchObject({
      primary: true,
      roles: ['billTo', 'soldTo'],
    })
    expect(lines().every((line) => line.startsWith('GET'))).toBe(true)
  })

  it('is half given when it was allowed and then refused', async () => {
    const { backend } = accountWith({
      contact: { asBillTo: false },
      putAccount: { status: 400, body: failing([50_000_030, 'The account is frozen.']) },
    })
    expect(await refusalOf(backend.makePrimary('a', 'c2'))).toEqual({
      kind: 'partial',
      done: 'Zuora now allows Pat Number c2 as bill-to.',
      failed: 'Zuora says: The account is frozen.',
    })
  })

  it('is just refused when nothing had to be allowed', async () => {
    const putAccount = { status: 400, body: failing([50_000_030, 'The account is frozen.']) }
    expect(await refusalOf(accountWith({ putAccount }).backend.makePrimary('a', 'c2'))).toEqual({
      kind: 'rejected',
      message: 'Zuora says: The account is frozen.',
    })
  })

  it('cannot be given to a contact that is gone by then, which is no word about its account', async () => {
    const body = failing([50_000_040, "Cannot find entity by key: 'c2'."])
    const { backend } = accountWith({ putAccount: { status: 404, body } })
    expect(await refusalOf(backend.makePrimary('a', 'c2'))).toEqual({
      kind: 'notFound',
      what: 'contact',
    })
  })

  it('is unclear when the answer to either write is', async () => {
    const contactMay = { contact: { asBillTo: false } }
    for (const lost of [{ putAccount: { status: 502 } }, { putContact: { status: 502 } }]) {
      const { backend } = accountWith({ ...contactMay, ...lost })
      expect(await refusalOf(backend.makePrimary('a', 'c2'))).toEqual({
        kind: 'outcomeUnknown',
        status: 502,
      })
    }
  })

  it('is in doubt when the read afterwards fails', async () => {
    const { backend } = accountWith({ after: { status: 503 } })
    expect(await refusalOf(backend.makePrimary('a', 'c2'))).toEqual({
      kind: 'outcomeUnknown',
      status: null,
    })
  })

  it('is in doubt when the account says afterwards that nothing moved', async () => {
    const { backend } = accountWith({ after: { body: account() } })
    expect(await refusalOf(backend.makePrimary('a', 'c2'))).toEqual({
      kind: 'outcomeUnknown',
      status: 200,
      notDone: true,
    })
  })

  it('that another writer moved on is told with the contact that has it now', async () => {
    const { backend } = accountWith({
      after: { body: account({ billToContact: contact('c3') }) },
    })
    expect(await refusalOf(backend.makePrimary('a', 'c2', ['c1']))).toEqual({
      kind: 'partial',
      done: 'Zuora made Pat Number c2 bill-to.',
      failed:
        'Then Pat Number c3 was made bill-to by another person or application, and is that now',
      holder: { id: 'c3', name: 'Pat Number c3' },
    })
  })

  it('is told of the contacts that have it now', async () => {
    const { backend } = talkingTo(() => ({ body: account() }))
    expect(await backend.holders('a', null)).toEqual([{ id: 'c1', name: 'Pat Number c1' }])
    expect(await backend.holders('a', 'shipTo')).toEqual([])
  })

  it('keeps its contact from being deleted', async () => {
    const { backend, lines } = talkingTo(({ line }) => ({
      body: line.includes('/contacts/') ? contact('c1') : account(),
    }))
    expect(await refusalOf(backend.remove('a', 'c1'))).toEqual({
      kind: 'rejected',
      message:
        'Zuora needs Pat Number c1 as bill-to and sold-to. Give that to another contact first, then delete this one',
    })
    expect(lines()).not.toContain('DELETE /v1/contacts/c1')
  })
})
