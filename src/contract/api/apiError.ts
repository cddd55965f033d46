import { isAbsent, type Refusal } from './refusal.ts'

/** Why a call of our own gateway failed. `unreached`: the desk's server gave no usable answer. */
export type ApiFailure =
  { kind: 'gatewayUnreachable' } | { kind: 'refused'; refusal: Refusal; reference: string | null }

/** Whether the request failed because the session has ended. */
export function isSignedOut(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false
  const { failure } = error
  return failure.kind === 'refused' && failure.refusal.kind === 'signedOut'
}

/** Whether it failed because the billing system does not have this call, or not for this workspace. */
export function isAbsentCall(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false
  const { failure } = error
  return failure.kind === 'refused' && isAbsent(failure.refusal)
}

/** What the typed client of our gateway throws, and nothing else but the signal's own reason. */
export class ApiError extends Error {
  readonly failure: ApiFailure

  constructor(failure: ApiFailure, options?: ErrorOptions) {
    super(`the gateway ${failure.kind}`, options)
    this.name = 'DeskError'
    this.failure = failure
  }
}
