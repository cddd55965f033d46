/**
 * What whoever looks after the desk's safety wants to find in the log, in words that stay: the field
 * `security` of a request's line. `person` there is a hash, and nobody's name.
 */
export type SecurityEvent =
  | 'signed in'
  | 'sign-in failed'
  | 'signed out'
  /** Nobody was, or no longer. */
  | 'not signed in'
  /** Asked for more than the role in this workspace allows. */
  | 'role refused'
  /** Asked for a workspace that is there, but not for this person. */
  | 'workspace refused'
  /** A write that another page than the desk's own sent, as far as can be told. */
  | 'foreign write'
  | 'foreign host'
  /** Asked from elsewhere, or through a proxy, for what is for this machine alone. */
  | 'not from this machine'
  | 'metrics refused'
  | 'asked too often'

const ordinary = new Set<SecurityEvent | undefined>([
  undefined,
  'signed in',
  'signed out',
  'not signed in',
])

/** Whether somebody should have a look, were there many of them. */
export function isSuspicious(event: SecurityEvent | undefined): boolean {
  return !ordinary.has(event)
}
