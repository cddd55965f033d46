import { text } from '#text/text.ts'
import type { SubmissionStatus } from './submission.ts'

/** Why a change that is certainly not saved yet waits, as a title. */
export function waitingTitle({ why, waitingFor }: SubmissionStatus & { kind: 'waiting' }): string {
  if (why !== 'customer' || waitingFor === undefined) return text.save.waiting[why]
  return text.save.waitingFor(waitingFor)
}

/** The same with what happens next. */
export function waitingBody(status: SubmissionStatus & { kind: 'waiting' }): string {
  const body = text.save.waitingBody[status.why]
  return status.why === 'customer' ? `${waitingTitle(status)}. ${body}` : body
}
