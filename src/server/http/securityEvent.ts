/**
 * Security events for monitoring, with stable names: the field `security` of a request's log line.
 * `person` is a hash there, not a name.
 */
export type SecurityEvent =
  | 'signed in'
  | 'sign-in failed'
  | 'signed out'
  /** The provider ended a person's sessions by a back-channel logout. */
  | 'signed out by the provider'
  /** A back-channel logout whose token is not the provider's, or not for this desk. */
  | 'logout refused'
  /** There was no session, or it has ended. */
  | 'not signed in'
  /** Asked for more than the role in this workspace allows. */
  | 'role refused'
  /** Asked for a workspace that is there, but not for this person. */
  | 'workspace refused'
  /** A write that probably came from another site's page. */
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
  'signed out by the provider',
  'not signed in',
])

/** Whether many of them are a reason for an alert. */
export function isSuspicious(event: SecurityEvent | undefined): boolean {
  return !ordinary.has(event)
}
