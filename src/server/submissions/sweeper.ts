import { setMaxListeners } from 'node:events'
import type { Logger } from 'pino'
import type { Clock } from '#contract/clock.ts'
import { BackendError } from '#contract/refusal.ts'
import { noting } from '#server/audit/upstream.ts'
import type { OpenWorkspace } from '#server/gateway/openWorkspace.ts'
import { traceOf } from '#server/gateway/trace.ts'
import type { Desk } from './attempt.ts'
import type { Entry, Key } from './entry.ts'
import { findOut, madeBy } from './findOut.ts'
import type { Ledger } from './ledger.ts'

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

/** Milliseconds after a doubt when the customer is looked through for a second contact the last time. */
const lastAudit = 24 * 60 * 60 * 1000

/** Milliseconds until a customer is looked through again that could not be read. */
const auditAgain = 15 * 60_000

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
    await eachOf(await ledger.audits(known, now, 20), (entry) => run(() => audit(entry)))
  }

  /** The net under a write that was carried out later than anybody expected. */
  async function audit(entry: Entry): Promise<void> {
    const open = workspaces.get(entry.workspace)
    if (!open) return
    const own = entry.outcome?.state === 'succeeded' ? entry.outcome.contact?.id : undefined
    let found
    try {
      found = (await madeBy(open, entry)).map(({ id }) => id).filter((id) => id !== own)
    } catch (error) {
      if (!(error instanceof BackendError)) throw error
      // Later, so that others have their turn; a customer that is gone has nothing twice.
      const isGone = error.refusal.kind === 'missing'
      return ledger.audited(entry, isGone ? null : new Date(clock.now() + auditAgain), null)
    }
    const made = await ledger.made(entry.workspace, found)
    // It was an earlier generation that was in doubt: this one came right after it.
    const since = (entry.doubtedAt ?? entry.sentAt).getTime()
    const next = clock.now() - since < lastAudit ? new Date(since + lastAudit) : null
    await ledger.audited(entry, next, found.find((id) => !made.has(id)) ?? null)
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

async function eachOf<Item>(items: readonly Item[], work: (item: Item) => Promise<void>) {
  const left = [...items]
  const next = async (): Promise<void> => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item)
  }
  await Promise.all(Array.from({ length: mostAtOnce }, next))
}
