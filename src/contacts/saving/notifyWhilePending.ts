import type { SubmissionStatus } from '#outbox/submission.ts'
import type { Outbox } from '#outbox/outbox.ts'

/**
 * Tells once when a submission is neither done nor refused for longer than a moment.
 * @param tell says so, and returns what takes it back
 * @returns what takes it back, and ends the watch
 */
export function notifyWhilePending(
  outbox: Outbox,
  submissionId: string,
  tell: (status: SubmissionStatus) => () => void,
): () => void {
  let takeBack: (() => void) | undefined
  const stop = outbox.subscribe(() => {
    const status = outbox.status(submissionId)
    if (status && status.kind !== 'saving') takeBack ??= tell(status)
  })
  return () => {
    stop()
    takeBack?.()
  }
}
