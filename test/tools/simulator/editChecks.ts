import type { Values } from '#contract/fields/kind.ts'
import type { Submission } from '#contract/api/submission.ts'
import { askedFor, heldAt, heldWithin, spanOf, when, type Edit, type Findings } from './findings.ts'
import type { RowSeen } from './history.ts'
import type { LedgerRow } from './memoryLedger.ts'
import { hasEffect, isTouchedByOthers, mayBeDone } from './toldChecks.ts'

/*
 * What must be true of writes that change what is there. Between a look and the write that was
 * decided on it, another person may always write: no billing system offers more. That window is from
 * the moment a gateway took the submission on for a try until its bytes are carried out, and what was
 * there when it began must be heeded.
 */

export const editInvariants = {
  /** Every write that changes something is a row's that said before that bytes leave. */
  I14: ({ edits }: Findings) =>
    edits.flatMap(({ change: { at, contact }, gateway, op, row }) =>
      row ? [] : [`${gateway} sent ${op} of ${contact}, done ${when(at)}, of which no row knows`],
    ),

  /** What another person wrote between a look and a press is not written over, nor removed. */
  I15: (findings: Findings) =>
    editsOf(findings, ['update', 'remove']).flatMap(
      ({ change: { at, contact }, row, since, left }) => {
        const opened = openedOn(findings, row)
        // Any of these may be what was looked at: others may have put back what was there before.
        const looks = heldWithin(findings, contact, since - findings.behind, left)
        const wanted = row.write.op === 'update' ? row.write.values : {}
        if (
          !opened ||
          looks.some((held) => !held || changedIn(findings, held, opened, wanted).length === 0)
        )
          return []
        const what = changedIn(findings, looks.at(-1)!, opened, wanted).join(' and ')
        return [`${row.id} wrote over ${what} of ${contact} ${when(at)}`]
      },
    ),

  /** A move that is tried again, or taken back, does not move the invoices away from a later choice. */
  I16: (findings: Findings) =>
    editsOf(findings, ['primary']).flatMap(({ change: { at, customer }, row, since, left }) => {
      const submission = askedFor(findings, row.id, row.revision)
      const expected = holdersFor(findings, submission, row)
      if (!expected) return []
      const looks = primariesWithin(findings, customer, since - findings.behind, left)
      const isRight = (before: readonly string[]) =>
        before.length === 0 || before.some((id) => expected.includes(id))
      if (looks.some(isRight)) return []
      return [`${row.id} moved the invoices from ${looks.at(-1)!.join(' and ')} ${when(at)}`]
    }),

  /** What is said to be changed was, at some time between being asked for and being said. */
  I17: (findings: Findings) =>
    [...findings.last.values()].flatMap((row) => {
      if (row.state !== 'succeeded' || row.write.op === 'create') return []
      const { write, id: submissionId } = row
      const { isSame } = findings
      const [from, to] = spanOf(findings, row)
      const all = findings.ofContact.get(write.contact) ?? []
      const within = [
        ...all.filter(({ at }) => at <= from).slice(-1),
        ...all.filter(({ at }) => from < at && at <= to),
      ]
      if (write.op === 'remove')
        return heldAt(findings, write.contact, to) === undefined
          ? []
          : [`${submissionId} is said to be done, and ${write.contact} is there`]
      if (write.op === 'primary') {
        const customer = findings.truth.filter((it) => it.customer === write.customer)
        const times = [from, ...customer.filter(({ at }) => from < at && at <= to).map(timeOf)]
        return times.some((time) =>
          primariesAt(findings, write.customer, time).includes(write.contact),
        )
          ? []
          : [`${submissionId} is said to be done, and ${write.contact} was never primary`]
      }
      if (write.op !== 'update') return []
      // What is stored otherwise in part is shown as it is stored.
      const told = row.outcome?.state === 'succeeded' ? row.outcome.contact?.values : undefined
      const names = Object.keys(write.values)
      const isDone = (held: Values) => {
        const wrong = names.filter(
          (name) =>
            !isSame(name, held[name], write.values[name]) &&
            !isTouchedByOthers(findings, row, name, from - findings.behind, to),
        )
        return (
          wrong.length === 0 ||
          (wrong.length < names.length &&
            wrong.every((name) => told !== undefined && isSame(name, held[name], told[name])))
        )
      }
      return within.some(({ values, kind }) => kind !== 'removed' && isDone(values))
        ? []
        : [`${submissionId} is said to be done, and ${write.contact} never held it`]
    }),

  /** What is said not to be changed was not: nor is it later, nor does it stand there by then. */
  I18: (findings: Findings) => {
    const done = editsOf(findings, ['update', 'remove', 'primary'])
    return [...findings.last.values()].flatMap((row) => {
      if (row.state !== 'rejected' || row.write.op === 'create') return []
      const refusal = row.outcome?.state === 'rejected' ? row.outcome.refusal.kind : null
      // It is said that something of it may be done.
      if (mayBeDone(row)) return []
      // Delivered twice by the network: the second removal hears that there is nothing, and so it is.
      if (refusal === 'notFound' && row.write.op === 'remove') return []
      const [from, to] = spanOf(findings, row)
      return done
        .filter((it) => it.row.id === row.id && it.left >= from)
        .filter(({ change }) => {
          const { at, contact, customer } = change
          // What changes nothing there is as good as not done.
          if (!hasEffect(findings, change)) return false
          if (at > to || row.write.op === 'remove') return true
          // It was done, and another person wrote over it before anybody could tell.
          if (row.write.op === 'update') {
            const held = heldAt(findings, contact, to)
            return held !== undefined && holds(findings, held, row.write.values)
          }
          return primariesAt(findings, customer, to).includes(contact)
        })
        .map(({ change: { at } }) => `${row.id} is rejected, and was carried out ${when(at)}`)
    })
  },
}

/** Of these kinds, those that some row knows of. */
function editsOf({ edits }: Findings, ops: readonly Edit['op'][]) {
  return edits.flatMap((edit) =>
    edit.row && ops.includes(edit.op) ? [{ ...edit, row: edit.row }] : [],
  )
}

/** What the person saw when they decided; for an undo, what the change that it takes back left behind. */
function openedOn(findings: Findings, row: LedgerRow): Values | undefined {
  if (row.undoes !== null) {
    const done = findings.last.get(row.undoes)
    if (done?.write.op !== 'create' && done?.write.op !== 'update') return undefined
    const left = done.outcome?.state === 'succeeded' ? done.outcome.contact?.values : undefined
    return left ? picked(left, Object.keys(done.write.values)) : done.write.values
  }
  const submission = askedFor(findings, row.id, row.revision)
  return submission?.op === 'update' || submission?.op === 'remove' ? submission.before : undefined
}

/** Who may have the invoices when a move is made; undefined where it may be anybody. */
function holdersFor(
  { last }: Findings,
  submission: Submission | undefined,
  { reconcileAttempts, write }: LedgerRow,
): readonly (string | null)[] | undefined {
  if (submission?.op === 'undo') {
    const done = last.get(submission.of)?.write
    if (done?.op !== 'primary' || write.op !== 'primary') return undefined
    return [done.contact, write.contact]
  }
  // Whoever presses for the first time decides; only what is tried again may come too late.
  if (submission?.op !== 'primary' || submission.from === undefined || reconcileAttempts === 0)
    return undefined
  return write.op === 'primary' ? [submission.from, write.contact] : undefined
}

/** Whoever was primary at a customer at a moment. */
function primariesAt({ truth }: Findings, customer: string, time: number): readonly string[] {
  return truth.findLast((it) => it.customer === customer && it.at <= time)?.primaries ?? []
}

/** Names of what was opened as one thing, and is neither that by now nor what is asked for. */
function changedIn({ isSame }: Findings, held: Values, opened: Values, wanted: Values): string[] {
  return Object.keys(opened).filter(
    (name) =>
      !isSame(name, held[name], opened[name]) &&
      !(wanted[name] !== undefined && isSame(name, held[name], wanted[name])),
  )
}

function picked(values: Values, names: readonly string[]): Values {
  return Object.fromEntries(names.map((name) => [name, values[name] ?? null]))
}

/** The same, one after the other, from one moment to another. */
function primariesWithin(
  findings: Findings,
  customer: string,
  from: number,
  to: number,
): (readonly string[])[] {
  const later = findings.truth.filter(
    (it) => it.customer === customer && from < it.at && it.at < to,
  )
  return [primariesAt(findings, customer, from), ...later.map(({ primaries }) => primaries)]
}

const timeOf = ({ at }: Pick<RowSeen, 'at'>) => at

function holds({ isSame }: Findings, held: Values, wanted: Values): boolean {
  return Object.entries(wanted).every(([name, value]) => isSame(name, held[name], value))
}
