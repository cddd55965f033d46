import { formatCount } from './format.ts'
import { bidiIsolate } from './isolated.ts'

/** What the log says of signing in and out, and of roles. It is fetched with the log. */
export const accessText = {
  signIn: 'Signed in',
  signOut: (sessions: number) =>
    sessions > 1 ? `Signed out of ${formatCount(sessions, 'session', 'sessions')}` : 'Signed out',
  /** @param by what the row has as the cause */
  signOutBy: (did: string, by: string | undefined) => {
    const how = by === undefined ? undefined : causes.get(by)
    return how ? `${did}, ${how}` : did
  },
  denied: (requests: number) =>
    requests > 1
      ? `Was refused ${formatCount(requests, 'request', 'requests')}`
      : 'Was refused a request',
  roleChange: (before: string, after: string) =>
    `Role changed from ${bidiIsolate(before)} to ${bidiIsolate(after)}`,
  noRole: 'none',
  outcome: 'Done',
  notAllowed: 'Their role does not allow it here. Nothing was changed.',
  fields: {
    by: 'How',
    sessions: 'Sessions',
    route: 'Request',
    requests: 'Requests in that minute',
    role: 'Role in this workspace',
  },
  eventId: 'Event',
}

const causes = new Map([
  ['person', 'by themselves'],
  ['otherSession', 'from another session of theirs'],
  ['provider', 'by the sign-in provider'],
  ['refused', 'because the sign-in provider refused them'],
  ['newSignIn', 'by the next sign-in in the same browser'],
])
