import { afterAll, afterEach, beforeEach } from 'vitest'
import { endFile, endTest } from './endings.ts'
import { listen, problemHeard } from './noise.ts'

/** Hooks of every test file. The state they work on lives elsewhere: this module is run anew for each. */

beforeEach(listen)

afterEach(() => {
  const problem = problemHeard()
  if (problem) throw new Error(problem)
})

afterEach(endTest)
afterAll(endFile)
