import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Files that take longest, longest first; a clean clone knows no times of its own. */
const slowest = [
  'server/start/start.test.ts',
  'simulator/simulation.test.ts',
  'simulator/guardMutations.test.ts',
  'security/writes.test.ts',
  'server/submissions/races.test.ts',
  'server/submissions/normalised.test.ts',
  'security/queries.test.ts',
  'server/session/permissions.test.ts',
  'server/start/',
  'recentChanges/recentChanges.test.tsx',
  'contacts/contacts.test.tsx',
  'app/zuora.test.tsx',
  'app/fuzz.test.tsx',
]

/**
 * One project after the other, as a process serves only one, and in each the slowest files first, so
 * that no core waits for a last long one.
 */
export class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // oxlint-disable-next-line unicorn/no-array-sort -- the method of vitest's sequencer, not of an array
    const usual = await super.sort(files)
    return usual.toSorted((one, other) => rankOf(one) - rankOf(other))
  }
}

function rankOf({ moduleId, project }: TestSpecification): number {
  const at = slowest.findIndex((part) => moduleId.includes(part))
  return (project.name === 'jsdom' ? 0 : 100) + (at === -1 ? slowest.length : at)
}
