import type { Fault } from './proxy.ts'

/** How long things take; the fast ones show the same with less waiting. Milliseconds. */
export interface Pace {
  /** A fault that is there for a while. */
  lasting: number
  delays: readonly [number, number, number]
  /** A process that sleeps. */
  asleep: number
}

/** As long as the desk's own limits make it interesting: it waits 20 s for an answer. */
export const realPace: Pace = { lasting: 8_000, delays: [5_000, 25_000, 90_000], asleep: 30_000 }
export const fastPace: Pace = { lasting: 1_500, delays: [300, 600, 1_200], asleep: 2_000 }

/** A fault of the network, made by the proxy; `refuse` closes the port. */
export interface WireKind {
  at: 'wire'
  /** What happens to the next write after the first one. */
  next?: Fault
  fault(pace: Pace, late: boolean): Fault | 'refuse'
}

/** A fault of a process or of a person's hand, made by the runner. */
export interface HandKind {
  at: 'gateway' | 'browser'
}

const wire = (fault: WireKind['fault']): WireKind => ({ at: 'wire', fault })
const same = (fault: Fault): WireKind => wire(() => fault)

/** A request that is on its way too long, or an answer that is. */
function delay(which: 0 | 1): WireKind {
  return wire(({ delays }, late) => ({
    do: 'delay',
    when: late ? 'before' : 'after',
    milliseconds: delays[which],
  }))
}

/** Every way to fail of reliability.md, 3, by name, and two of them one after the other. */
export const kinds = {
  refuse: wire(() => 'refuse'),
  'reset before': same({ do: 'reset', when: 'before' }),
  'reset after': same({ do: 'reset', when: 'after', pass: 'nothing' }),
  'fin before': same({ do: 'fin', when: 'before' }),
  'fin after': same({ do: 'fin', when: 'after', pass: 'nothing' }),
  'blackhole before': same({ do: 'blackhole', when: 'before' }),
  'blackhole after': same({ do: 'blackhole', when: 'after' }),
  'delay 5 s': delay(0),
  'delay 25 s': delay(1),
  // Never late on the way there: nobody promises anything for bytes that arrive after D.
  'delay 90 s': wire(({ delays }) => ({ do: 'delay', when: 'after', milliseconds: delays[2] })),
  'partial headers': same({ do: 'fin', when: 'after', pass: 'half head' }),
  'cut body': same({ do: 'fin', when: 'after', pass: 'half body' }),
  'garbage body': same({ do: 'garbage' }),
  '500 before': same({ do: 'answer', when: 'before', status: 500 }),
  '500 after': same({ do: 'answer', when: 'after', status: 500 }),
  '502 bad gateway': same({ do: 'answer', when: 'before', status: 502 }),
  '503 date': wire(({ lasting }) => ({
    do: 'answer',
    when: 'before',
    status: 503,
    headers: { 'retry-after': new Date(Date.now() + lasting).toUTCString() },
  })),
  '429 seconds': same({
    do: 'answer',
    when: 'before',
    status: 429,
    headers: { 'retry-after': '2' },
  }),
  '401 mid-flight': same({ do: 'answer', when: 'before', status: 401 }),
  // Who was told to wait sends again by itself, and hears nothing of it.
  '429, then silence': {
    ...same({ do: 'answer', when: 'before', status: 429, headers: { 'retry-after': '1' } }),
    next: { do: 'blackhole', when: 'after' },
  },
  redirect: same({
    do: 'answer',
    when: 'before',
    status: 302,
    headers: { location: '/elsewhere' },
  }),
  duplicate: same({ do: 'twice' }),
  'double click': { at: 'browser' },
  'two tabs': { at: 'browser' },
  'tab crash': { at: 'browser' },
  'gateway kill': { at: 'gateway' },
  'gateway stop': { at: 'gateway' },
  'database restart': { at: 'gateway' },
  sleep: { at: 'browser' },
} satisfies Record<string, WireKind | HandKind>

export type KindName = keyof typeof kinds

export const kindNames = Object.keys(kinds).filter(isKind)

export function isKind(name: string): name is KindName {
  return Object.hasOwn(kinds, name)
}

export const vendors = ['dayzero', 'zuora'] as const
export type VendorId = (typeof vendors)[number]

/** One run, in all that tells it from the others. */
export interface Plan {
  kind: KindName
  vendor: VendorId
  index: number
  /** Where the wire breaks: between browser and gateway, or between gateway and billing system. */
  leg: 'front' | 'back'
  /** One write; every write for a while; or everything for a while, the read that asks back too. */
  scope: 'once' | 'writes' | 'all'
  /** Of two ways to do it, the second. */
  late: boolean
}

/** The runs of one kind with one vendor differ: six of them have seen every leg with every scope. */
export function planOf(kind: KindName, vendor: VendorId, index: number): Plan {
  const scopes = ['once', 'writes', 'all'] as const
  return {
    kind,
    vendor,
    index,
    leg: index % 2 === 0 ? 'back' : 'front',
    scope: scopes[Math.floor(index / 2) % 3] ?? 'once',
    late: Math.floor(index / 2) % 2 === 1,
  }
}

/**
 * What nobody can promise, so no fault of the desk's: a billing system without keys makes two
 * contacts of a request that the network delivers to it twice.
 */
export function isBeyond({ kind, vendor, leg }: Plan): boolean {
  return kind === 'duplicate' && vendor === 'dayzero' && leg === 'back'
}

export function nameOf({ kind, vendor, index, leg, scope, late }: Plan): string {
  const how = kinds[kind].at === 'wire' ? `, ${leg}, ${scope}${late ? ', late' : ''}` : ''
  return `${kind} (${vendor} ${index + 1}${how})`
}
