import { bidiIsolate } from '#text/isolated.ts'
import { text } from '#text/text.ts'
import type { Refusal } from './refusal.ts'
import { ApiError, type ApiFailure } from './apiError.ts'

/** A refusal in one sentence that says what to do. */
export function sentenceFor(refusal: Refusal): string {
  switch (refusal.kind) {
    case 'fields':
      return refusal.problems.map((problem) => bidiIsolate(problem.message)).join(' ')
    case 'rejected':
      return bidiIsolate(refusal.message)
    case 'partial':
      return `${bidiIsolate(refusal.done)} ${bidiIsolate(refusal.failed)}`
    case 'conflict':
      return refusal.maybeSaved ? text.trouble.maybeSaved : text.trouble.conflict
    case 'mayExist':
      return text.trouble.mayExist(refusal.contact.name)
    case 'notFound':
      return text.trouble.notFound[refusal.what]
    case 'busy':
      return text.trouble.busy(refusal.retryAfter)
    case 'setup':
      return text.trouble.setup(refusal.status)
    default:
      return text.trouble[refusal.kind]
  }
}

/** The same for any failed call, with the code that finds it in the server's log. */
export function sentenceOf(trouble: ApiFailure): string {
  if (trouble.kind === 'gatewayUnreachable') return text.trouble.gatewayUnreachable
  const sentence = sentenceFor(trouble.refusal)
  return trouble.reference ? `${sentence} ${text.trouble.reference(trouble.reference)}` : sentence
}

/** For a failed query. Anything but an `ApiError` is a bug and goes on to Crash. */
export function sentenceOfError(error: Error): string {
  if (!(error instanceof ApiError)) throw error
  return sentenceOf(error.failure)
}
