import { text } from '#text/text.ts'
import type { Standing } from './submission.ts'

/** Why a change that is certainly not saved yet waits, as a title. */
export function waitingTitle({ why, waitingFor }: Standing & { kind: 'waiting' }): string {
  if (why !== 'customer' || waitingFor === undefined) return text.save.waiting[why]
  return text.save.waitingFor(waitingFor)
}

/** The same with what happens next. */
export function waitingBody(standing: Standing & { kind: 'waiting' }): string {
  const body = text.save.waitingBody[standing.why]
  return standing.why === 'customer' ? `${waitingTitle(standing)}. ${body}` : body
}
