import type { Problem, Refusal } from '#contract/api/refusal.ts'
import { sentenceFor } from '#contract/api/apiErrorText.ts'

/** A refusal as problems of a form: those with a field go there, the rest into the summary. */
export function problemsOf(refusal: Refusal): Problem[] {
  if (refusal.kind === 'fields') return refusal.problems
  return [{ field: null, message: sentenceFor(refusal) }]
}
