import { BackendError, type Refusal } from '#contract/api/refusal.ts'
import { sentenceFor } from '#contract/api/apiErrorText.ts'
import { errorCodeOf } from '#server/errorCode.ts'
import { startText } from '#text/startText.ts'
import type { OpenWorkspace } from './openWorkspace.ts'

const says = startText.workspace

/** Whether the billing system of a workspace accepts the desk, as a sentence for the operator. */
export interface TryOut {
  /** Null: it does. */
  refusal: Refusal | null
  /** What is wrong and what to look at; null where it works. */
  why: string | null
  /** For the console, with the name of the workspace. */
  sentence: string
}

/**
 * Asks for one customer.
 * @throws the signal's reason when it comes first
 */
export async function checkConnection(
  { id, vendor, backend }: Pick<OpenWorkspace, 'id' | 'vendor' | 'backend'>,
  signal?: AbortSignal,
): Promise<TryOut> {
  const answers = says.answers(id, vendor.title)
  try {
    await backend.customers({ limit: 1, signal })
    return { refusal: null, why: null, sentence: answers }
  } catch (error) {
    if (!(error instanceof BackendError)) throw error
    const { refusal } = error
    // A system that answers "too many requests" has accepted the credentials.
    if (refusal.kind === 'busy') return { refusal: null, why: null, sentence: answers }
    const advice = vendor.advice?.[refusal.kind]
    const why = advice ?? whyOf(refusal, vendor.title, error)
    return { refusal, why, sentence: says.refused(id, why) }
  }
}

function whyOf(refusal: Refusal, vendor: string, error: Error): string {
  // If it gets no token, an adapter reports only that nothing was written.
  if (error.cause instanceof BackendError) return whyOf(error.cause.refusal, vendor, error.cause)
  if (refusal.kind === 'backendUnreachable') return says.backendUnreachable(errorCodeOf(error))
  if (refusal.kind === 'outcomeUnknown') return says.outcomeUnknown(vendor, refusal.status)
  return sentenceFor(refusal)
}
