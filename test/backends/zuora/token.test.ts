import { describe, expect, it } from 'vitest'
import { account, contact, errorOf, failing, issued, refusalOf, talkingTo } from './zuoraClient.ts'

const refusedToken = { status: 401, body: failing([90_000_011, 'please sign in first']) }

describe('the token', () => {
  it('is fetched once for everybody who comes, as an OAuth form without any other header', async () => {
    const { backend, sent, tokens } = talkingTo(() => ({ body: account() }))
    await Promise.all([backend.customer('a'), backend.customer('a'), backend.customer('a')])
    await backend.customer('a')
    expect(tokens.map(({ body }) => body)).toEqual([
      'client_id=client&client_secret=secret&grant_type=client_credentials',
    ])
    expect(tokens[0]!.headers.get('authorization')).toBeNull()
    expect(tokens[0]!.headers.get('content-type')).toBe('application/x-www-form-urlencoded')
    expect(new Set(sent.map(({ headers }) => headers.get('authorization')))).toEqual(
      new Set(['Bearer token-1']),
    )
  })

  it('is renewed five minutes before it ends', async () => {
    let now = 0
    const { backend, tokens } = talkingTo(() => ({ body: account() }), { now: () => now })
    for (const [seconds, fetched] of [
      [0, 1],
      [3297, 1],
      [3298, 2],
      [3300, 2],
      [6595, 2],
      [6596, 3],
    ] as const) {
      now = seconds * 1000
      await backend.customer('a')
      expect(tokens, `after ${seconds} s`).toHaveLength(fetched)
    }
  })

  it('that lives but minutes is used for half of them', async () => {
    let now = 0
    const { backend, tokens } = talkingTo(() => ({ body: account() }), {
      now: () => now,
      token: () => ({ body: issued('short', 60) }),
    })
    await backend.customer('a')
    now = 29_000
    await backend.customer('a')
    expect(tokens).toHaveLength(1)
    now = 30_000
    await backend.customer('a')
    expect(tokens).toHaveLength(2)
  })

  it('that is refused is fetched anew, once for each call', async () => {
    const { backend, tokens, sent } = talkingTo(({ headers }) =>
      headers.get('authorization') === 'Bearer token-1' ? refusedToken : { body: account() },
    )
    await expect(backend.customer('a')).resolves.toMatchObject({ id: 'a' })
    expect(tokens).toHaveLength(2)
    expect(sent).toHaveLength(2)
    await backend.customer('a')
    expect(tokens).toHaveLength(2)
  })

  it('that is refused again means wrong credentials, also where a legacy version says so with 200', async () => {
    for (const reply of [refusedToken, { body: refusedToken.body }]) {
      const { backend, sent } = talkingTo(() => reply)
      expect(await refusalOf(backend.customer('a'))).toEqual({ kind: 'credentials' })
      expect(sent).toHaveLength(2)
    }
  })

  it('that is refused to many at once is fetched anew once', async () => {
    const { backend, tokens } = talkingTo(({ headers }) =>
      headers.get('authorization') === 'Bearer token-1' ? refusedToken : { body: account() },
    )
    await Promise.all(Array.from({ length: 10 }, () => backend.customer('a')))
    expect(tokens).toHaveLength(2)
  })

  it('that was renewed meanwhile is not thrown away by one who is refused late', async () => {
    let arrive = () => {}
    const late = new Promise<void>((resolve) => (arrive = resolve))
    const { backend, tokens } = talkingTo(async ({ line, headers }) => {
      if (headers.get('authorization') !== 'Bearer token-1') return { body: account() }
      if (line.includes('/slow')) await late
      return refusedToken
    })
    const slow = backend.customer('slow').catch(() => undefined)
    await backend.customer('a')
    arrive()
    await slow
    expect(tokens).toHaveLength(2)
  })

  it('is not taken from the others by one who gives up', async () => {
    let arrive = () => {}
    const arrived = new Promise<void>((resolve) => (arrive = resolve))
    const { backend, tokens } = talkingTo(() => ({ body: account() }), {
      token: async () => {
        await arrived
        return { body: issued('late') }
      },
    })
    const giveUp = new AbortController()
    const first = backend.customer('a', giveUp.signal)
    const second = backend.customer('a')
    giveUp.abort(new Error('typed on'))
    await expect(first).rejects.toThrow('typed on')
    arrive()
    await expect(second).resolves.toMatchObject({ id: 'a' })
    expect(tokens).toHaveLength(1)
  })

  it('is not fetched for one who has given up already', async () => {
    const { backend, tokens } = talkingTo(() => ({ body: account() }), {
      token: () => ({ status: 500 }),
    })
    const gaveUp = AbortSignal.abort(new Error('typed on'))
    await expect(backend.customer('a', gaveUp)).rejects.toThrow('typed on')
    expect(tokens).toEqual([])
  })

  it.each([
    ['wrong credentials', { status: 401, body: { message: 'Invalid' } }, { kind: 'credentials' }],
    ['a wrong request', { status: 400, body: {} }, { kind: 'credentials' }],
    [
      'too many of them',
      { status: 429, headers: { 'retry-after': '7' } },
      { kind: 'busy', retryAfter: 7 },
    ],
    // The write has not been sent yet, so it certainly has not happened.
    ['a fault', { status: 500, raw: 'oops' }, { kind: 'backendUnreachable' }],
    ['a token that cannot be read', { raw: '<html>' }, { kind: 'backendUnreachable' }],
  ] as const)('%s is told, and nothing is sent', async (_, reply, refusal) => {
    const { backend, sent } = talkingTo(() => ({ body: contact('c') }), { token: () => reply })
    const values = { firstName: 'Pat', lastName: 'Plain' }
    expect(await refusalOf(backend.create('a', values))).toEqual(refusal)
    expect(sent).toEqual([])
  })

  it('is asked for again after a failure', async () => {
    let works = false
    const { backend } = talkingTo(() => ({ body: account() }), {
      token: () => (works ? { body: issued('there') } : { status: 503 }),
    })
    const error = await errorOf(backend.customer('a'))
    expect(error.refusal).toEqual({ kind: 'backendUnreachable' })
    works = true
    await expect(backend.customer('a')).resolves.toMatchObject({ id: 'a' })
  })
})
