import { pause } from './pause.ts'

/** Reads one address without pause, and remembers how it was answered. */
export class Readers {
  /** Answers that were neither 200 nor 503, and requests without an answer. */
  odd = 0
  /** The longest that an answer took, in milliseconds. */
  slowest = 0
  readonly #address: string
  #running = false
  #work: Promise<unknown> = Promise.resolve()

  constructor(url: string, path: string) {
    this.#address = url + path
  }

  start(count: number): void {
    this.#running = true
    this.#work = Promise.all(Array.from({ length: count }, () => this.#read()))
  }

  /** Resolves when the last answer is there. */
  async stop(): Promise<void> {
    this.#running = false
    await this.#work
  }

  async #read(): Promise<void> {
    while (this.#running) {
      const asked = performance.now()
      const status = await fetch(this.#address, { signal: AbortSignal.timeout(60_000) }).then(
        async (answer) => (await answer.text()) && answer.status,
        () => 0,
      )
      this.slowest = Math.max(this.slowest, performance.now() - asked)
      if (status !== 200 && status !== 503) this.odd++
      await pause(200)
    }
  }
}
