import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { LogEntry } from '#contract/api/history.ts'
import type { OutboxItem } from '#outbox/submission.ts'
import { factsOfEntry } from '#auditLog/entryFacts.ts'
import { bundleOf } from '#support/bundle.ts'
import { factsOf } from '#support/factsOf.ts'
import { anEntry } from '../auditLog/entries.ts'

const workspace = { id: 'zuora-eu', backend: 'zuora' }

/** What somebody may have typed, or a billing system may have said. Each run marks it as its own. */
const typed = fc
  .oneof(fc.emailAddress(), fc.string(), fc.string({ unit: 'grapheme' }), fc.webUrl())
  .map((text) => `secret-${text}`)

const fields = [
  'name',
  'email',
  'phone',
  'workEmail',
  'address1',
  'my_field__c',
  'primary',
] as const
const changes = fc.uniqueArray(
  fc.record({ field: fc.constantFrom(...fields), old: typed, new: typed }),
  { selector: ({ field }) => field },
)

const entries: fc.Arbitrary<LogEntry> = fc
  .record({
    submissionId: fc.uuid(),
    number: fc.nat(),
    op: fc.constantFrom('create', 'update', 'remove', 'primary', 'role'),
    outcome: fc.constantFrom('saved', 'refused', 'unknown'),
    refusal: fc.constantFrom('fields', 'rejected', 'conflict', null),
    name: fc.option(typed),
    reason: fc.option(typed),
    person: fc.record({ id: typed, name: typed, role: fc.constantFrom('admin', 'editor', null) }),
    changes,
  } as const)
  .map((change) => anEntry(change))

test('what is copied for support from the log holds nothing that anybody typed', () => {
  fc.assert(
    fc.property(entries, (entry) => {
      const bundle = bundleOf(factsOfEntry(entry, workspace))
      expect(bundle).not.toContain('secret')
      expect(bundle).not.toContain('@')
      expect(bundle).not.toContain('left out')
      expect(bundle).toContain(`Support code: ${entry.code}`)
      for (const { field } of entry.changes) expect(bundle).toContain(field)
    }),
    { numRuns: 500 },
  )
})

test('nor does what is copied from a save that is still on its way', () => {
  const values = fc.dictionary(fc.constantFrom(...fields), typed)
  fc.assert(
    fc.property(fc.uuid(), values, typed, (submissionId, values, about) => {
      const item: OutboxItem = {
        workspace: 'zuora-eu',
        id: submissionId,
        about,
        form: { place: about, submittedDraft: values },
        queueKey: about,
        at: 0,
        submission: {
          op: 'update',
          revision: 1,
          customer: 'c-1',
          contact: 'k-1',
          values,
          before: values,
        },
      }
      const bundle = bundleOf(factsOf(item, 'checking'))
      expect(bundle).not.toContain('secret')
      expect(bundle).toContain('Time: 1970-01-01T00:00:00.000Z')
    }),
    { numRuns: 300 },
  )
})

test('an id that is no id does not get through either', () => {
  const entry = anEntry({
    contact: 'priya.das@acme.example',
    upstream: {
      status: 400,
      trackId: '+44 20 7946 0958',
      requestId: 'Priya Das',
      milliseconds: null,
    },
  })
  const lines = bundleOf(factsOfEntry(entry, workspace)).split('\n')
  expect(lines).toEqual(
    expect.arrayContaining(['Contact id: left out', 'Track id: left out', 'Request id: left out']),
  )
})
