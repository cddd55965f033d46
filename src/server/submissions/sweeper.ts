import { setMaxListeners } from 'node:events'
import type { Logger } from 'pino'
import type { Clock } from '#contract/clock.ts'
import { withUpstreamTrace } from './upstreamTrace.ts'
import type { OpenWorkspace } from '#server/workspaces/openWorkspace.ts'
import { redactError } from '#server/http/redactedError.ts'
import type { ExecutionContext } from './record.ts'
import { findDuplicates } from '#server/submissions/duplicates/findDuplicates.ts'
import type { SubmissionKey } from './ledgerEntry.ts'
import { reconcile } from './reconcile.ts'
import type { DuplicateScan, Ledger } from './ledger.ts'

/** Looks after submissions that nobody is looking after: in doubt, or left by a process that died. */
export interface Sweeper {
  /** This process looks again then, without waiting for the next sweep. */
  follow(key: SubmissionKey, dueAt: Date): void
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
  isLeader(): Promise<boolean>
}

/** Milliseconds between two sweeps. */
const sweepIntervalMs = 5000

/** The most submissions of a workspace that are looked at in one sweep, and side by side. */
const maxDue = 100
const maxConcurrent = 4

/** The most creates of a workspace that are looked after in one sweep, and the most customers that are read for it. */
const maxScans = { creates: 200, customers: 20 }

export function createSweeper({
  ledger,
  clock,
  workspaces,
  log,
  isLeader,
}: SweeperOptions): Sweeper {
  const stopped = new AbortController()
  // One for each submission that waits to be looked at.
  setMaxListeners(0, stopped.signal)
  const running = new Set<Promise<unknown>>()
  const context: ExecutionContext = { ledger, clock, follow }

  function run(work: () => Promise<void>): Promise<void> {
    const done = work()
      .catch((error: unknown) => {
        if (!stopped.signal.aborted)
          log.error({ error: redactError(error) }, 'reconciling a submission failed')
      })
      .finally(() => running.delete(done))
    running.add(done)
    return done
  }

  function follow(key: SubmissionKey, dueAt: Date): void {
    if (stopped.signal.aborted) return
    void run(async () => {
      await clock.pause(Math.max(0, dueAt.getTime() - clock.now()), stopped.signal)
      await reconcileOne(key)
    })
  }

  async function reconcileOne({ workspace, id: submissionId }: SubmissionKey): Promise<void> {
    const open = workspaces.get(workspace)
    if (!open || stopped.signal.aborted) return
    const entry = await ledger.takeOver({ workspace, id: submissionId }, new Date(clock.now()))
    if (entry) await withUpstreamTrace(() => reconcile(context, open, entry))
  }

  async function sweep(): Promise<void> {
    if (!(await isLeader())) return
    const now = new Date(clock.now())
    // Of others nobody here knows how to ask: those of a workspace that is no longer configured.
    await Promise.all([...workspaces.keys()].map((workspace) => sweepOne(workspace, now)))
  }

  /**
   * Each workspace for itself: where one is slow, has a lot to be looked after, or lies on a machine of
   * the database that is away, the others go on.
   */
  function sweepOne(workspace: string, now: Date): Promise<void> {
    return run(async () => {
      const due = await ledger.due([workspace], now, maxDue)
      await eachOf(due, (key) => run(() => reconcileOne(key)))
      const creates = await ledger.dueDuplicateScans([workspace], now, maxScans.creates)
      const customers = byCustomer(creates).slice(0, maxScans.customers)
      await eachOf(customers, (keys) => run(() => scanDuplicates(keys)))
    })
  }

  async function scanDuplicates(keys: readonly DuplicateScan[]): Promise<void> {
    const [first] = keys
    const open = first && workspaces.get(first.workspace)
    if (open) await findDuplicates({ ledger, clock, log }, open, first.customer, keys)
  }

  return {
    follow,
    sweep,
    start() {
      void run(async () => {
        while (!stopped.signal.aborted) {
          await run(sweep)
          await clock.pause(sweepIntervalMs, stopped.signal)
        }
      })
    },
    async stop() {
      stopped.abort()
      while (running.size > 0) await Promise.all(running)
    },
  }
}

function byCustomer(scans: readonly DuplicateScan[]): DuplicateScan[][] {
  const groups = new Map<string, DuplicateScan[]>()
  for (const each of scans) {
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
  await Promise.all(Array.from({ length: maxConcurrent }, next))
}
