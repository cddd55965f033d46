import { vi } from 'vitest'

/** What was printed in this test, and what the test said would be. */
let heard: string[] = []
let expected: RegExp[] = []

/**
 * Says that this test will make the code print a warning or an error that fits. The test fails when
 * it does not, and when anything else is printed.
 */
export function expectNoise(...patterns: RegExp[]): void {
  expected.push(...patterns)
}

/** What jsdom alone makes a library say; in a browser the reason is not there. */
const jsdomOnly = [/requires a focusable composite element/]

/** Hears from now on what a test prints, and forgets what the one before it printed. */
export function listen(): void {
  heard = []
  expected = []
  for (const method of ['error', 'warn'] as const)
    vi.spyOn(console, method).mockImplementation((...words: unknown[]) => {
      heard.push(`console.${method}: ${words.map(textOf).join(' ')}`)
    })
}

/** Why what was printed since `listen` fails the test; undefined when it does not. */
export function problemHeard(): string | undefined {
  return problemWith(heard, expected)
}

/** Why this noise fails a test; undefined when it was all expected, and all that was expected came. */
export function problemWith(printed: readonly string[], patterns: readonly RegExp[]) {
  const surprises = printed.filter(
    (line) => ![...patterns, ...jsdomOnly].some((pattern) => pattern.test(line)),
  )
  if (surprises.length) return `Printed without being expected:\n${surprises.join('\n')}`
  const silent = patterns.filter((pattern) => !printed.some((line) => pattern.test(line)))
  if (silent.length) return `Expected, but never printed: ${silent.join(', ')}`
  return undefined
}

function textOf(word: unknown): string {
  if (word instanceof Error) return word.stack ?? word.message
  return typeof word === 'string' ? word : (JSON.stringify(word) ?? String(word))
}
