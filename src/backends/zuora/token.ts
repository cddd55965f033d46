import { unlessAborted, type Clock } from '#contract/clock.ts'

/** A token as it was issued. */
export interface Issued {
  token: string
  /** Seconds that it is good for, from when it was asked for. */
  life: number
}

/** Seconds before its end at which a token is renewed, as Zuora's own guide does it. */
const early = 300

/**
 * One access token for everybody who asks. Zuora allows an address 100 tokens a minute, so callers
 * who come while one is being fetched wait for that one.
 * @param issue asks Zuora for a new one; belongs to no caller, so that one who gives up takes
 *   nothing from the others
 */
export function tokenKeeper(issue: () => Promise<Issued>, { now }: Clock) {
  let held: { token: string; until: number } | undefined
  let coming: Promise<string> | undefined

  async function renewed(): Promise<string> {
    const asked = now()
    try {
      const { token, life } = await issue()
      // One that lives but minutes would be renewed for every call.
      held = { token, until: asked + (life - Math.min(early, life / 2)) * 1000 }
      return token
    } finally {
      coming = undefined
    }
  }

  return {
    /** A token that is good for a while yet. Rejects as `issue` does, or with the signal's reason. */
    async current(signal?: AbortSignal): Promise<string> {
      signal?.throwIfAborted()
      if (held && now() < held.until) return held.token
      coming ??= renewed()
      return unlessAborted(coming, signal)
    },

    /** Zuora does not take this one any more. */
    refused(token: string): void {
      // Another person may have a newer one by now.
      if (held?.token === token) held = undefined
    },
  }
}
