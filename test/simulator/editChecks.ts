import type { Value, Values } from '#contract/kind.ts'
import type { Submission } from '#contract/submission.ts'
import { askedFor, heldAt, when, type Edit, type Findings } from './findings.ts'
import type { RowSeen } from './history.ts'
import type { LedgerRow } from './memoryLedger.ts'

/*
 * What must be true of writes that change what is there. Between a look and the write that was
 * decided on it, somebody else may always write: no billing system offers more. That window is from
 * the moment a gateway took the wish on for a try until its bytes are carried out, and what was
 * there when it began must be heeded.
 */

export const editInvariants = {
  /** Every write that changes something is a row's that said before that bytes leave. */
  I14: ({ edits }: Findings) =>
    edits.flatMap(({ change: { at, contact }, gateway, op, row }) =>
      row ? [] : [`${gateway} sent ${op} of ${contact}, done ${when(at)}, of which no row knows`],
    ),

  /** What somebody else wrote between a look and a press is not written over, nor removed. */
  I15: (findings: Findings) =>
    editsOf(findings, ['update', 'remove']).flatMap(({ change: { at, contact }, row, since }) => {
      const held = heldAt(findings, contact, since)
      const opened = openedOn(findings, row)
      if (!held || !opened) return []
      return Object.keys(opened).flatMap((name) => {
        const wanted = row.write.op === 'update' ? row.write.values[name] : undefined
        if (isSame(held[name], opened[name])) return []
        if (wanted !== undefined && isSame(held[name], wanted)) return []
        const what = `${name} of ${contact}, which held “${String(held[name])}”`
        return [`${row.intent} wrote over ${what} ${when(at)}`]
      })
    }),

  /** A move that is tried again, or taken back, does not move the invoices away from a later choice. */
  I16: (findings: Findings) =>
    editsOf(findings, ['primary']).flatMap(({ change: { at, customer }, row, since }) => {
      const submission = askedFor(findings, row.intent, row.generation)
      const expected = holdersFor(findings, submission, row)
      if (!expected) return []
      const before = primariesAt(findings, customer, since)
      if (before.length === 0 || before.some((id) => expected.includes(id))) return []
      return [`${row.intent} moved the invoices from ${before.join(' and ')} ${when(at)}`]
    }),

  /** What is said to be changed was, at some time between being asked for and being said. */
  I17: (findings: Findings) =>
    [...findings.last.values()].flatMap((row) => {
      if (row.state !== 'succeeded' || row.write.op === 'create') return []
      const { write, intent } = row
      const [from, to] = spanOf(findings, row)
      const all = findings.ofContact.get(write.contact) ?? []
      const within = [
        ...all.filter(({ at }) => at <= from).slice(-1),
        ...all.filter(({ at }) => from < at && at <= to),
      ]
      if (write.op === 'remove')
        return heldAt(findings, write.contact, to) === undefined
          ? []
          : [`${intent} is said to be done, and ${write.contact} is there`]
      if (write.op === 'primary') {
        const customer = findings.truth.filter((it) => it.customer === write.customer)
        const times = [from, ...customer.filter(({ at }) => from < at && at <= to).map(timeOf)]
        return times.some((time) =>
          primariesAt(findings, write.customer, time).includes(write.contact),
        )
          ? []
          : [`${intent} is said to be done, and ${write.contact} was never primary`]
      }
      if (write.op !== 'update') return []
      return within.some(({ values, kind }) => kind !== 'removed' && holds(values, write.values))
        ? []
        : [`${intent} is said to be done, and ${write.contact} never held it`]
    }),

  /** What is said not to be changed was not: nor is it later, nor does it stand there by then. */
  I18: (findings: Findings) => {
    const done = editsOf(findings, ['update', 'remove', 'primary'])
    return [...findings.last.values()].flatMap((row) => {
      if (row.state !== 'rejected' || row.write.op === 'create') return []
      const refusal = row.outcome?.state === 'rejected' ? row.outcome.refusal.kind : null
      // Two steps, of which one was done and is said to be.
      if (refusal === 'half') return []
      // Delivered twice by the network: the second removal hears that there is nothing, and so it is.
      if (refusal === 'missing' && row.write.op === 'remove') return []
      const [from, to] = spanOf(findings, row)
      return done
        .filter((it) => it.row.intent === row.intent && it.left >= from)
        .filter(({ change: { at, contact, customer } }) => {
          if (at > to || row.write.op === 'remove') return true
          // It was done, and somebody else wrote over it before anybody could tell.
          if (row.write.op === 'update')
            return holds(heldAt(findings, contact, to) ?? {}, row.write.values)
          return primariesAt(findings, customer, to).includes(contact)
        })
        .map(({ change: { at } }) => `${row.intent} is rejected, and was carried out ${when(at)}`)
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
    const done = findings.last.get(row.undoes)?.write
    return done?.op === 'create' || done?.op === 'update' ? done.values : undefined
  }
  const submission = askedFor(findings, row.intent, row.generation)
  return submission?.op === 'update' || submission?.op === 'remove' ? submission.before : undefined
}

/** Who may have the invoices when a move is made; undefined where it may be anybody. */
function holdersFor(
  { last }: Findings,
  submission: Submission | undefined,
  { looks, write }: LedgerRow,
): readonly (string | null)[] | undefined {
  if (submission?.op === 'undo') {
    const done = last.get(submission.of)?.write
    return done?.op === 'primary' ? [done.contact] : undefined
  }
  // Whoever presses for the first time decides; only what is tried again may come too late.
  if (submission?.op !== 'primary' || submission.from === undefined || looks === 0) return undefined
  return write.op === 'primary' ? [submission.from, write.contact] : undefined
}

/** When the last generation of an intent was taken up, and when it ended. */
function spanOf({ versions, endAt }: Findings, { intent, generation, state }: LedgerRow) {
  const seen = (versions.get(intent) ?? []).filter(({ row }) => row.generation === generation)
  const ended = seen.find(({ row }) => row.state === state)
  return [seen[0]?.at ?? 0, ended?.at ?? endAt] as const
}

/** Whoever was primary at a customer at a moment. */
function primariesAt({ truth }: Findings, customer: string, time: number): readonly string[] {
  return truth.findLast((it) => it.customer === customer && it.at <= time)?.primaries ?? []
}

const timeOf = ({ at }: Pick<RowSeen, 'at'>) => at

function holds(held: Values, wanted: Values): boolean {
  return Object.entries(wanted).every(([name, value]) => isSame(held[name], value))
}

function isSame(one: Value | undefined, other: Value | undefined): boolean {
  return (one || null) === (other || null)
}
