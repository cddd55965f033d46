import type { OutboxDeps } from '#outbox/deps.ts'
import { canAbandon, checking, noop, type InFlight } from '#outbox/inFlight.ts'
import type { SubmissionStatus } from '#outbox/submission.ts'
import type { SendResult } from './sendResult.ts'

/** Sleep in slices, so that a computer that resumes goes on soon. Milliseconds. */
const maxSleepMs = 5_000

/** The longest pause before the gateway is asked again whether the customer is free, in milliseconds. */
const maxCustomerPauseMs = 5_000

type WaitingStatus = SubmissionStatus & { kind: 'waiting' }

/** What the gateway says goes first. */
export type Earlier = Pick<SendResult & { kind: 'open' }, 'duplicateInFlight' | 'waitingFor'>

/**
 * The pauses between two attempts, each with the status that people see meanwhile. Every pause
 * resolves to whether it was cut short: by the person, or by the network or computer coming back.
 */
export class Waiting {
  readonly #inFlight: InFlight
  readonly #deps: OutboxDeps
  readonly #onChange: () => void

  constructor(inFlight: InFlight, deps: OutboxDeps, onChange: () => void) {
    this.#inFlight = inFlight
    this.#deps = deps
    this.#onChange = onChange
  }

  setStatus(status: SubmissionStatus): void {
    this.#inFlight.status = status
    this.#onChange()
  }

  /**
   * Certainly not executed.
   * @param isAsked the gateway asked for the pause, so only the person cuts it short
   */
  notExecuted(why: WaitingStatus['why'], delay: number, isAsked = false): Promise<boolean> {
    return this.#pause({ kind: 'waiting', why, nextAttemptAt: null }, delay, isAsked)
  }

  /** Perhaps executed. */
  inDoubt(
    trouble: 'offline' | 'gatewayUnreachable' | null,
    delay: number,
    { duplicateInFlight, waitingFor }: Earlier = { duplicateInFlight: false },
  ): Promise<boolean> {
    const obstacle = trouble && !this.#deps.online() ? 'offline' : trouble
    return this.#pause({ ...this.#checking(), duplicateInFlight, waitingFor, obstacle }, delay)
  }

  /** The gateway has waited for the earlier write already, so it is asked again soon. */
  behind({ duplicateInFlight, waitingFor }: Earlier, delay: number): Promise<boolean> {
    if (duplicateInFlight) return this.notExecuted('duplicateInFlight', delay)
    const status = { kind: 'waiting', why: 'customer', waitingFor, nextAttemptAt: null } as const
    return this.#pause(status, Math.min(delay, maxCustomerPauseMs))
  }

  /** Without a timer: it goes on when the page wakes the outbox after the sign-in. */
  untilSignedIn(): Promise<boolean> {
    const status = this.#inFlight.inDoubt
      ? ({ ...this.#checking(), obstacle: 'signedOut' } as const)
      : ({ kind: 'waiting', why: 'signedOut', nextAttemptAt: null } as const)
    return this.#pause(status, Infinity)
  }

  #checking() {
    const { item, refusal, unlisted = false } = this.#inFlight
    return { ...checking(item), refusal, unlisted, canAbandon: canAbandon(this.#inFlight) }
  }

  /** @param delay in milliseconds; without end, the status does not say when it goes on */
  async #pause(
    status: Exclude<SubmissionStatus, { kind: 'saving' }>,
    delay: number,
    isAsked = false,
  ): Promise<boolean> {
    const inFlight = this.#inFlight
    const { clock, online } = this.#deps
    const started = clock.now()
    const until = started + delay
    this.setStatus({
      ...status,
      nextAttemptAt: online() && delay < Infinity ? new Date(until) : null,
    })
    const woken = new AbortController()
    inFlight.wake = (byPerson) => (byPerson || !isAsked) && woken.abort()
    // The clock may be set back meanwhile, which would make the pause longer.
    for (
      let now = started;
      now < until && now >= started && !inFlight.cancelling;
      now = clock.now()
    ) {
      await clock.pause(Math.min(until - now, maxSleepMs), woken.signal).catch(noop)
      if (woken.signal.aborted) break
    }
    inFlight.wake = noop
    inFlight.signal.throwIfAborted()
    return woken.signal.aborted
  }
}
