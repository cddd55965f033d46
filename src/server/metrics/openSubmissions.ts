import { Gauge, type Registry } from 'prom-client'
import type { Clock } from '#contract/clock.ts'
import type { Queries } from '#contract/backend/vendor.ts'
import { withTimeout } from '#server/database/withTimeout.ts'

/** How long a count is cached, in milliseconds, however often the metrics are scraped. */
const fresh = 5_000

const states = ['pending', 'unknown'] as const

interface Row {
  workspace: string
  state: (typeof states)[number]
  count: number
  since: Date
}

/**
 * How many submissions are open, and how long the oldest has been: counted for all gateways on the
 * database. The index that the sweeper reads holds just these. Left out while the database is away.
 */
export function watchOpenSubmissions(
  registry: Registry,
  queries: Queries,
  { clock, workspaces }: { clock: Clock; workspaces: Iterable<string> },
): void {
  const configured = [...workspaces]
  let counted: { at: number; rows: Promise<Row[] | null> } | undefined

  function rowsOfNow(): Promise<Row[] | null> {
    const now = clock.now()
    if (!counted || Math.abs(now - counted.at) >= fresh)
      counted = { at: now, rows: withTimeout(queries.query<Row>(count, [configured])) }
    return counted.rows
  }

  const open = new Gauge({
    name: 'desk_submissions',
    help: 'Open submissions across all gateways, by state: pending or unknown (in doubt).',
    labelNames: ['workspace', 'state'],
    registers: [],
    async collect() {
      const rows = await rowsOfNow()
      this.reset()
      if (!rows) return
      for (const workspace of configured)
        for (const state of states) this.set({ workspace, state }, 0)
      for (const { workspace, state, count } of rows) this.set({ workspace, state }, count)
    },
  })
  const oldest = new Gauge({
    name: 'desk_submissions_oldest_seconds',
    help: 'Age of the oldest open submission in seconds; 0 when none is open.',
    labelNames: ['workspace'],
    registers: [],
    async collect() {
      const rows = await rowsOfNow()
      this.reset()
      if (!rows) return
      const ages = new Map(configured.map((workspace) => [workspace, 0]))
      for (const { workspace, since } of rows) {
        const seconds = Math.max(0, (clock.now() - since.getTime()) / 1000)
        ages.set(workspace, Math.max(seconds, ages.get(workspace) ?? 0))
      }
      for (const [workspace, seconds] of ages) this.set({ workspace }, seconds)
    },
  })
  for (const each of [open, oldest]) registry.registerMetric(each)
}

const count = `
  select workspace, state, count(*) as count, min(sent_at) as since from desk.submissions
  where state in ('pending', 'unknown') and workspace = any($1)
  group by workspace, state`
