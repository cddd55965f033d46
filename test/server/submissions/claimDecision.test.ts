import { expect, test } from 'vitest'
import type { Outcome } from '#contract/api/submission.ts'
import { outcomeOf, decideClaim } from '#server/submissions/claimDecision.ts'

type Entry = Parameters<typeof decideClaim>[0]
type SubmissionBody = Parameters<typeof decideClaim>[1]

const now = new Date('2026-05-04T10:00:00Z')
const before = new Date(now.getTime() - 1)
const after = new Date(now.getTime() + 1)

const succeeded: Outcome = { state: 'succeeded', contact: null }
const rejected: Outcome = { state: 'rejected', refusal: { kind: 'permission' } }
const mayExist: Outcome = {
  state: 'rejected',
  refusal: { kind: 'mayExist', contact: { id: 'c-2', name: 'Pat', values: {} } },
}
const unknown: Outcome = { state: 'unknown', since: before.toISOString() }

function anEntry(outcome: Outcome | null, change: Partial<Entry> = {}): Entry {
  return {
    person: 'pat',
    revision: 2,
    fingerprint: 'same',
    state: outcome?.state ?? 'pending',
    outcome,
    sentAt: before,
    leaseUntil: after,
    ...change,
  }
}

const write = { op: 'create', revision: 2, customer: 'c', values: {} } as const
const same: SubmissionBody = { person: 'pat', revision: 2, fingerprint: 'same', write }
const other: SubmissionBody = { ...same, fingerprint: 'other' }
const mended: SubmissionBody = { ...other, revision: 3 }
const pressedAgain: SubmissionBody = { ...same, revision: 3 }
const decided: SubmissionBody = { ...mended, write: { ...write, distinctFrom: ['c-1', 'c-2'] } }
const otherOne: SubmissionBody = { ...mended, write: { ...write, distinctFrom: ['c-1'] } }
const late: SubmissionBody = { ...other, revision: 1 }

test.each([
  ['the same submission while it is tried', null, same, 'replay'],
  ['the same submission after success', succeeded, same, 'replay'],
  ['the same submission after a refusal', rejected, same, 'replay'],
  ['the same submission while nobody knows', unknown, same, 'replay'],
  ['another payload while it is tried', null, other, 'inProgress'],
  ['a later revision while it is tried', null, mended, 'inProgress'],
  ['another payload while nobody knows', unknown, other, 'inProgress'],
  ['a later revision while nobody knows', unknown, mended, 'inProgress'],
  ['another payload after success', succeeded, other, 'keyReused'],
  ['a later revision of another payload after success', succeeded, mended, 'keyReused'],
  ['the same payload pressed again after success', succeeded, pressedAgain, 'replay'],
  ['another payload in the revision that was refused', rejected, other, 'keyReused'],
  ['a mended payload in the next revision', rejected, mended, 'newRevision'],
  ['the same payload in the next revision', rejected, pressedAgain, 'newRevision'],
  ['a mended payload that leaves open whether its contact exists', mayExist, mended, 'replay'],
  [
    'the same payload that leaves open whether its contact exists',
    mayExist,
    pressedAgain,
    'replay',
  ],
  ['one that is distinct from another contact only', mayExist, otherOne, 'replay'],
  ['one that is distinct from the contact in question', mayExist, decided, 'newRevision'],
  ['an earlier revision that comes late', rejected, late, 'keyReused'],
] as const)('%s', (_, outcome, submissionBody, result) => {
  expect(decideClaim(anEntry(outcome), submissionBody, now).kind).toBe(result)
})

test('another person’s submission is not there, whatever it came to and whatever is asked', () => {
  for (const outcome of [null, succeeded, rejected, unknown])
    for (const submissionBody of [same, other, mended, late])
      expect(decideClaim(anEntry(outcome), { ...submissionBody, person: 'tom' }, now)).toEqual({
        kind: 'notOwner',
      })
})

test('what is being tried is pending until its lease runs out, and unknown from then on', () => {
  expect(outcomeOf(anEntry(null, { leaseUntil: after }), now)).toEqual({ state: 'pending' })
  expect(outcomeOf(anEntry(null, { leaseUntil: now }), now)).toEqual(unknown)
  expect(outcomeOf(anEntry(null, { leaseUntil: before }), now)).toEqual(unknown)
})

test('a lease that ran out takes nothing back that is settled', () => {
  for (const outcome of [succeeded, rejected, unknown])
    expect(outcomeOf(anEntry(outcome, { leaseUntil: before }), now)).toEqual(outcome)
})
