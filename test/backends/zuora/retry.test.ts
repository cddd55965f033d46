import { describe, expect, it } from 'vitest'
import { patience } from '#backends/zuora/retry.ts'
import { systemClock } from '#contract/clock.ts'
import { BackendError } from '#contract/api/refusal.ts'
import {
  account,
  contact,
  failing,
  issued,
  refusalOf,
  talkingTo,
  type Reply,
  type Sent,
} from './zuoraClient.ts'

const values = { firstName: 'Pat', lastName: 'Plain' }

const limited = (seconds?: number): Reply => ({
  status: 429,
  body: failing([50_000_070, 'Request exceeded limit']),
  headers: seconds === undefined ? {} : { 'retry-after': String(seconds) },
})
const contended = { status: 409, body: failing([50_000_050, 'Locked']) }
const running = { status: 409, body: failing([50_000_030, 'Still running']) }

/** Gives these replies to the calls whose line fits, then what is right. */
function answering(replies: Reply[], fits: RegExp = /./) {
  return ({ line }: Sent): Reply => {
    const next = fits.test(line) ? replies.shift() : undefined
    return next ?? { body: line.includes('/contacts') ? contact('c1') : account() }
  }
}

it('a clock that is set back holds nobody back for longer than was asked', async () => {
  let now = 60 * 60_000
  const clock = { ...systemClock, now: () => now }
  const calls = patience(clock)
  const error = new BackendError({ kind: 'busy', retryAfter: 60 })
  const limit = async () => ({ error, repeat: { why: 'limit', after: 60 } }) as const
  await expect(calls(limit, undefined)).rejects.toBe(error)
  await expect(calls(async () => ({ reply: 'here' }), undefined)).rejects.toThrow()
  now = 0
  expect(await calls(async () => ({ reply: 'here' }), undefined)).toBe('here')
})

describe('a call that came too often', () => {
  it('is made again when its time has come, be it a read or a write', async () => {
    for (const ask of [
      talkingTo(answering([limited(2), limited(3)])),
      talkingTo(answering([{ ...limited(2), status: 200 }, limited(3)])),
    ]) {
      expect(await ask.backend.customer('a')).toMatchObject({ name: 'Acme' })
      expect(ask.waits).toEqual([2000, 3000])
      expect(ask.sent).toHaveLength(3)
    }
    const { backend, sent, waits } = talkingTo(answering([limited(2)], /^POST/))
    expect(await backend.create('a', values, { key: 'k' })).toMatchObject({ id: 'c1' })
    expect(waits).toEqual([2000])
    expect(sent.map(({ headers }) => headers.get('idempotency-key'))).toEqual(['k', 'k'])
    expect(sent[1]!.body).toEqual(sent[0]!.body)
  })

  it('waits a little longer each time where nobody says how long', async () => {
    const { backend, waits } = talkingTo(answering([limited(), limited()]))
    await backend.customer('a')
    expect(waits).toEqual([1000, 2000])
  })

  it('is made three times and waits five seconds at the most', async () => {
    const often = talkingTo(() => limited(1))
    expect(await refusalOf(often.backend.customer('a'))).toEqual({ kind: 'busy', retryAfter: 1 })
    expect(often.sent).toHaveLength(3)
    const long = talkingTo(() => limited(6))
    expect(await refusalOf(long.backend.customer('a'))).toEqual({ kind: 'busy', retryAfter: 6 })
    expect(long.sent).toHaveLength(1)
    expect(long.waits).toEqual([])
    const both = talkingTo(() => limited(4))
    expect(await refusalOf(both.backend.customer('a'))).toEqual({ kind: 'busy', retryAfter: 4 })
    expect(both.waits).toEqual([4000])
  })

  it('holds back the later ones of its tenant, and of no other', async () => {
    let now = 0
    const script = answering([limited(60)])
    const { backend, sent, waits, tokens } = talkingTo(script, { now: () => now })
    await refusalOf(backend.customer('a'))
    now = 10_000
    expect(await refusalOf(backend.create('a', values))).toEqual({ kind: 'busy', retryAfter: 50 })
    expect(sent).toHaveLength(1)
    now = 57_000
    expect(await backend.customer('a')).toMatchObject({ name: 'Acme' })
    expect(waits).toEqual([3000])
    expect(tokens).toHaveLength(1)
    const other = talkingTo(script)
    await other.backend.customer('a')
    expect(other.waits).toEqual([])
  })

  it('waits on when another person is told to meanwhile', async () => {
    let arrive = () => {}
    const late = new Promise<void>((resolve) => (arrive = resolve))
    const { backend, lines } = talkingTo(
      async ({ line }) => {
        if (line.endsWith('/a')) return limited(1)
        await late
        return limited(60)
      },
      {
        whileWaiting: () => {
          arrive()
          return other
        },
      },
    )
    const first = refusalOf(backend.customer('a'))
    const other = refusalOf(backend.customer('b'))
    await first
    expect(await other).toEqual({ kind: 'busy', retryAfter: 60 })
    expect(lines()).toEqual(['GET /v1/accounts/a', 'GET /v1/accounts/b'])
  })

  it('is given up with its caller', async () => {
    const giveUp = new AbortController()
    const { backend, sent } = talkingTo(() => limited(2), {
      whileWaiting: () => giveUp.abort(new Error('typed on')),
    })
    await expect(backend.customer('a', giveUp.signal)).rejects.toThrow('typed on')
    expect(sent).toHaveLength(1)
  })

  it('for a token is made again as well, and holds back the others', async () => {
    const replies = [limited(2), { body: issued('token') }]
    const { backend, tokens, waits, sent } = talkingTo(() => ({ body: account() }), {
      token: () => replies.shift()!,
    })
    await Promise.all([backend.customer('a'), backend.customer('a')])
    expect(tokens).toHaveLength(2)
    expect(sent).toHaveLength(2)
    expect(waits[0]).toBe(2000)
  })
})

describe('a Zuora that is away for a while', () => {
  const away = { status: 503, headers: { 'retry-after': '2' } }

  it('is read from when it is back', async () => {
    const { backend, waits } = talkingTo(answering([away]))
    expect(await backend.customer('a')).toMatchObject({ name: 'Acme' })
    expect(waits).toEqual([2000])
    const long = { status: 503, headers: { 'retry-after': '30' } }
    const ask = talkingTo(() => long).backend.customer('a')
    expect(await refusalOf(ask)).toEqual({ kind: 'busy', retryAfter: 30 })
  })

  it('may have written what it does not answer for', async () => {
    const { backend, sent, waits } = talkingTo(answering([away], /^POST/))
    expect(await refusalOf(backend.create('a', values))).toEqual({
      kind: 'outcomeUnknown',
      status: 503,
    })
    expect(sent).toHaveLength(1)
    expect(waits).toEqual([])
  })
})

describe('a lock that another person holds', () => {
  it('is waited for by a read', async () => {
    for (const reply of [contended, { ...contended, status: 200 }]) {
      const { backend, waits } = talkingTo(answering([reply]))
      expect(await backend.customer('a')).toMatchObject({ name: 'Acme' })
      expect(waits).toEqual([1000])
    }
  })

  it('holds nobody else back', async () => {
    const script = answering([{ ...contended, headers: { 'retry-after': '60' } }])
    const { backend, waits } = talkingTo(script)
    expect(await refusalOf(backend.customer('a'))).toEqual({ kind: 'busy', retryAfter: 60 })
    await backend.customer('a')
    expect(waits).toEqual([])
  })

  it('has kept a write from happening, and staff look at what is there before they repeat it', async () => {
    const { backend, lines } = talkingTo(answering([contended], /^PUT/))
    expect(await refusalOf(backend.update('a', 'c1', values))).toEqual({
      kind: 'busy',
      retryAfter: null,
    })
    expect(lines().filter((line) => line.startsWith('PUT'))).toHaveLength(1)
  })
})

describe('a create whose first try is still running', () => {
  const create = (replies: Reply[]) => {
    const talk = talkingTo(answering(replies))
    return { ...talk, made: talk.backend.create('a', values, { key: 'k' }) }
  }

  it('is asked about under the same key until it is done', async () => {
    const { made, sent, waits } = create([running, { status: 409, body: { success: true } }])
    expect(await made).toMatchObject({ id: 'c1' })
    expect(waits).toEqual([1000, 2000])
    expect(sent).toHaveLength(3)
    for (const { headers, body } of sent) {
      expect(headers.get('idempotency-key')).toBe('k')
      expect(body).toEqual(sent[0]!.body)
    }
  })

  it('comes to what the first try came to', async () => {
    const { made } = create([
      running,
      { status: 400, body: failing([50_000_030, 'The account is frozen.']) },
    ])
    expect(await refusalOf(made)).toEqual({
      kind: 'rejected',
      message: 'Zuora says: The account is frozen.',
    })
  })

  it('stays unclear when it does not end', async () => {
    const { made, sent } = create([running, contended, running, running])
    expect(await refusalOf(made)).toEqual({ kind: 'outcomeUnknown', status: 409 })
    expect(sent).toHaveLength(3)
  })

  it('stays unclear when nobody may ask any more', async () => {
    const refusedToken = { status: 401, body: failing([90_000_011, 'please sign in first']) }
    for (const replies of [
      [running, limited(60)],
      [running, { status: 302, headers: { location: 'https://elsewhere.example/' } }],
      [running, { status: 403, body: failing([50_000_010, 'no']) }],
      [running, refusedToken, refusedToken],
    ])
      expect(await refusalOf(create(replies).made)).toEqual({ kind: 'outcomeUnknown', status: 409 })
  })
})

describe('a pause', () => {
  it('ends by itself, or with the reason of whoever gives up', async () => {
    await expect(systemClock.pause(0)).resolves.toBeUndefined()
    const giveUp = new AbortController()
    const long = systemClock.pause(3_600_000, giveUp.signal)
    giveUp.abort(new Error('typed on'))
    await expect(long).rejects.toThrow('typed on')
    await expect(systemClock.pause(3_600_000, giveUp.signal)).rejects.toThrow('typed on')
  })
})
