import { setMaxListeners } from 'node:events'
import type { Logger } from 'pino'
import type { Clock } from '#contract/clock.ts'
import { noting } from './upstreamTrace.ts'
import type { OpenWorkspace } from '#server/workspaces/openWorkspace.ts'
import { traceOf } from '#server/http/redactedError.ts'
import type { Desk } from './execute.ts'
import { audit } from '#server/submissions/duplicates/findDuplicates.ts'
import type { Key } from './ledgerEntry.ts'
import { findOut } from './reconcile.ts'
import type { Audit, Ledger } from './ledger.ts'

/** Looks after wishes that nobody is looking after: in doubt, or left by a process that died. */
export interface Sweeper {
  /** This process looks again then, without waiting for the next sweep. */
  follow(key: Key, dueAt: Date): void
  /** Looks after all that is due by now, where this process is the one on duty. */
  sweep(): Promise<void>
  /** Sweeps at once and then every few seconds, until stopped. */
  start(): void
  /** Begins nothing more, and resolves when what was begun is done. */
  stop(): Promise<void>
}

export interface SweeperOptions {
  ledger: Ledger
  clock: Clock
  workspaces: ReadonlyMap<string, OpenWorkspace>
  log: Logger
  /** Whether it is this process that sweeps for all gateways on the database. */
  isOnDuty(): Promise<boolean>
}

/** Milliseconds between two sweeps. */
const pause = 5000

/** The most wishes that are looked at side by side. */
const mostAtOnce = 4

/** The most creates that are looked after in one sweep, and the most customers that are read for it. */
const mostAudits = { creates: 200, customers: 20 }

export function sweeperOf({ ledger, clock, workspaces, log, isOnDuty }: SweeperOptions): Sweeper {
  const stopped = new AbortController()
  // One for each wish that waits to be looked at.
  setMaxListeners(0, stopped.signal)
  const running = new Set<Promise<unknown>>()
  const desk: Desk = { ledger, clock, follow }

  function run(work: () => Promise<void>): Promise<void> {
    const done = work()
      .catch((error: unknown) => {
        if (!stopped.signal.aborted) log.error({ error: traceOf(error) }, 'a look at a wish failed')
      })
      .finally(() => running.delete(done))
    running.add(done)
    return done
  }

  function follow(key: Key, dueAt: Date): void {
    if (stopped.signal.aborted) return
    void run(async () => {
      await clock.pause(Math.max(0, dueAt.getTime() - clock.now()), stopped.signal)
      await lookAt(key)
    })
  }

  async function lookAt({ workspace, intent }: Key): Promise<void> {
    const open = workspaces.get(workspace)
    if (!open || stopped.signal.aborted) return
    const entry = await ledger.take({ workspace, intent }, new Date(clock.now()))
    if (entry) await noting(() => findOut(desk, open, entry))
  }

  async function sweep(): Promise<void> {
    if (!(await isOnDuty())) return
    const now = new Date(clock.now())
    // Of others nobody here knows how to ask: those of a workspace that is no longer configured.
    const known = [...workspaces.keys()]
    await eachOf(await ledger.due(known, now, 100), (key) => run(() => lookAt(key)))
    const audits = byCustomer(await ledger.audits(known, now, mostAudits.creates))
    await eachOf(audits.slice(0, mostAudits.customers), (keys) => run(() => auditOf(keys)))
  }

  async function auditOf(keys: readonly Audit[]): Promise<void> {
    const [first] = keys
    const open = first && workspaces.get(first.workspace)
    if (open) await audit({ ledger, clock, log }, open, first.customer, keys)
  }

  return {
    follow,
    sweep,
    start() {
      void run(async () => {
        while (!stopped.signal.aborted) {
          await run(sweep)
          await clock.pause(pause, stopped.signal)
        }
      })
    },
    async stop() {
      stopped.abort()
      while (running.size > 0) await Promise.all(running)
    },
  }
}

function byCustomer(audits: readonly Audit[]): Audit[][] {
  const groups = new Map<string, Audit[]>()
  for (const each of audits) {
    const place = JSON.stringify([each.workspace, each.customer])
    groups.set(place, [...(groups.get(place) ?? []), each])
  }
  return [...groups.values()]
}

async function eachOf<Item>(items: readonly Item[], work: (item: Item) => Promise<void>) {
  const left = [...items]
  const next = async (): Promise<void> => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item)
  }
  await Promise.all(Array.from({ length: mostAtOnce }, next))
}
