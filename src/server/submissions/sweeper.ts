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

/** Reconciles submissions in doubt, and takes over those of a gateway that died. */
export interface Sweeper {
  /** This gateway reconciles the submission then, without waiting for the next sweep. */
  follow(key: SubmissionKey, dueAt: Date): void
  /** Reconciles all that is due, if this gateway holds the leader lease. */
  sweep(): Promise<void>
  /** Sweeps at once and then every few seconds, until stopped. */
  start(): void
  /** Starts nothing more, and resolves when the running work is done. */
  stop(): Promise<void>
}

export interface SweeperOptions {
  ledger: Ledger
  clock: Clock
  workspaces: ReadonlyMap<string, OpenWorkspace>
  log: Logger
  /** Whether this gateway holds the leader lease, and sweeps for all. */
  isLeader(): Promise<boolean>
}

/** Milliseconds between two sweeps. */
const sweepIntervalMs = 5000

/** The most submissions of a workspace in one sweep, and the most that are reconciled concurrently. */
const maxDue = 100
const maxConcurrent = 4

/** The most creates of a workspace in one duplicate scan, and the most customers that are read for it. */
const maxScans = { creates: 200, customers: 20 }

export function createSweeper({
  ledger,
  clock,
  workspaces,
  log,
  isLeader,
}: SweeperOptions): Sweeper {
  const stopped = new AbortController()
  // One timer for each submission that waits for its time.
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
    // Without workspaces that are no longer configured here: there is no backend to ask.
    await Promise.all([...workspaces.keys()].map((workspace) => sweepOne(workspace, now)))
  }

  /**
   * Each workspace by itself: if one is slow, has many due submissions, or lies on a database machine
   * that is away, the others go on.
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
