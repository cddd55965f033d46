import type { Submission } from '#contract/api/submission.ts'
import type { Value, Values } from '#contract/fields/kind.ts'
import { upstreamKey } from '#server/submissions/idempotencyKey.ts'
import type { History, RowSeen, Sent } from './history.ts'
import type { LedgerRow } from './memoryLedger.ts'
import type { Change } from './truth.ts'
import { start } from './world.ts'

/** What a history says, looked up once for all invariants. */
export interface Findings extends History {
  /** Every version of a submission's row, the oldest first. */
  versions: ReadonlyMap<string, readonly RowSeen[]>
  /** Every submission's row as it is at the end. */
  last: ReadonlyMap<string, LedgerRow>
  /** Which submission a mark is of, and when a row said first that its bytes leave. */
  marks: ReadonlyMap<string, { row: LedgerRow; since: number }>
  /** What was made, by the desk and by others. */
  made: readonly Change[]
  /** What a submission has made, in whatever revision. */
  madeBy(submissionId: string): readonly Change[]
  /** The submissions of each submission. */
  submissions: ReadonlyMap<string, ReadonlySet<string>>
  /** What the desk has changed otherwise, and whose submission it was. */
  edits: readonly Edit[]
  /** What happened to each contact, in order. */
  ofContact: ReadonlyMap<string, readonly Change[]>
  /** When a contact that was made stopped looking like it, or being there at all. Infinity: never. */
  touchedAt(contact: string): number
  /** The same for values that would make the same contact. */
  contactFingerprint(values: Values): string
  /** Whether the billing system would store the same of both in that field. */
  isSame(field: string, one: Value | undefined, other: Value | undefined): boolean
}

/** A change that the desk has made, and the row that it was made for. */
export interface Edit {
  change: Change
  op: 'update' | 'remove' | 'primary'
  /** When its bytes left. */
  left: number
  gateway: string
  /** As it stood when they did; undefined where no row knows of it. */
  row: LedgerRow | undefined
  /** When the gateway took the submission on for this try: what it looked at, it looked at later. */
  since: number
}

export function findingsIn(
  history: History,
  contactFingerprint: (values: Values) => string,
): Findings {
  const versions = grouped(history.rows, ({ row }) => row.id)
  const last = new Map<string, LedgerRow>()
  const marks = new Map<string, { row: LedgerRow; since: number }>()
  for (const { at, row } of history.rows) {
    last.set(row.id, row)
    if (row.dispatchedAt === null) continue
    const mark = markOf(row)
    if (!marks.has(mark)) marks.set(mark, { row, since: at })
  }
  const made = history.truth.filter(({ kind }) => kind === 'made')
  const bySubmissionId = grouped(
    made.filter(({ mark }) => mark !== null),
    ({ mark }) => marks.get(mark ?? '')?.row.id ?? 'nobody',
  )
  const ofContact = grouped(history.truth, ({ contact }) => contact)
  const touched = new Map<string, number>()
  for (const [contact, [first, ...later]] of ofContact) {
    if (first?.kind !== 'made' || later.length === 0) continue
    const was = contactFingerprint(first.values)
    const end = later.find(
      ({ kind, values }) =>
        kind === 'removed' || (kind === 'changed' && contactFingerprint(values) !== was),
    )
    if (end) touched.set(contact, end.at)
  }
  const submissions = new Map<string, Set<string>>()
  for (const { submissionBody, submissionId } of history.pressed)
    submissions.set(
      submissionBody,
      (submissions.get(submissionBody) ?? new Set()).add(submissionId),
    )
  return {
    ...history,
    ...{ versions, last, marks, made, submissions, ofContact, contactFingerprint },
    edits: editsIn(history, versions),
    isSame(field, one, other) {
      const [own, its] = [one, other].map((it) => history.keeps({ [field]: it ?? null })[field])
      return (own || null) === (its || null)
    },
    madeBy: (submissionId) => bySubmissionId.get(submissionId) ?? [],
    touchedAt: (contact) => touched.get(contact) ?? Infinity,
  }
}

const known = new WeakMap<LedgerRow, string>()

function markOf(row: LedgerRow): string {
  const there = known.get(row)
  if (there !== undefined) return there
  const mark = upstreamKey(row, row.keyEpoch)
  known.set(row, mark)
  return mark
}

function editsIn(
  { truth, sent }: History,
  versions: ReadonlyMap<string, readonly RowSeen[]>,
): Edit[] {
  const requests = new Map(sent.map((it) => [it.mark, it]))
  return truth.flatMap((change) => {
    const request = requests.get(change.mark ?? '')
    const op = opOf(change)
    if (!request || !op || isRepair(change, op, versions.get(request.submissionId ?? ''))) return []
    return [attributed({ change, op, request }, versions)]
  })
}

/** A move that clears others gives the flag back where another application meant one of them. */
function isRepair(change: Change, op: Edit['op'], own: readonly RowSeen[] | undefined): boolean {
  const write = own?.findLast(({ at }) => at <= change.at)?.row.write
  if (op !== 'primary' || write?.customer !== change.customer) return false
  return write.op === 'create' || (write.op === 'primary' && write.contact !== change.contact)
}

/** Null: another person is no longer primary by the same write. */
function opOf({ kind, wrote }: Change): Edit['op'] | null {
  if (kind === 'removed') return 'remove'
  if (kind === 'primary') return 'primary'
  if (Object.keys(wrote).join() !== 'is_primary') return 'update'
  return wrote['is_primary'] === true ? 'primary' : null
}

/**
 * Whose write it was: the submission for which bytes left, as far as it is for this. Where no work said for
 * which, it is told by what was written: of several, the submission whose row said last that bytes leave.
 */
function attributed(
  { change, op, request }: { change: Change; op: Edit['op']; request: Sent },
  versions: ReadonlyMap<string, readonly RowSeen[]>,
): Edit {
  const wanted = textOf(change.wrote)
  let found: (RowSeen & { isLive: boolean }) | undefined
  let since = request.at
  const own = request.submissionId === undefined ? undefined : versions.get(request.submissionId)
  for (const seen of own ? [own] : versions.values()) {
    const now = seen.findLast(({ at }) => at <= request.at)
    if (!now) continue
    const { write } = now.row
    if (write.op !== op || write.contact !== change.contact) continue
    if (write.op === 'update' && textOf(write.values) !== wanted) continue
    const left = seen.findLast(
      ({ at, row }, index) =>
        at <= request.at &&
        row.lastDispatchedAt !== null &&
        row.lastDispatchedAt !== seen[index - 1]?.row.lastDispatchedAt,
    )
    if (!left) continue
    // Of what has ended by then nobody sends anything, if there is anything else that it may be.
    const isLive = isOpen(now.row)
    if (found && (isLive === found.isLive ? found.at >= left.at : found.isLive)) continue
    found = { ...left, isLive }
    const { fencingToken, revision } = left.row
    const taken = seen.find(
      ({ row }) => row.fencingToken === fencingToken && row.revision === revision,
    )
    since = taken?.at ?? left.at
  }
  const { at: leftAt, gateway } = request
  return { ...{ change, op, gateway, since }, left: leftAt, row: found?.row }
}

function isOpen({ state }: LedgerRow): boolean {
  return state === 'pending' || state === 'unknown'
}

function textOf(values: Values): string {
  const names = Object.keys(values).toSorted()
  return JSON.stringify(names.map((name) => [name, values[name]]))
}

/** The row of a submission as it stood at a moment. */
export function rowAt(
  { versions }: Findings,
  submissionId: string,
  time: number,
): LedgerRow | undefined {
  return (versions.get(submissionId) ?? []).findLast(({ at }) => at <= time)?.row
}

/** Everything that a contact held from one moment to another. */
export function heldWithin({ ofContact }: Findings, contact: string, from: number, to: number) {
  const all = ofContact.get(contact) ?? []
  const first = all.findLast(({ at }) => at <= from)
  return [...(first ? [first] : []), ...all.filter(({ at }) => from < at && at < to)].map(
    ({ kind, values }) => (kind === 'removed' ? undefined : values),
  )
}

/** What a contact held at a moment; undefined where it was not there. */
export function heldAt({ ofContact }: Findings, contact: string, time: number): Values | undefined {
  const last = (ofContact.get(contact) ?? []).findLast(({ at }) => at <= time)
  return last && last.kind !== 'removed' ? last.values : undefined
}

/** When the last revision of a submission was taken up, and when it ended. */
export function spanOf(
  { versions, endAt }: Findings,
  { id: submissionId, revision, state }: LedgerRow,
) {
  const seen = (versions.get(submissionId) ?? []).filter(({ row }) => row.revision === revision)
  const ended = seen.find(({ row }) => row.state === state)
  return [seen[0]?.at ?? 0, ended?.at ?? endAt] as const
}

/** What was asked for under a submission, as it came to a gateway. */
export function askedFor(
  { asked }: Findings,
  submissionId: string,
  revision: number,
): Submission | undefined {
  return asked.find((it) => it.submissionId === submissionId && it.submission.revision === revision)
    ?.submission
}

/** A moment as the trace writes it. */
export function when(at: number | Date): string {
  return `at ${Math.round(Number(at) - start)}`
}

export function grouped<Key, Item>(
  items: Iterable<Item>,
  keyOf: (item: Item) => Key,
): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group) group.push(item)
    else groups.set(key, [item])
  }
  return groups
}
