import type { BrowserContext, Page } from '@playwright/test'

/** Hears everything a browser complains about on the pages of one context. */
export class Noise {
  readonly #heard: string[] = []
  readonly #expected: RegExp[] = []
  readonly #allowed: RegExp[] = []

  /** Says that something that fits will be heard in this test. A test that stays silent then fails. */
  expect(...patterns: RegExp[]): void {
    this.#expected.push(...patterns)
  }

  /** Says that something that fits may be heard, when it comes at a bad moment. */
  allow(...patterns: RegExp[]): void {
    this.#allowed.push(...patterns)
  }

  /** Why this noise fails the test; undefined when all of it was expected. */
  problem(): string | undefined {
    const surprises = this.#heard.filter(
      (line) => ![...this.#expected, ...this.#allowed].some((pattern) => pattern.test(line)),
    )
    if (surprises.length) return `Unexpected noise in the browser:\n${surprises.join('\n')}`
    const silent = this.#expected.filter(
      (pattern) => !this.#heard.some((line) => pattern.test(line)),
    )
    return silent.length ? `Expected, but never heard: ${silent.join(', ')}` : undefined
  }

  listenTo(context: BrowserContext): void {
    context.on('page', (page) => this.#listenToPage(page))
    context.on('weberror', (error) => this.#heard.push(`page error: ${textOf(error.error())}`))
  }

  #listenToPage(page: Page): void {
    page.on('console', (message) => {
      // Violations of the content policy are console errors too.
      if (['error', 'warning'].includes(message.type()))
        this.#heard.push(`console ${message.type()}: ${message.text()} (${message.location().url})`)
    })
    page.on('crash', () => this.#heard.push('the page crashed'))
  }
}

function textOf(error: Error): string {
  return error.stack ?? error.message
}
