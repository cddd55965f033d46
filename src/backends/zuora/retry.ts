import { BackendError, type Refusal } from '#contract/api/refusal.ts'
import type { Clock } from '#contract/clock.ts'

/** Why a call that failed may be made again, the very same. */
export interface Retry {
  /**
   * `limit`: Zuora wants to hear nothing from this tenant for a while, and has not carried this out.
   * `lock`: another person was writing. `running`: an earlier try under the same idempotency key is
   * being carried out.
   */
  why: 'limit' | 'lock' | 'running'
  /** Seconds to wait; null where Zuora does not say. */
  after: number | null
}

interface Failed {
  error: BackendError
  repeat: Retry | null
}

export type Attempt<Reply> = { reply: Reply } | Failed

/** Beyond these, whoever waits is told so, and may decide. */
const mostRepeats = 2
const mostWaiting = 5000

/** Milliseconds within which those who waited for the same moment go on, so not all at once. */
const spread = 500

/**
 * Makes the calls of one tenant: again where that is safe, and none before Zuora wants to hear from
 * this tenant again.
 */
export function patience(clock: Clock) {
  let heldUntil = 0
  /** When that was said. Before it is only a clock that was set back, which holds nobody. */
  let heldSince = 0

  /**
   * @throws BackendError for the last attempt, or `busy` when the tenant is held back for longer
   *   than a call waits; the signal's reason when the caller gave up
   */
  return async <Reply>(
    attempt: () => Promise<Attempt<Reply>>,
    signal: AbortSignal | undefined,
  ): Promise<Reply> => {
    let failed: Failed | undefined
    let running = false
    let notBefore = 0
    let waited = 0
    const due = () => {
      const now = clock.now()
      if (now < heldSince) heldUntil = 0
      return Math.max(notBefore, heldUntil) - now
    }

    for (let repeats = 0; ; repeats++) {
      // Others may have been told to wait longer meanwhile.
      for (let wait = due(); wait > 0; wait = due()) {
        waited += wait
        if (waited > mostWaiting) throw doubted(failed?.error ?? busyFor(wait), running)
        await clock.pause(wait + clock.random() * spread, signal)
      }
      const result = await attempt()
      if ('reply' in result) return result.reply
      failed = result
      const { error, repeat } = result
      if (!repeat) throw doubted(error, running)
      running ||= repeat.why === 'running'
      notBefore = clock.now() + (repeat.after ?? 2 ** repeats) * 1000
      if (repeat.why === 'limit' && repeat.after !== null) {
        heldUntil = Math.max(heldUntil, notBefore)
        heldSince = clock.now()
      }
      if (repeats === mostRepeats) throw doubted(error, running)
    }
  }
}

function busyFor(milliseconds: number): BackendError {
  return new BackendError({ kind: 'busy', retryAfter: Math.ceil(milliseconds / 1000) })
}

/** Whether an earlier try can have come to this. Anything else says only why nobody could ask about it. */
function isEnd(refusal: Refusal): boolean {
  if (refusal.kind === 'rejected') return !refusal.viaProxy
  return refusal.kind === 'fields' || refusal.kind === 'notFound'
}

/** That a later try was not carried out does not mean that the running one is not. */
function doubted(error: BackendError, running: boolean): BackendError {
  if (!running || isEnd(error.refusal)) return error
  return new BackendError({ kind: 'outcomeUnknown', status: 409 }, { cause: error })
}
