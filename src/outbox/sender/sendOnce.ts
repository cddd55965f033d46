import { unlessAborted } from '#contract/clock.ts'
import type { OutboxDeps } from '#outbox/deps.ts'
import { noop, type InFlight } from '#outbox/inFlight.ts'
import { classifyError, classifyOutcome, type SendResult } from './sendResult.ts'

/** How long an answer is waited for, in milliseconds. */
export const answerTimeoutMs = 20_000

/** From this age on, in milliseconds, a request says when Save was pressed. */
const reportedAgeMs = 1_000

/** Sends the submission to the gateway once. Never rejects for anything but a bug. */
export async function sendOnce(
  { item, signal }: InFlight,
  { clock, put }: OutboxDeps,
): Promise<SendResult> {
  const abort = new AbortController()
  const answered = new AbortController()
  const stop = () => abort.abort()
  signal.addEventListener('abort', stop)
  clock.pause(answerTimeoutMs, answered.signal).then(stop, noop)
  try {
    const { workspace, id, submission } = item
    const age = Math.round(clock.now() - item.at)
    const pressedAgo = age >= reportedAgeMs ? age : undefined
    const answer = put(workspace, id, submission, abort.signal, pressedAgo)
    return classifyOutcome(await unlessAborted(answer, abort.signal))
  } catch (error) {
    if (abort.signal.aborted) return { kind: 'open', reached: false, duplicateInFlight: false }
    return classifyError(error)
  } finally {
    answered.abort()
    signal.removeEventListener('abort', stop)
  }
}
