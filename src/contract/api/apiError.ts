import { isAbsent, type Refusal } from './refusal.ts'

/** Why a call of our own gateway failed. `unreached`: the desk's server gave no usable answer. */
export type Trouble =
  { kind: 'unreached' } | { kind: 'refused'; refusal: Refusal; reference: string | null }

/** Whether it failed because nobody is signed in. */
export function isSignedOut(error: unknown): boolean {
  if (!(error instanceof DeskError)) return false
  const { trouble } = error
  return trouble.kind === 'refused' && trouble.refusal.kind === 'signedOut'
}

/** Whether it failed because the billing system does not have this call, or not for this workspace. */
export function isAbsentCall(error: unknown): boolean {
  if (!(error instanceof DeskError)) return false
  const { trouble } = error
  return trouble.kind === 'refused' && isAbsent(trouble.refusal)
}

/** What the typed client of our gateway throws, and nothing else but the signal's own reason. */
export class DeskError extends Error {
  readonly trouble: Trouble

  constructor(trouble: Trouble, options?: ErrorOptions) {
    super(`the gateway ${trouble.kind}`, options)
    this.name = 'DeskError'
    this.trouble = trouble
  }
}
