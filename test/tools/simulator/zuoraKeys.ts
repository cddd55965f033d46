import type { Told } from './wire.ts'

/** Milliseconds that an outcome is kept, by the reference. */
const kept = 24 * 60 * 60 * 1000

interface Use {
  /** Of the bytes that came first. */
  raw: string
  at: number
  /** Undefined while it is being carried out. */
  answer?: Told
}

/**
 * Zuora's idempotency keys: the first outcome is told again, whatever it was. Several may wait for a
 * key in vain, one carries it out.
 */
export class ZuoraKeys {
  readonly #uses = new Map<string, Use>()

  /** What whoever comes with a used key is told; undefined for whoever is to carry it out. */
  claim(key: string, raw: string, now: number): Told | undefined {
    const use = this.#uses.get(key)
    if (use && now - use.at < kept) {
      if (use.raw !== raw) return failing(422, 30, 'This Idempotency-Key was used otherwise.')
      return use.answer ?? running
    }
    this.#uses.set(key, { raw, at: now })
    return undefined
  }

  keep(key: string, answer: Told): void {
    const use = this.#uses.get(key)
    if (use) use.answer = answer
  }
}

/** A failure as v1 tells it: the kind of mistake is in the last two digits. */
export function failing(status: number, category: number, message: string): Told {
  return {
    status,
    body: {
      success: false,
      processId: '7F2E4C89A1B3C4D5',
      reasons: [{ code: 50_000_000 + category, message }],
    },
  }
}

const running: Told = {
  ...failing(409, 50, 'The first request with this Idempotency-Key is being processed.'),
  headers: { 'retry-after': '1' },
}
