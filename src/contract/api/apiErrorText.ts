import { isolated } from '#text/isolated.ts'
import { text } from '#text/text.ts'
import type { Refusal } from './refusal.ts'
import { DeskError, type Trouble } from './apiError.ts'

/** A refusal in one sentence that says what to do. */
export function sentenceFor(refusal: Refusal): string {
  switch (refusal.kind) {
    case 'fields':
      return refusal.problems.map((problem) => isolated(problem.message)).join(' ')
    case 'rule':
      return isolated(refusal.message)
    case 'half':
      return `${isolated(refusal.done)} ${isolated(refusal.failed)}`
    case 'changed':
      return refusal.maybeSaved ? text.trouble.maybeSaved : text.trouble.changed
    case 'mayExist':
      return text.trouble.mayExist(refusal.contact.name)
    case 'missing':
      return text.trouble.missing[refusal.what]
    case 'busy':
      return text.trouble.busy(refusal.retryAfter)
    case 'setup':
      return text.trouble.setup(refusal.status)
    default:
      return text.trouble[refusal.kind]
  }
}

/** The same for any failed call, with the code that finds it in the server's log. */
export function sentenceOf(trouble: Trouble): string {
  if (trouble.kind === 'unreached') return text.trouble.unreached
  const sentence = sentenceFor(trouble.refusal)
  return trouble.reference ? `${sentence} ${text.trouble.reference(trouble.reference)}` : sentence
}

/** For a failed query. Anything but a `DeskError` is a bug and goes on to Crash. */
export function sentenceOfError(error: Error): string {
  if (!(error instanceof DeskError)) throw error
  return sentenceOf(error.trouble)
}
