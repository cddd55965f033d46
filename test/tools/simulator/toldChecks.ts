import type { Value } from '#contract/fields/kind.ts'
import { askedFor, heldAt, spanOf, when, type Edit, type Findings } from './findings.ts'
import type { LedgerRow } from './memoryLedger.ts'
import type { Change } from './truth.ts'
import { contactOf } from './watchedLedger.ts'

/*
 * What must be true of what people are told, whatever the billing system makes of what it is given.
 * Two values are the same here where the billing system would store the same of both.
 */

export const toldInvariants = {
  /** What the desk writes leaves no customer without a primary that had one, but for a removal. */
  I19: (findings: Findings) => {
    const open = openTimes(findings)
    return [...byCustomer(findings)].flatMap(([customer, changes]) =>
      changes.flatMap((change, index) => {
        const before = changes[index - 1]?.primaries ?? []
        const isLost = before.length > 0 && change.primaries.length === 0
        if (!isLost || change.mark === null || change.kind === 'removed') return []
        if (isUnseen(findings, changes, index)) return []
        const next = changes.slice(index + 1).find(({ primaries }) => primaries.length > 0)
        const until = next?.at ?? findings.endAt
        // What is still being worked on may be mended by the same work.
        const isMended = open(customer).some(
          ([from, to]) => from <= change.at && to >= until && next !== undefined,
        )
        return isMended ? [] : [`${customer} was left without a primary ${when(change.at)}`]
      }),
    )
  },

  /** Said to be saved, and written by nobody else since: so it is, or the person is told what is. */
  I20: (findings: Findings) =>
    [...findings.last.values()].flatMap((row) => {
      if (row.state !== 'succeeded') return []
      const { write } = row
      if (write.op === 'update') return unlike(findings, row)
      if (write.op === 'primary') return notPrimary(findings, row, write.contact)
      const made = contactOf(row)
      if (write.op !== 'create' || made === null || write.values['is_primary'] !== true) return []
      // An undo of a removal takes the invoices from nobody.
      if (row.undoes !== null) return []
      // Made without the flag, and shown as it is: a form that stayed open would make it once more.
      const told = row.outcome?.state === 'succeeded' ? row.outcome.contact : null
      if (!told?.primary) return []
      // Another application's primary is left as it is, and told.
      return notPrimary(findings, row, made, told.alsoPrimary?.id)
    }),

  /**
   * Of two writes to one thing only one is said to be saved, but where the later one was made on what
   * the earlier one left.
   */
  I21: (findings: Findings) => [...fieldsRaced(findings), ...movesRaced(findings)],

  /** Said not to be saved, and not that it may be or that half of it is: nothing of it was done. */
  I22: (findings: Findings) =>
    [...findings.last.values()].flatMap((row) => {
      if (row.state !== 'rejected' || mayBeDone(row)) return []
      if (row.write.op === 'create') return []
      const [from, end] = spanOf(findings, row)
      const kind = row.outcome?.state === 'rejected' ? row.outcome.refusal.kind : ''
      // It is true of a removal that was done before, and of what somebody removed since.
      if (kind === 'notFound' && heldAt(findings, row.write.contact, end) === undefined) return []
      return editsOf(findings, row)
        .filter(({ left, change }) => left >= from && hasEffect(findings, change))
        .map(({ change }) => `${row.id} is rejected (${kind}), and was done ${when(change.at)}`)
    }),
}

/** Milliseconds that the list before a write may take to come back, and the write to arrive. */
const longestCall = 20_000

/**
 * Whether a list that was behind could not show yet that another application had moved the primary: no
 * read tells, so the flag that is taken may be the only one.
 */
function isUnseen({ behind }: Findings, changes: readonly Change[], index: number): boolean {
  if (behind === 0) return false
  const from = changes[index]!.at - behind - longestCall
  return changes.some(
    ({ at, mark, primaries }, other) =>
      other < index &&
      at >= from &&
      mark === null &&
      primaries.join() !== (changes[other - 1]?.primaries ?? []).join(),
  )
}

/** Refusals that say themselves that something may have been, or has been, done. */
export function mayBeDone({ outcome }: LedgerRow): boolean {
  if (outcome?.state !== 'rejected') return false
  const refusal: { kind: string; maybeSaved?: unknown } = outcome.refusal
  return (
    refusal.kind === 'partial' ||
    refusal.kind === 'mayExist' ||
    (refusal.kind === 'conflict' && refusal.maybeSaved === true)
  )
}

/** The contact that a row's end shows as one that may be its own. */
export function shownBy({ outcome }: LedgerRow): string | null {
  if (outcome?.state !== 'rejected') return null
  const refusal: { kind: string; contact?: { id: string } } = outcome.refusal
  return refusal.kind === 'mayExist' ? (refusal.contact?.id ?? null) : null
}

/** Fields of an update that hold something else by the time that it is said to be saved. */
function unlike(findings: Findings, row: LedgerRow): string[] {
  const { write, outcome, id: submissionId } = row
  if (write.op !== 'update' || outcome?.state !== 'succeeded') return []
  const [begun, end] = spanOf(findings, row)
  const held = heldAt(findings, write.contact, end)
  if (!held) return []
  // One that was ignored and written over is told as it is read.
  const own = editsOf(findings, row).map(({ change }) => change.at)
  const doneAt = own.length > 0 ? Math.min(end, ...own) : begun - findings.behind
  const names = Object.keys(write.values)
  const isSo = (name: string) => findings.isSame(name, held[name], write.values[name])
  const wrong = names.filter(
    (name) => !isSo(name) && !isTouchedByOthers(findings, row, name, doneAt, end),
  )
  // Stored otherwise in part, and shown as it is stored.
  const told = outcome.contact?.values ?? {}
  const isShown = (name: string) => findings.isSame(name, told[name], held[name])
  if (wrong.length < names.length && wrong.every(isShown)) return []
  return wrong.map((name) => `${submissionId} is said to be saved, and ${name} is not`)
}

export function isTouchedByOthers(
  findings: Findings,
  row: LedgerRow,
  name: string,
  from: number,
  to: number,
): boolean {
  const own = new Set(editsOf(findings, row).map(({ change }) => change))
  const all = 'contact' in row.write ? (findings.ofContact.get(row.write.contact) ?? []) : []
  return all.some(
    (change, index) =>
      change.at >= from &&
      change.at <= to &&
      !own.has(change) &&
      !findings.isSame(name, change.values[name], all[index - 1]?.values[name]),
  )
}

/** @param besides another primary that the person is told of */
function notPrimary(
  findings: Findings,
  row: LedgerRow,
  contact: string,
  besides?: string,
): string[] {
  const { customer } = row.write
  const [begun, end] = spanOf(findings, row)
  const changes = byCustomer(findings).get(customer) ?? []
  const primaries = changes.findLast(({ at }) => at <= end)?.primaries ?? []
  const isOnly = primaries.length === 1 && primaries[0] === contact
  // Whom a list that was behind showed besides it may be none by then.
  if (isOnly && (besides === undefined || findings.behind > 0)) return []
  if (besides !== undefined && [contact, besides].every((id) => primaries.includes(id))) return []
  const own = ownMarks(findings, row)
  const doneAt = changes.find(({ at, mark }) => at >= begun && own.has(mark ?? ''))?.at ?? begun
  const isMovedByOthers = changes.some(
    ({ at, mark, ...change }, index) =>
      // A list that was behind showed who was primary before.
      at >= doneAt - findings.behind &&
      at <= end &&
      !own.has(mark ?? '') &&
      change.primaries.join() !== changes[index - 1]?.primaries.join(),
  )
  if (isMovedByOthers) return []
  const now = primaries.length === 0 ? 'nobody is' : `${primaries.join(' and ')} is`
  return [`${row.id} is said to be saved, and not ${contact} but ${now} primary`]
}

function fieldsRaced(findings: Findings): string[] {
  const done = savedEdits(findings, 'update')
  return done.flatMap(({ change: earlier, row: first }, index) =>
    done.slice(index + 1).flatMap(({ change: later, row: second, since }) => {
      if (earlier.contact !== later.contact || first.id === second.id) return []
      const [one, other] = [first.write, second.write]
      if (one.op !== 'update' || other.op !== 'update') return []
      // As the person saw it, whatever became of that at the gateway.
      const { before } = { ...other, ...askedFor(findings, second.id, second.revision) }
      if (before === undefined) return []
      // A list that was behind showed what was there before.
      if (findings.behind > 0 && since < earlier.at + findings.behind) return []
      return Object.keys(one.values)
        .filter((name) => {
          const left = earlier.values[name]
          const isOver = (value: Value | undefined) => !findings.isSame(name, value, left)
          if (!(name in other.values) || !isOver(other.values[name])) return false
          if (before[name] === undefined || !isOver(before[name])) return false
          return !isWrittenBetween(findings, name, earlier, later)
        })
        .map((name) => `${first.id} and ${second.id} are both said to have saved ${name}`)
    }),
  )
}

function isWrittenBetween(
  findings: Findings,
  name: string,
  earlier: Change,
  later: Change,
): boolean {
  const all = findings.ofContact.get(earlier.contact) ?? []
  const between = all.slice(all.indexOf(earlier) + 1, all.indexOf(later))
  return between.some(({ values }) => !findings.isSame(name, values[name], earlier.values[name]))
}

function movesRaced(findings: Findings): string[] {
  const done = savedEdits(findings, 'primary')
  return done.flatMap(({ change: earlier, row: first }, index) =>
    done.slice(index + 1).flatMap(({ change: later, row: second, since }) => {
      const { write } = second
      if (earlier.customer !== later.customer || first.id === second.id) return []
      if (write.op !== 'primary') return []
      const { from } = { ...write, ...askedFor(findings, second.id, second.revision) }
      if (from === undefined) return []
      if (findings.behind > 0 && since < earlier.at + findings.behind) return []
      if (earlier.contact === later.contact || from === earlier.contact) return []
      const changes = byCustomer(findings).get(earlier.customer) ?? []
      const between = changes.slice(changes.indexOf(earlier) + 1, changes.indexOf(later))
      const own = new Set([...ownMarks(findings, first), ...ownMarks(findings, second)])
      if (between.some(({ mark }) => !own.has(mark ?? ''))) return []
      return [`${first.id} and ${second.id} are both said to have moved the invoices`]
    }),
  )
}

/** Writes of this kind whose row is said to be saved at last, in the order in which they were done. */
function savedEdits(findings: Findings, op: Edit['op']) {
  return findings.edits.flatMap((edit) => {
    const row = edit.row && findings.last.get(edit.row.id)
    if (edit.op !== op || row?.state !== 'succeeded') return []
    return edit.row?.revision === row.revision ? [{ ...edit, row }] : []
  })
}

function editsOf(findings: Findings, { id: submissionId }: LedgerRow): readonly Edit[] {
  return findings.edits.filter(({ row }) => row?.id === submissionId)
}

/** The marks of everything that was sent for a submission. */
function ownMarks({ sent, marks }: Findings, { id: submissionId }: LedgerRow): ReadonlySet<string> {
  const writes = sent.filter((it) => it.submissionId === submissionId).map(({ mark }) => mark)
  const creates = [...marks].flatMap(([mark, { row }]) => (row.id === submissionId ? [mark] : []))
  return new Set([...writes, ...creates])
}

/** Whether a change changed anything. */
export function hasEffect(findings: Findings, change: Change): boolean {
  if (change.kind === 'removed') return true
  const all = findings.ofContact.get(change.contact) ?? []
  const before = all[all.indexOf(change) - 1]
  const names = Object.keys(change.wrote)
  const isWritten = names.some(
    (name) => !findings.isSame(name, before?.values[name], change.values[name]),
  )
  if (isWritten) return true
  const changes = byCustomer(findings).get(change.customer) ?? []
  const earlier = changes[changes.indexOf(change) - 1]?.primaries ?? []
  return change.kind === 'primary' && earlier.join() !== change.primaries.join()
}

const grouping = new WeakMap<Findings, Map<string, Change[]>>()

/** What happened at each customer, in order. */
function byCustomer(findings: Findings): Map<string, Change[]> {
  const there = grouping.get(findings)
  if (there) return there
  const groups = new Map<string, Change[]>()
  for (const change of findings.truth) {
    const group = groups.get(change.customer)
    if (group) group.push(change)
    else groups.set(change.customer, [change])
  }
  grouping.set(findings, groups)
  return groups
}

/** From when to when there was open work about a customer that may write its primary. */
function openTimes({ versions, endAt }: Findings) {
  const spans = new Map<string, (readonly [number, number])[]>()
  for (const seen of versions.values()) {
    let from: number | null = null
    for (const { at, row } of seen) {
      const isOpen = row.state === 'pending' || row.state === 'unknown'
      if (isOpen) from ??= at
      else if (from !== null) {
        add(row.write.customer, [from, at])
        from = null
      }
    }
    if (from !== null) add(seen[0]!.row.write.customer, [from, endAt])
  }
  function add(customer: string, span: readonly [number, number]): void {
    spans.set(customer, [...(spans.get(customer) ?? []), span])
  }
  return (customer: string) => spans.get(customer) ?? []
}
