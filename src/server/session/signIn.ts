import type { Send } from '#contract/backend/send.ts'
import type { Database } from '#contract/backend/vendor.ts'
import { recordedOn } from './accessLog.ts'
import { sessionCookie } from './cookies.ts'
import { checkClaims } from './checkClaims.ts'
import { providerOf, type Provider } from './provider.ts'
import { roleOf } from '#server/config/roleOf.ts'
import type { SessionOf } from '#server/http/session.ts'
import { sessionsOf, type Sessions } from './sessions.ts'
import { logoutsOf, type Logouts } from './logouts.ts'
import { signInsOf, type SignIns } from './loginAttempts.ts'
import type { SignInSettings } from '#server/config/signInSettings.ts'

/** Everything that signing in takes. */
export interface SignIn {
  provider: Provider
  sessions: Sessions
  signIns: SignIns
  logouts: Logouts
  sessionOf: SessionOf
}

export interface SignInOptions {
  settings: SignInSettings
  /** The pipe to the provider. */
  send: Send
}

interface Around {
  database: Database
  now: () => Date
  isDistributed: boolean
  /** A row of the log could not be written. */
  onLost(error: unknown): void
  /** The provider could not be asked again about somebody who is signed in. */
  onProviderAway(error: unknown): void
}

export function signInOf(
  { settings, send }: SignInOptions,
  { database, now, isDistributed, onLost, onProviderAway }: Around,
): SignIn {
  const { roles } = settings
  const recorded = recordedOn({ database, now, roles, isDistributed, onLost })
  const logouts = logoutsOf(database, now, recorded)
  const sessions = sessionsOf({ database, now, logouts, recorded })
  const provider = providerOf(settings, send, now)
  return {
    provider,
    sessions,
    signIns: signInsOf(database, now),
    logouts,
    async sessionOf(request) {
      const secret = sessionCookie.in(request)
      const found = secret === null ? null : await sessions.find(secret)
      const visitor =
        found?.isCheckDue && secret !== null
          ? await checkClaims(secret, found, { provider, sessions, onProviderAway })
          : found
      if (!found || !visitor) return null
      const { person: id, name, groups } = visitor
      return {
        id: found.session,
        person: { id, name },
        signIn: 'oidc',
        // By the settings of now: who loses a role by them loses it with the next request.
        roleIn: (workspace) => roleOf(groups, roles.get(workspace)),
      }
    },
  }
}
