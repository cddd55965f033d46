import { words } from '#backends/zuora/en.ts'
import { describe, expect, it } from 'vitest'
import {
  account,
  contact,
  errorOf,
  failing,
  refusalOf,
  talkingTo,
  type Reply,
} from './zuoraClient.ts'

const values = { firstName: 'Pat', lastName: 'Plain' }

/** What becomes of a create that is answered so. */
function refused(reply: Reply, key?: string) {
  return refusalOf(talkingTo(() => reply).backend.create('a', values, { key }))
}

describe('what was typed', () => {
  it('is refused field by field, in words that say what to do', async () => {
    const body = failing(
      [67_990_122, "'firstName' may not be null"],
      [67_990_120, "'lastName' may not be empty"],
      [67_992_320, "'zipCode' length must be at most 20"],
      ['67991620', "'otherPhoneType' value should be one of: Work, Mobile, Home, Other"],
      [67_990_720, "'country' value should be the name or ISO code of a country"],
      [67_991_920, "'state' value should be the name or code of a state of Canada"],
      [67_992_120, "'workEmail' value should be an e-mail address"],
      [67_992_220, "'nickname' may not contain characters of four bytes"],
      [67_992_220, "'billToContact.city' is odd"],
    )
    expect(await refused({ status: 400, body })).toEqual({
      kind: 'fields',
      problems: [
        { field: 'firstName', message: 'Zuora needs the first name. Enter it' },
        { field: 'lastName', message: 'Zuora needs the last name. Enter it' },
        {
          field: 'zipCode',
          message: 'Zuora keeps at most 20 characters of postal code. Shorten it',
        },
        {
          field: 'otherPhoneType',
          message: 'Zuora takes one of these as other phone type: Work, Mobile, Home, Other',
        },
        {
          field: 'country',
          message: 'Zuora does not know this country. Choose one from the list',
        },
        {
          field: 'state',
          message: 'Zuora does not know this state of that country. Choose one from the list',
        },
        {
          field: 'workEmail',
          message: 'Zuora does not take this work email. Check it for slips, like name@example.com',
        },
        {
          field: 'nickname',
          message: 'Zuora takes no emoji or rare characters in nickname. Take them out',
        },
        { field: 'city', message: "Zuora says: 'billToContact.city' is odd" },
      ],
    })
  })

  it('finds its field under the names that the rest of Zuora uses', async () => {
    const body = failing(
      [20, 'no code'],
      [67_990_120, "'postalCode' length must be at most 20"],
      [67_990_120, "'description' length must be at most 100"],
    )
    expect(await refused({ status: 400, body })).toMatchObject({
      problems: [{ field: null }, { field: 'zipCode' }, { field: 'contactDescription' }],
    })
  })

  it('in fields that the tenant has not, is told for each of them', async () => {
    const body = failing([53_200_021, "Invalid parameter(s): 'asBillTo,foo,asShipTo'."])
    const message = (label: string) =>
      `This Zuora tenant has no field “${label}”. Leave it, and tell whoever runs the desk`
    expect(await refused({ body })).toEqual({
      kind: 'fields',
      problems: [
        { field: 'asBillTo', message: message('Can be bill-to') },
        { field: 'asShipTo', message: message('Can be ship-to') },
      ],
    })
  })

  it('that names no field of ours is told as a whole', async () => {
    const body = failing([50_000_020, "'toString' is odd"], [50_000_022, 'Something is missing'])
    expect(await refused({ status: 400, body })).toEqual({
      kind: 'fields',
      problems: [
        { field: null, message: "Zuora says: 'toString' is odd" },
        { field: null, message: 'Zuora says: Something is missing' },
      ],
    })
  })
})

describe('the kind of mistake', () => {
  const rule = { kind: 'rejected', message: 'Zuora says: no' }
  const unclear = (status: number) => ({ kind: 'outcomeUnknown', status })

  it.each([
    [403, 50_000_010, { kind: 'permission' }],
    [400, 50_000_027, rule],
    [400, 50_000_030, rule],
    [404, 53_830_040, { kind: 'notFound', what: 'customer' }],
    [400, 50_000_045, rule],
    [409, 50_000_050, { kind: 'busy', retryAfter: null }],
    [500, 50_000_060, unclear(500)],
    [500, 50_000_061, unclear(500)],
    [429, 50_000_070, { kind: 'busy', retryAfter: null }],
    [400, 50_000_090, rule],
    [500, 50_000_099, unclear(500)],
  ])('is in the last digits of its code: %s %s', async (status, code, refusal) => {
    const modern = { status, body: failing([code, 'no']) }
    const bare = { status, body: { reasons: [{ code: `${code}`, message: 'no' }] } }
    expect(await refused(modern)).toEqual(refusal)
    expect(await refused(bare)).toEqual(refusal)
    // Legacy versions: the same body under 200. A fault still proves nothing about the write.
    const legacy = refusal.kind === 'outcomeUnknown' ? unclear(200) : refusal
    expect(await refused({ ...modern, status: 200 })).toEqual(legacy)
  })

  it.each([
    [400, rule],
    [403, { kind: 'permission' }],
    [404, { kind: 'notFound', what: 'customer' }],
    [413, rule],
    [429, { kind: 'busy', retryAfter: null }],
    [302, { kind: 'rejected', message: words.refusals.elsewhere, viaProxy: true }],
    [408, unclear(408)],
    [409, unclear(409)],
    [422, unclear(422)],
    [502, unclear(502)],
    [503, unclear(503)],
  ])('without a code that says it, is in the status: %s', async (status, refusal) => {
    expect(await refused({ status, body: { code: 'OTHER', message: 'no' } })).toEqual(refusal)
  })

  it('is told in any of the shapes that Zuora has', async () => {
    for (const body of [
      { success: false, reasons: [{ code: 'ObjectNotFound', message: 'no' }] },
      { Success: false, Errors: [{ Code: 'INVALID_VALUE', Message: 'no' }] },
      [{ Success: false, Errors: [{ Code: 'INVALID_VALUE', Message: 'no' }] }],
    ])
      expect(await refused({ body })).toEqual(rule)
    expect(
      await refused({ status: 400, body: { FaultCode: 'MALFORMED_QUERY', FaultMessage: 'no' } }),
    ).toEqual(rule)
  })

  it('of a fault is no mistake of ours, whatever the code says', async () => {
    const body = failing([50_000_030, 'no'], [67_990_120, "'city' is odd"])
    expect(await refused({ status: 500, body })).toEqual(unclear(500))
  })

  it('is looked for in a list that seems to be there', async () => {
    const { backend } = talkingTo(({ line }) => ({
      body: line.includes('/v1/')
        ? account()
        : { data: [], ...failing([50_000_070, 'Request exceeded limit']) },
    }))
    expect(await refusalOf(backend.contacts('a', {}))).toEqual({ kind: 'busy', retryAfter: null })
  })

  it('that is not told at all still becomes a sentence', async () => {
    const whole = {
      kind: 'rejected',
      message: 'Zuora refused this without saying why. Check the fields and save again',
    }
    for (const body of [
      { success: false },
      { success: false, reasons: [] },
      { success: false, reasons: [null, 7, {}] },
    ])
      expect(await refused({ body })).toEqual(whole)
    expect(await refused({ status: 400, raw: '<html>' })).toEqual(whole)
  })
})

describe('a success', () => {
  it('whose body cannot be read is unclear, not failed and not saved', async () => {
    for (const raw of [
      '',
      '{"id":"a","na',
      '<html>Signed in</html>',
      '{}',
      '[]',
      '{"success":true}',
    ])
      expect(await refused({ raw })).toMatchObject({ kind: 'outcomeUnknown', status: 200 })
  })

  it('of an earlier try under the same key may come as 409', async () => {
    const { backend } = talkingTo(() => ({ status: 409, body: contact('c9') }))
    expect(await backend.create('a', values, { key: 'k' })).toMatchObject({ id: 'c9' })
    expect(await refusalOf(backend.create('a', values))).toEqual({
      kind: 'outcomeUnknown',
      status: 409,
    })
  })
})

describe('under an idempotency key', () => {
  it.each([
    [409, 50_000_050],
    [422, 50_000_030],
  ])('%s says that an earlier try may have written, whatever its code', async (status, code) => {
    const reply = { status, body: failing([code, 'no']) }
    expect(await refused(reply, 'k')).toEqual({ kind: 'outcomeUnknown', status })
    expect((await refused(reply)).kind).not.toBe('outcomeUnknown')
  })
})

describe('a pause', () => {
  it('is asked for in seconds or as a date, and is never hours', async () => {
    const asked = (after: string) => refused({ status: 429, headers: { 'retry-after': after } })
    expect(await asked('7')).toEqual({ kind: 'busy', retryAfter: 7 })
    expect(await asked('999999')).toEqual({ kind: 'busy', retryAfter: 300 })
    expect(await asked('Wed, 21 Oct 2015 07:28:00 GMT')).toEqual({ kind: 'busy', retryAfter: 1 })
    expect(await asked('soon')).toEqual({ kind: 'busy', retryAfter: null })
  })
})

describe('what Zuora’s support asks for', () => {
  it('is kept for the log, without what was typed', async () => {
    const body = failing([67_992_320, "'workEmail' pat@secret.example is odd"])
    const { backend } = talkingTo(() => ({ status: 400, body }))
    const { cause } = await errorOf(backend.create('a', values))
    expect(String(cause)).toBe(
      'Error: status 400, categories 20, processId 7F2E4C89A1B3C4D5, requestId 01890000-0000-7000-8000-000000000001',
    )
    const gateway = talkingTo(() => ({ status: 502, headers: { 'zuora-request-id': 'r-1' } }))
    expect(String((await errorOf(gateway.backend.customer('a'))).cause)).toBe(
      'Error: status 502, requestId r-1',
    )
  })
})

describe('what is missing', () => {
  const nowhere = { status: 404, body: failing([50_000_040, "Cannot find entity by key: 'x'."]) }

  it('is the customer before the contact', async () => {
    const { backend } = talkingTo(() => nowhere)
    for (const ask of [
      backend.customer('a'),
      backend.contacts('a', {}),
      backend.contact('a', 'c1'),
      backend.update('a', 'c1', values),
      backend.remove('a', 'c1'),
      backend.makePrimary('a', 'c1'),
    ])
      expect(await refusalOf(ask)).toEqual({ kind: 'notFound', what: 'customer' })
  })

  it('is a contact of another account, and the contacts of an account by its number', async () => {
    const { backend, sent } = talkingTo(({ line }) => ({
      body: line.includes('/accounts/') ? account() : contact('c1', { accountId: 'other' }),
    }))
    for (const ask of [
      backend.contact('a', 'c1'),
      backend.update('a', 'c1', values),
      backend.remove('a', 'c1'),
      backend.giveRole('a', 'c1', 'soldTo'),
    ])
      expect(await refusalOf(ask)).toEqual({ kind: 'notFound', what: 'contact' })
    expect(await refusalOf(backend.contacts('A00000001', {}))).toEqual({
      kind: 'notFound',
      what: 'customer',
    })
    expect(await backend.customer('A00000001')).toMatchObject({ id: 'a' })
    expect(sent.every(({ line }) => line.startsWith('GET '))).toBe(true)
  })
})

describe('a read before a write', () => {
  it('whose answer is lost leaves no doubt: nothing was written', async () => {
    const { backend } = talkingTo(() => ({ status: 502, raw: 'Bad gateway' }))
    for (const ask of [
      backend.update('a', 'c1', values),
      backend.remove('a', 'c1'),
      backend.makePrimary('a', 'c1'),
    ])
      expect(await refusalOf(ask)).toEqual({ kind: 'backendUnreachable' })
    expect(await refusalOf(backend.contact('a', 'c1'))).toEqual({
      kind: 'outcomeUnknown',
      status: 502,
    })
  })
})
