/**
 * What helpers leave to be done at the end of a test or of a test file. Files share a process, so a
 * hook that a helper registers itself would be heard in the first file alone; the set-up of every file
 * (everyFile.ts) comes here instead.
 */

type Work = () => Promise<unknown>

const ofTest = new Set<Work>()
const ofFile = new Set<Work>()

/** Does this once, after the test that runs now; from a `beforeAll`, after the first test. */
export function afterThisTest(work: Work): void {
  ofTest.add(work)
}

/** Does this once, after the last test of the file that runs now. */
export function afterThisFile(work: Work): void {
  ofFile.add(work)
}

export const endTest = () => endAll(ofTest)
export const endFile = () => endAll(ofFile)

async function endAll(works: Set<Work>): Promise<void> {
  for (const work of works) {
    works.delete(work)
    await work()
  }
}
