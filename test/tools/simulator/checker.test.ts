import { beforeAll, describe, expect, it } from 'vitest'
import type { Outcome, Submission } from '#contract/api/submission.ts'
import { fieldsFor } from '#contract/fields/form.ts'
import { contactFingerprintOf } from '#server/submissions/matching/fingerprint.ts'
import { brokenIn, invariants, type InvariantName } from './checker.ts'
import { editingDay } from './day.ts'
import { findingsIn, type Edit } from './findings.ts'
import type { History } from './history.ts'
import type { LedgerRow } from './memoryLedger.ts'
import { simulated } from './simulation.ts'
import type { Change } from './truth.ts'
import { simulatedDayZero } from './vendors.ts'
import { contactOf } from './watchedLedger.ts'

/*
 * A checker that cannot fail proves nothing: a run in which all was well is spoilt in one place, and
 * the checker has to say so.
 */

const contactFingerprint = (values: Change['values']) =>
  contactFingerprintOf(fieldsFor(simulatedDayZero.form, 'create'), values)

let good: History
let done: { at: number; row: LedgerRow }
let made: Change

/** Another one, of people who changed what was there. */
let edited: History
let update: Edit & { row: LedgerRow }
let move: Edit & { row: LedgerRow }

beforeAll(async () => {
  for (let seed = 1; seed < 50; seed++) {
    const { history } = await simulated(simulatedDayZero, seed)
    // One that was in doubt first, so that there is something to say about every promise.
    const found = history.rows.find(
      ({ row }) => row.state === 'succeeded' && row.inDoubtSince !== null && row.auditAt !== null,
    )
    const change = history.truth.find(
      (it) =>
        found && it.mark !== null && it.kind === 'made' && it.contact === contactOf(found.row),
    )
    if (!found || !change) continue
    good = history
    done = found
    made = change
    return
  }
  throw new Error('no run has a doubt that ended well')
})

beforeAll(async () => {
  for (let seed = 1; seed < 100; seed++) {
    const { history } = await simulated(simulatedDayZero, seed, { day: editingDay })
    const findings = findingsIn(history, contactFingerprint)
    const ended = findings.edits.flatMap((edit) => {
      const row = edit.row && findings.last.get(edit.row.id)
      return row?.state === 'succeeded' && row.undoes === null ? [{ ...edit, row }] : []
    })
    const updated = ended.find(({ op, row }) => op === 'update' && 'before' in row.write)
    // Somebody had the invoices before.
    const moved = ended.find(
      ({ op, row, change }) =>
        op === 'primary' &&
        'from' in row.write &&
        row.write.from !== null &&
        row.write.from !== change.contact,
    )
    if (!updated || !moved) continue
    edited = history
    update = updated
    move = moved
    return
  }
  throw new Error('no run has both an update and a move')
})

/** What was asked for, in other words. */
function askedAs(
  submissionId: string,
  change: (submission: Submission) => Submission,
): Partial<History> {
  return {
    ...edited,
    asked: edited.asked.map((it) =>
      it.submissionId === submissionId ? { ...it, submission: change(it.submission) } : it,
    ),
  }
}

/** The rows of a submission, changed. */
function rowsAs(submissionId: string, change: (row: LedgerRow) => Partial<LedgerRow>) {
  return edited.rows.map(({ at, row }) => ({
    at,
    row: row.id === submissionId ? { ...row, ...change(row) } : row,
  }))
}

const last = (change: Partial<LedgerRow>) => ({ at: good.endAt, row: { ...done.row, ...change } })
const unknown: Outcome = { state: 'unknown', since: new Date(0).toISOString() }
const elsewhere = '00000000-0000-4000-8000-000000000000'

/** How a run is spoilt, and who has to notice. */
const spoilt: Record<string, { by: InvariantName; history: () => Partial<History> }> = {
  'a second contact of the same submission': {
    by: 'I1',
    history: () => ({ truth: [...good.truth, { ...made, contact: 'second', at: good.endAt }] }),
  },
  'a submission that is rejected and made a contact': {
    by: 'I2',
    history: () => ({
      rows: good.rows.map((seen) =>
        seen.row.id === done.row.id && seen.row.state === 'succeeded'
          ? { ...seen, row: { ...seen.row, state: 'rejected' } }
          : seen,
      ),
    }),
  },
  'a contact that is not what was asked for': {
    by: 'I2',
    history: () => ({
      truth: good.truth.map((it) =>
        it === made ? { ...it, values: renamed(it.values), wrote: renamed(it.wrote) } : it,
      ),
    }),
  },
  'a contact of another customer': {
    by: 'I2',
    history: () => ({
      truth: good.truth.map((it) => (it === made ? { ...it, customer: 'other' } : it)),
    }),
  },
  'a contact that another submission made': {
    by: 'I2',
    history: () => ({
      rows: [...good.rows, { at: good.endAt, row: { ...done.row, id: elsewhere } }],
    }),
  },
  // Two contacts of bytes that left once: one may be another's, not both.
  'both contacts of bytes that arrived twice': {
    by: 'I2',
    history: () => ({
      truth: [...good.truth, { ...made, contact: 'copy' }],
      rows: [
        ...good.rows,
        { at: good.endAt, row: { ...done.row, id: elsewhere } },
        { at: good.endAt, row: { ...done.row, id: `${elsewhere}1`, outcome: madeAs('copy') } },
      ],
    }),
  },
  'a contact of two submissions': {
    by: 'I3',
    history: () => ({
      rows: [...good.rows, { at: good.endAt, row: { ...done.row, id: elsewhere } }],
    }),
  },
  'a success that is taken back': {
    by: 'I4',
    history: () => ({ rows: [...good.rows, last({ state: 'unknown', outcome: unknown })] }),
  },
  'a new revision of a submission in doubt': {
    by: 'I4',
    history: () => ({
      rows: good.rows.flatMap((seen) =>
        seen === done
          ? [{ ...seen, row: { ...seen.row, state: 'pending', revision: 99 } }]
          : seen.row.id === done.row.id && seen.at > done.at
            ? []
            : [seen],
      ),
    }),
  },
  'a new round of a submission that had made a contact': {
    by: 'I4',
    history: () => ({
      rows: good.rows.flatMap((seen) =>
        seen === done
          ? [{ ...seen, row: { ...seen.row, state: 'unknown', keyEpoch: seen.row.keyEpoch + 1 } }]
          : seen.row.id === done.row.id && seen.at > done.at
            ? []
            : [seen],
      ),
    }),
  },
  'bytes that left before a row said so': {
    by: 'I5',
    history: () => ({ dispatched: good.dispatched.map((it) => ({ ...it, at: it.at - 60_000 })) }),
  },
  'bytes of which no row knows': {
    by: 'I5',
    history: () => ({
      dispatched: [
        ...good.dispatched,
        { at: good.endAt, gateway: 'gateway 1', mark: 'unheard of' },
      ],
    }),
  },
  '“Saved” before it was': {
    by: 'I7',
    history: () => ({ shown: [shownBefore('saved')] }),
  },
  '“Not saved” of what was saved': {
    by: 'I7',
    history: () => ({ shown: [{ ...shownBefore('notSaved'), at: good.endAt }] }),
  },
  '“Waiting” of what was made already': {
    by: 'I7',
    history: () => ({ shown: [{ ...shownBefore('waiting'), at: made.at }] }),
  },
  'a submission that never ends': {
    by: 'I8',
    history: () => ({
      rows: good.rows.filter(({ row }) => row.id !== done.row.id || row.state !== 'succeeded'),
      calmAt: done.at,
    }),
  },
  'a second contact that nobody flagged': {
    by: 'I9',
    history: () => ({
      truth: [...good.truth, { ...made, contact: 'second', mark: null, at: made.at + 1 }],
    }),
  },
  'a second contact of a submission that nobody doubted': {
    by: 'I9',
    history: () => {
      const rows = good.rows.filter(({ row }) => row.id !== done.row.id)
      const row = { ...done.row, inDoubtSince: null, knownIds: [], duplicate: null }
      const open: LedgerRow = { ...row, state: 'pending', outcome: null }
      const leftAt = row.lastDispatchedAt?.getTime() ?? 0
      return {
        rows: [...rows, { at: leftAt, row: open }, { ...done, row }],
        truth: [...good.truth, { ...made, contact: 'second', mark: null, at: made.at + 1 }],
        endAt: done.at + 60 * 60_000,
      }
    },
  },
  'a submission in another’s name': {
    by: 'I10',
    history: () => ({ asked: good.asked.map((it) => ({ ...it, person: 'eve' })) }),
  },
  'a submission of another workspace': {
    by: 'I10',
    history: () => ({ rows: [...good.rows, last({ workspace: 'other' })] }),
  },
  'a repeat that is told something else': {
    by: 'I11',
    history: () => {
      const told = good.asked.findLast((it) => it.answer?.body.includes('succeeded'))!
      const answer = { at: good.endAt, status: 200, body: 'else' }
      return { asked: [...good.asked, { ...told, at: good.endAt, answer }] }
    },
  },
  'a repeat that is carried out': {
    by: 'I11',
    history: () => ({
      dispatched: [
        ...good.dispatched,
        { at: good.endAt, gateway: 'gateway 1', mark: made.mark ?? '' },
      ],
    }),
  },
  'two primaries': {
    by: 'I12',
    history: () => ({ truth: [...good.truth, { ...made, primaries: ['one', 'other'] }] }),
  },
  'a change of which no row knows': {
    by: 'I14',
    history: () => ({
      ...edited,
      rows: edited.rows.filter(({ row }) => row.id !== update.row.id),
    }),
  },
  'an edit over what another person wrote': {
    by: 'I15',
    history: () =>
      askedAs(update.row.id, (submission) => {
        if (submission.op !== 'update') return submission
        const before = Object.keys(submission.values).map((name) => [name, 'Other'] as const)
        return { ...submission, before: Object.fromEntries(before) }
      }),
  },
  'a move that is tried again after another person’s': {
    by: 'I16',
    history: () => ({
      ...askedAs(move.row.id, (submission) => ({ ...submission, from: 'other' }) as Submission),
      rows: rowsAs(move.row.id, () => ({ reconcileAttempts: 1 })),
    }),
  },
  'an edit that is said to be done and never was': {
    by: 'I17',
    history: () => ({ ...edited, truth: edited.truth.filter((it) => it !== update.change) }),
  },
  'an edit that is said not to be done and was': {
    by: 'I18',
    history: () => ({
      ...edited,
      rows: rowsAs(update.row.id, ({ state }) =>
        state === 'succeeded'
          ? {
              state: 'rejected',
              outcome: { state: 'rejected', refusal: { kind: 'rejected', message: 'No' } },
            }
          : {},
      ),
    }),
  },
  'a customer that is left without a primary': {
    by: 'I19',
    history: () => ({
      ...edited,
      truth: [
        ...edited.truth,
        { ...move.change, at: edited.endAt, kind: 'changed', primaries: [], mark: 'write' },
      ],
    }),
  },
  'an edit that is said to be saved, and the field holds what it held': {
    by: 'I20',
    history: () => ({ ...edited, truth: edited.truth.map(unwritten) }),
  },
  'a move that is said to be saved and left two primaries': {
    by: 'I20',
    history: () => ({
      ...edited,
      truth: edited.truth.map((it) =>
        it.customer === move.change.customer && it.at >= move.change.at
          ? { ...it, primaries: [move.change.contact, 'other'] }
          : it,
      ),
    }),
  },
  'two edits of one field that are both said to be saved': {
    by: 'I21',
    history: () => raced(update, (write) => ({ ...write, values: otherTexts(write) })),
  },
  'two moves from the same one that are both said to be saved': {
    by: 'I21',
    history: () => raced(move, (write) => ({ ...write, contact: 'third' })),
  },
  'an edit that is said not to be saved, and was before somebody wrote over it': {
    by: 'I22',
    history: () => ({
      ...edited,
      rows: rowsAs(update.row.id, ({ state }) =>
        state === 'succeeded'
          ? {
              state: 'rejected',
              outcome: { state: 'rejected', refusal: { kind: 'conflict', theirs: {} } },
            }
          : {},
      ),
      truth: [
        ...edited.truth.flatMap((it) =>
          it === update.change ? [it, { ...overwritten(it), mark: null }] : [it],
        ),
      ],
    }),
  },
  'a move that is sent again over what somebody saved since': {
    by: 'I23',
    history: () => sentAgain(raced(move, (write) => ({ ...write, contact: 'third' }))),
  },
  'a contact without a receipt': {
    by: 'I13',
    history: () => ({
      rows: good.rows.map((seen) =>
        seen.row.id === done.row.id && seen.row.state === 'succeeded'
          ? { ...seen, row: { ...seen.row, outcome: madeAs('elsewhere') } }
          : seen,
      ),
    }),
  },
}

const renamed = (values: Change['values']) => ({ ...values, name: 'Other' })

function otherTexts(write: LedgerRow['write']): Change['values'] {
  if (write.op !== 'update') throw new Error('not an update')
  return Object.fromEntries(Object.keys(write.values).map((name) => [name, 'of the other']))
}

/** As it is where another person wrote the same fields. */
function overwritten(change: Change): Change {
  return { ...change, values: { ...change.values, ...otherTexts(update.row.write) } }
}

/** From that edit on the contact holds something else, which nobody else wrote. */
function unwritten(it: Change): Change {
  return it.contact === update.change.contact && it.at >= update.change.at ? overwritten(it) : it
}

/** The same once more under another submission, right after the first, and on what was there before it. */
function raced(
  { change, row }: Edit & { row: LedgerRow },
  otherwise: (write: LedgerRow['write']) => LedgerRow['write'],
): Partial<History> {
  const write = otherwise(row.write)
  const wrote = write.op === 'update' ? write.values : change.wrote
  const contact = write.op === 'create' ? change.contact : write.contact
  const again: Change = {
    ...{ ...change, contact, wrote, mark: 'write again', primaries: [contact] },
    values: { ...change.values, ...wrote },
  }
  const own = edited.sent.find(({ mark }) => mark === change.mark)!
  return {
    ...edited,
    truth: edited.truth.flatMap((it) => (it === change ? [it, again] : [it])),
    sent: [...edited.sent, { ...own, mark: 'write again', submissionId: elsewhere }],
    rows: edited.rows.flatMap((seen) =>
      seen.row.id === row.id
        ? [seen, { ...seen, row: { ...seen.row, id: elsewhere, write } }]
        : [seen],
    ),
  }
}

/** Later the first of the two comes once more, and takes the invoices from whom the second one chose. */
function sentAgain({ truth = [], sent = [], rows = [], ...rest }: Partial<History>) {
  const { change, row } = move
  const at = edited.endAt
  const cleared = { ...change.values, is_primary: false }
  const own = sent.find(({ mark }) => mark === change.mark)!
  const again = { fencingToken: row.fencingToken + 1, reconcileAttempts: 1 }
  return {
    ...rest,
    truth: [
      ...truth,
      { ...change, at: at - 1, values: cleared, wrote: cleared, mark: null, primaries: ['third'] },
      { ...change, at, mark: 'write late' },
    ],
    sent: [...sent, { ...own, at: at - 1, mark: 'write late' }],
    rows: [...rows, { at: at - 2, row: { ...row, ...again, lastDispatchedAt: new Date(at) } }],
  }
}

function madeAs(contact: string): Outcome {
  const { outcome } = done.row
  if (outcome?.state !== 'succeeded' || !outcome.contact) throw new Error('nothing was made')
  return { ...outcome, contact: { ...outcome.contact, id: contact } }
}

function shownBefore(shown: History['shown'][number]['shown']): History['shown'][number] {
  return { at: done.at - 1, tab: 'tab 1 of ann', submissionId: done.row.id, shown }
}

describe('the checker', () => {
  it('finds nothing in a run in which all was well', () => {
    expect(brokenIn(good, contactFingerprint)).toEqual([])
  })

  it.each(Object.entries(spoilt))('notices %s', (_, { by, history }) => {
    const said = brokenIn({ ...good, ...history() }, contactFingerprint, [by])
    expect(said.length).toBeGreaterThan(0)
    expect(said[0]).toMatch(new RegExp(`^${by} `))
  })

  it('is spoilt for in every invariant', () => {
    const noticed = new Set(Object.values(spoilt).map(({ by }) => by))
    expect([...noticed].toSorted()).toEqual(Object.keys(invariants).toSorted())
  })
})
