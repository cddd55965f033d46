import type { Refusal } from '#contract/api/refusal.ts'

/**
 * Whether the refusal of a repeat also holds for the first attempt. A write reads before it changes
 * anything, so `notFound` says that the first attempt had not changed it by then; of a create it does
 * not. Any other refusal only says why the billing system could not be asked.
 */
export function appliesToFirstAttempt(refusal: Refusal, isCreate: boolean): boolean {
  if (refusal.kind === 'rejected') return !refusal.viaProxy
  return ['fields', 'partial'].includes(refusal.kind) || (refusal.kind === 'notFound' && !isCreate)
}

/**
 * Whether a backend with idempotency keys may have stored this answer under the key, and would repeat
 * it for ever: a fault, or a success that cannot be read. Not if the backend was not reached, or if it
 * says that the first attempt is still in progress.
 */
export function mayBeCachedUnderKey(refusal: Refusal): boolean {
  // A proxy stores nothing under the key.
  if (refusal.kind !== 'outcomeUnknown')
    return !['backendUnreachable', 'setup'].includes(refusal.kind)
  const { status } = refusal
  return status !== null && (status >= 500 || status === 422 || (status >= 200 && status < 300))
}
