import { createHmac, randomBytes } from 'node:crypto'
import { isIPv6 } from 'node:net'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import type { SessionOf } from './session.ts'
import type { RequestEnv } from './requestEnv.ts'
import { clientAddressOf, type TrustedProxies } from '#server/network/clientAddress.ts'
import { isLocal } from './isLocal.ts'
import { HttpRefusal } from './httpRefusal.ts'

/** What a request is, as far as limits are concerned. */
type Kind = 'read' | 'write' | 'signIn' | 'report'

/** [requests, seconds] */
type Limit = readonly [points: number, seconds: number]

/** A whole office comes from one address, and its day begins with everybody signing in. */
const ofAddress: Record<Kind, Limit> = {
  read: [5000, 10],
  write: [2000, 10],
  signIn: [300, 60],
  report: [60, 60],
}

/** All sessions of a person together. An import saves as fast as it is let. */
const ofPerson = { read: [1000, 10], write: [500, 10] } as const satisfies Record<string, Limit>

/** For scripts and load tests on the machine itself. */
const moreHere = 10

/** Who is asked about: a request's address, and a person. Both throw `HttpRefusal` 429 with a pause. */
export interface RateLimits {
  address(request: Request, env: RequestEnv['Bindings'] | undefined, kind: Kind): Promise<void>
  person(id: string, kind: 'read' | 'write'): Promise<void>
}

export interface RateLimitOptions {
  /** How many times the usual limits; 0 switches them off. */
  times: number
  /** Proxies whose `X-Forwarded-For` is trusted. */
  proxies: TrustedProxies
}

/** Limits of this gateway alone, in bounded memory. */
export function rateLimitsOf({ times, proxies }: RateLimitOptions): RateLimits {
  const there = limitersOf(ofAddress, times)
  const here = limitersOf(ofAddress, times * moreHere)
  const people = limitersOf(ofPerson, times)
  const bucketOf = bucketsOf()

  return {
    async address(request, env, kind) {
      if (times === 0) return
      const socket = env?.incoming?.socket?.remoteAddress
      const from = clientAddressOf(socket ?? '', request.headers, proxies)
      await taken((isLocal(request, env) ? here : there)[kind], bucketOf(networkOf(from)))
    },
    async person(id, kind) {
      if (times > 0) await taken(people[kind], bucketOf(id))
    },
  }
}

/** What a method does, as far as limits are concerned. */
export function kindOf(method: string): 'read' | 'write' {
  return method === 'GET' || method === 'HEAD' ? 'read' : 'write'
}

/** The same sessions, with a rate limit for each person. */
export function limitedSessions(sessionOf: SessionOf, limits: RateLimits): SessionOf {
  return async (request) => {
    const session = await sessionOf(request)
    if (session) await limits.person(session.person.id, kindOf(request.method))
    return session
  }
}

function limitersOf<Name extends string>(
  limits: Readonly<Record<Name, Limit>>,
  times: number,
): Record<Name, RateLimiterMemory> {
  const limiters = Object.entries<Limit>(limits).map(([name, [points, duration]]) => [
    name,
    new RateLimiterMemory({ points: Math.max(1, Math.round(points * times)), duration }),
  ])
  return Object.fromEntries(limiters) as Record<Name, RateLimiterMemory>
}

async function taken(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key)
  } catch (reached) {
    if (!(reached instanceof RateLimiterRes)) throw reached
    throw new HttpRefusal({ kind: 'busy', retryAfter: Math.ceil(reached.msBeforeNext / 1000) })
  }
}

/** A client with one IPv6 address usually has 2⁶⁴ of them. */
function networkOf(address: string): string {
  if (!isIPv6(address)) return address
  const [head = '', tail = ''] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::')
  const before = head.split(':').filter(Boolean)
  const after = tail.split(':').filter(Boolean)
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0')
  return [...before, ...zeros, ...after].slice(0, 4).join(':')
}

const buckets = 1 << 14

/**
 * A fixed number of buckets, however many addresses there are. Two may share one; the hash is keyed
 * for each process, so that no client can choose with whom.
 */
export function bucketsOf(): (key: string) => string {
  const salt = randomBytes(16)
  return (key) => String(createHmac('sha256', salt).update(key).digest().readUInt32BE() % buckets)
}
