import type { Chance } from './chance.ts'

/**
 * What can happen to one call. `before` and `after` say whether the other side has carried it out
 * when it happens.
 */
export const faults = [
  /** Nothing was sent: nobody listens, no such name, no way there. */
  'refused',
  /** The connection breaks: reset, closed, headers that stop in the middle. */
  'resetBefore',
  'resetAfter',
  /** Slow, on the way there or on the way back. */
  'slow',
  /** The same bytes arrive twice. */
  'twice',
  /** The true status, and a body that ends in the middle. */
  'cut',
  /** A page of somebody in between, with status 200. */
  'pageBefore',
  'pageAfter',
  'fault500Before',
  'fault500After',
  /** 502, 503 with Retry-After, 504 and 408, of somebody who may have passed it on or not. */
  'gatewayBefore',
  'gatewayAfter',
  /** 429 with Retry-After. */
  'tooMany',
  'unauthorized',
  'redirect',
  /** No answer ever. */
  'silenceBefore',
  'silenceAfter',
] as const

export type Fault = (typeof faults)[number]

/** A time in which every call meets the same. */
export interface Outage {
  /** Virtual milliseconds since 1970. */
  from: number
  to: number
  fault: Fault
  /** Left out: every call. */
  only?: 'creates' | 'writes'
}

/** How bad a network is. */
export interface Profile {
  /** How often a call meets each of them; together 1 at the most. */
  often: Partial<Record<Fault, number>>
  outages: readonly Outage[]
  /** Milliseconds within which whatever arrives has arrived. */
  latest: number
  /** The most seconds that anybody is told to wait. */
  longestWait: number
}

export const calmProfile: Profile = { often: {}, outages: [], latest: 30_000, longestWait: 30 }

interface Weather {
  chance: Chance
  /** Virtual milliseconds since 1970 in which outages may be. */
  from: number
  to: number
  /** The most milliseconds of one outage. */
  longestOutage: number
}

/** A network as bad as it happens to be: mostly a little of a few things, sometimes much of one. */
export function anyProfile({ chance, from, to, longestOutage }: Weather): Profile {
  const total = chance.one([0, 0.05, 0.15, 0.3, 0.6])
  const weights = faults.map(() => (chance.hits(0.5) ? chance.next() ** 3 : 0))
  const sum = weights.reduce((all, weight) => all + weight, 0)
  const often = Object.fromEntries(
    faults.map((fault, index) => [fault, sum > 0 ? (total * weights[index]!) / sum : 0]),
  )
  const outages = Array.from({ length: chance.one([0, 0, 0, 1, 2]) }, () => {
    const start = chance.between(from, to)
    // As many of a minute as of an hour.
    const length = 1000 * (longestOutage / 1000) ** chance.next()
    const fault = chance.one(['refused', 'silenceBefore', 'silenceAfter', 'gatewayBefore'] as const)
    return { from: start, to: start + length, fault }
  })
  return { ...calmProfile, often, outages }
}
