import { unlessAborted, type Clock } from '#contract/clock.ts'
import type { Backend, Page } from '#contract/backend/backend.ts'
import { BackendError, type Refusal } from '#contract/api/refusal.ts'
import type { Probe, Probes } from '#contract/api/workspaceSettings.ts'
import type { Contact, Customer } from '#contract/fields/contact.ts'

/** How long one probe may take, in milliseconds; then the next one is tried. */
const probePatience = 10_000

/** How long a result is cached, in milliseconds, so that probes cannot keep a backend busy. */
const probesFresh = 10_000

type Name = Probe['name']
type Trouble = Extract<Probe, { state: 'failed' }>['trouble']

/**
 * Tries what staff do all day, with reads only, and says how each went.
 * @returns one entry a probe, always all of them; nothing of what was read
 */
export async function probe(backend: Backend, clock: Clock): Promise<Probe[]> {
  const done: Probe[] = []

  /** The result of the read, or null where it failed or could not be tried. */
  async function tried<Result>(
    name: Name,
    read: ((signal: AbortSignal) => Promise<Result>) | null,
    seen: (result: Result) => { found: number | null; more?: boolean },
  ): Promise<Result | null> {
    if (!read) {
      const failed = done.some(({ state }) => state === 'failed')
      done.push({ name, state: 'skipped', why: failed ? 'failed' : 'none' })
      return null
    }
    const began = clock.now()
    const ms = () => Math.max(0, Math.round(clock.now() - began))
    try {
      const result = await withPatience(read, clock)
      const { found, more = false } = seen(result)
      done.push({ name, state: 'works', ms: ms(), found, more })
      return result
    } catch (error) {
      done.push({ name, state: 'failed', ms: ms(), trouble: troubleOf(error) })
      return null
    }
  }

  const first = await tried(
    'signIn',
    (signal) => backend.customers({ limit: 1, signal }),
    () => ({ found: null }),
  )
  const [some] = first?.items ?? []
  await tried(
    'search',
    some ? (signal) => backend.customers({ search: beginning(some), limit: 5, signal }) : null,
    counted,
  )
  await tried('customer', some ? (signal) => backend.customer(some.id, signal) : null, () => ({
    found: null,
  }))
  const contacts: Page<Contact> | null = await tried(
    'contacts',
    some ? (signal) => backend.contacts(some.id, { limit: 20, signal }) : null,
    counted,
  )
  const [one] = contacts?.items ?? []
  await tried(
    'contact',
    some && one ? (signal) => backend.contact(some.id, one.id, signal) : null,
    () => ({ found: null }),
  )
  return done
}

/**
 * Runs the probes of each workspace one run at a time: requests meanwhile, or shortly after, get the
 * result of that run.
 */
export function prober(
  clock: Clock,
): (workspace: { id: string; backend: Backend }) => Promise<Probes> {
  const runs = new Map<string, { run: Promise<Probes>; over: number | null }>()

  return async ({ id, backend }) => {
    const last = runs.get(id)
    if (last && (last.over === null || clock.now() - last.over < probesFresh)) return last.run
    const at = new Date(clock.now()).toISOString()
    const started = {
      run: probe(backend, clock).then((probes) => ({ at, probes })),
      over: null as number | null,
    }
    runs.set(id, started)
    try {
      return await started.run
    } finally {
      started.over = clock.now()
    }
  }
}

function counted({ items, next }: Page<unknown>): { found: number; more: boolean } {
  return { found: items.length, more: next !== null }
}

/** Enough of a name that a search by beginnings finds it. */
function beginning({ name }: Customer): string {
  return [...name.trim()].slice(0, 3).join('')
}

class TooSlow extends Error {}

async function withPatience<Result>(
  read: (signal: AbortSignal) => Promise<Result>,
  clock: Clock,
): Promise<Result> {
  const late = new AbortController()
  const ended = new AbortController()
  clock.pause(probePatience, ended.signal).then(
    () => late.abort(new TooSlow()),
    () => {},
  )
  try {
    // Not every backend listens to its signal all the way.
    return await unlessAborted(read(late.signal), late.signal)
  } finally {
    ended.abort()
  }
}

function troubleOf(error: unknown): Trouble {
  if (error instanceof TooSlow) return 'slow'
  if (!(error instanceof BackendError)) throw error
  const { refusal } = error
  // Without a status there was no answer at all.
  if (refusal.kind === 'outcomeUnknown' && refusal.status === null) return 'broken'
  return troubles[refusal.kind]
}

/** Everything a read is not refused with is a refusal like any other. */
const troubles: Record<Refusal['kind'], Trouble> = {
  credentials: 'credentials',
  permission: 'permission',
  busy: 'busy',
  backendUnreachable: 'backendUnreachable',
  outcomeUnknown: 'outcomeUnknown',
  notFound: 'notFound',
  setup: 'setup',
  rejected: 'refused',
  fields: 'refused',
  conflict: 'refused',
  mayExist: 'refused',
  partial: 'refused',
  signedOut: 'refused',
}
