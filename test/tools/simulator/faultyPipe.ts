import type { Send } from '#contract/backend/send.ts'
import type { Chance } from './chance.ts'
import type { Fault, Profile } from './faults.ts'
import { responseOf } from './wire.ts'
import type { World } from './world.ts'

export interface FaultyPipe {
  send: Send
  /** No faults from here on. What is under way stays as it is. */
  calm(): void
}

export interface PipeOptions {
  world: World
  /** For the trace, and its own chances. */
  name: string
  profile: Profile
  /**
   * Milliseconds after which the caller's end gives up, as src/server/gateway/outbound.ts does.
   * Null: it waits until its own signal says otherwise.
   */
  timeout: number | null
  /** For a test that wants a certain one for every call. */
  always?: Fault
  /** The body of a refusal with this status. Left out: as a vendor might put it. */
  refusing?: (status: 401 | 429, retryAfter: number) => unknown
  /** Told of every fault. */
  met?: (fault: Fault) => void
}

/** A network between somebody and `send`. It goes on carrying what a dead process has sent. */
export function faultyPipe(send: Send, options: PipeOptions): FaultyPipe {
  const { world, name, profile, timeout, always, met, refusing } = options
  const chance = world.chance.fork(name)
  let isCalm = false

  function faultOf(request: Request): Fault | null {
    if (isCalm) return null
    if (always) return always
    const now = world.now()
    const outage = profile.outages.find(
      ({ from, to, only }) => from <= now && now < to && (!only || isOne(request, only)),
    )
    if (outage) return outage.fault
    let left = chance.next()
    for (const [fault, often] of Object.entries(profile.often)) {
      left -= often
      if (left < 0) return fault as Fault
    }
    return null
  }

  return {
    calm: () => {
      isCalm = true
    },
    send(request) {
      const fault = faultOf(request)
      if (fault) met?.(fault)
      const line = `${name} ${request.method} ${new URL(request.url).pathname}`
      world.note(`${line} ${fault ?? 'sent'}`)
      const trip = tripOf({ world, line, chance, profile, send, request, refusing })
      return new Promise((resolve, reject) => {
        const { signal } = request
        const over = timeout === null ? null : world.after(timeout, `${line} times out`, timeOut)
        function timeOut(): void {
          end(() => reject(new DOMException('The operation timed out', 'TimeoutError')))
        }
        function giveUp(): void {
          // eslint-disable-next-line typescript/prefer-promise-reject-errors -- as `fetch` does
          end(() => reject(signal.reason))
        }
        function end(say: () => void): void {
          if (over) over.off = true
          signal.removeEventListener('abort', giveUp)
          say()
        }
        if (signal.aborted) return giveUp()
        signal.addEventListener('abort', giveUp)
        ;(fault ? courses[fault] : courses.none)(trip).then(
          (answer) => end(() => resolve(answer)),
          (error: unknown) =>
            end(() => {
              // eslint-disable-next-line typescript/prefer-promise-reject-errors -- whatever it was
              reject(error)
            }),
        )
      })
    },
  }
}

function isOne({ method, url }: Request, of: 'creates' | 'writes'): boolean {
  const isCreate = method === 'POST' && url.includes('/contacts')
  return isCreate || (of === 'writes' && (method === 'PUT' || method === 'DELETE'))
}

/** What a call can be made to go through. */
interface Trip {
  chance: Chance
  profile: Profile
  refusing: NonNullable<PipeOptions['refusing']>
  /** Time goes by; without a number, as much as a good network takes. */
  passes(milliseconds?: number): Promise<void>
  /** It arrives, and is answered. */
  delivered(): Promise<Response>
  /** A second one of the same bytes, to be delivered at another time. */
  copied(): Promise<() => Promise<Response>>
}

interface Call {
  world: World
  line: string
  chance: Chance
  profile: Profile
  send: Send
  request: Request
  refusing: PipeOptions['refusing']
}

function tripOf({ world, line, chance, profile, send, request, refusing }: Call): Trip {
  const passes = (milliseconds = chance.between(2, 200)) =>
    new Promise<void>((resolve) => {
      world.after(milliseconds, `${line} on its way`, resolve)
    })
  return {
    chance,
    profile,
    refusing:
      refusing ??
      ((status) => ({ detail: status === 401 ? 'Not authenticated' : 'Too many requests' })),
    passes,
    delivered: () => send(request),
    async copied() {
      const { method, url, headers } = request
      const body = request.body ? await request.clone().text() : undefined
      return () => send(new Request(url, { method, headers, body }))
    },
  }
}

/** There and back. */
async function none({ passes, delivered }: Trip): Promise<Response> {
  await passes()
  const answer = await delivered()
  await passes()
  return answer
}

/** There, and whatever comes back is lost. */
async function lost(trip: Trip): Promise<void> {
  await none(trip).catch(() => {})
}

/** A promise of its own each time: a shared one would keep whoever waits for it in memory for ever. */
const never = () => new Promise<never>(() => {})

const courses: Record<Fault | 'none', (trip: Trip) => Promise<Response>> = {
  none,

  async refused({ chance, passes }) {
    const code = chance.one([
      'ECONNREFUSED',
      'ENOTFOUND',
      'EHOSTUNREACH',
      'UND_ERR_CONNECT_TIMEOUT',
    ])
    await passes(code === 'UND_ERR_CONNECT_TIMEOUT' ? 10_000 : undefined)
    throw failed(code)
  },

  async resetBefore({ chance, passes }) {
    await passes()
    throw failed(chance.one(broken))
  },

  async resetAfter(trip) {
    await lost(trip)
    throw failed(trip.chance.one(broken))
  },

  async slow({ chance, profile, passes, delivered }) {
    // From a tenth of a second to a minute and a half, as many of each length.
    const milliseconds = 100 * 900 ** chance.next()
    const isOnTheWay = chance.hits(0.5)
    await passes(isOnTheWay ? Math.min(milliseconds, profile.latest) : undefined)
    const answer = await delivered()
    await passes(isOnTheWay ? undefined : milliseconds)
    return answer
  },

  async twice({ chance, profile, passes, delivered, copied }) {
    const again = await copied()
    await passes()
    const first = delivered()
    const second = (async () => {
      await passes(Math.min(5 * 1000 ** chance.next(), profile.latest))
      return again()
    })()
    const [told, untold] = chance.hits(0.5) ? [first, second] : [second, first]
    untold.catch(() => {})
    const answer = await told
    await passes()
    return answer
  },

  async cut(trip) {
    const answer = await none(trip)
    const bytes = new TextEncoder().encode(await answer.text())
    const some = bytes.slice(0, trip.chance.whole(0, Math.max(0, bytes.length - 1)))
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(some)
        controller.error(failed('UND_ERR_SOCKET'))
      },
    })
    // A status without a body has none that could be cut.
    if (answer.status === 204) throw failed('UND_ERR_SOCKET')
    return new Response(body, { status: answer.status, headers: answer.headers })
  },

  async pageBefore({ passes }) {
    await passes()
    return page()
  },

  async pageAfter(trip) {
    await lost(trip)
    return page()
  },

  async fault500Before({ passes }) {
    await passes()
    return new Response('Internal Server Error', { status: 500 })
  },

  async fault500After(trip) {
    await lost(trip)
    return new Response('Internal Server Error', { status: 500 })
  },

  async gatewayBefore(trip) {
    await trip.passes()
    return between(trip)
  },

  async gatewayAfter(trip) {
    await lost(trip)
    return between(trip)
  },

  async tooMany({ chance, profile, passes, refusing }) {
    await passes()
    const wait = chance.whole(1, profile.longestWait)
    const headers = { 'retry-after': String(wait) }
    return responseOf({ status: 429, body: refusing(429, wait), headers })
  },

  async unauthorized({ passes, refusing }) {
    await passes()
    return responseOf({ status: 401, body: refusing(401, 0) })
  },

  async redirect({ passes }) {
    await passes()
    return new Response(null, { status: 302, headers: { location: 'https://elsewhere.example/' } })
  },

  silenceBefore: never,

  async silenceAfter(trip) {
    await lost(trip)
    return never()
  },
}

/** How a connection that was there can end. */
const broken = ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'UND_ERR_HEADERS_TIMEOUT']

/** As `fetch` fails. */
export function failed(code: string): TypeError {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) })
}

function page(): Response {
  const headers = { 'content-type': 'text/html' }
  return new Response('<!doctype html><title>Please sign in</title>', { status: 200, headers })
}

/** Somebody between us and them. */
function between({ chance, profile }: Trip): Response {
  const status = chance.one([502, 503, 504, 408])
  const wait = String(chance.whole(1, profile.longestWait))
  const headers: Record<string, string> = { 'content-type': 'text/html' }
  if (status === 503) headers['retry-after'] = wait
  return new Response('<html><h1>Bad Gateway</h1></html>', { status, headers })
}
