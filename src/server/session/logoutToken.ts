import { customFetch, createRemoteJWKSet, jwtVerify, type JWTPayload } from 'jose'
import type { Send } from '#contract/backend/send.ts'
import { hashOf } from './secret.ts'

/** Whose sessions a provider ends: of a person, of one session of the provider's own, or of both. */
export interface Logout {
  /** The same for the same token only. */
  id: string
  person: string | null
  sid: string | null
  /** When the token ends. */
  expiresAt: Date
}

/** Where a token has to come from, and for whom it has to be. */
export interface LogoutAudience {
  issuer: string
  clientId: string
  /** By which the provider signs ID tokens, and so these (section 2.4). Never by a shared secret. */
  algorithms: readonly string[]
}

/** How far the clocks of provider and database may be apart, in seconds. */
const clockTolerance = 60

const logoutEvent = 'http://schemas.openid.net/event/backchannel-logout'

/** The provider's keys, read again when a token names another one, but at most every 30 seconds. */
export function providerKeys(address: string, send: Send): ReturnType<typeof createRemoteJWKSet> {
  return createRemoteJWKSet(new URL(address), {
    [customFetch]: (url, options) => send(new Request(url, options)),
  })
}

/**
 * What a logout token asks for, after every check of OpenID Connect Back-Channel Logout 1.0, section
 * 2.6, but the one for a repeated `jti`, which takes the database.
 * @throws anything at all where a single thing is not as it has to be, or the keys cannot be read
 */
export async function readLogoutToken(
  token: string,
  { issuer, clientId, algorithms }: LogoutAudience,
  keys: ReturnType<typeof createRemoteJWKSet>,
  now: Date,
): Promise<Logout> {
  const { payload, protectedHeader } = await jwtVerify(token, keys, {
    ...{ issuer, audience: clientId, clockTolerance, currentDate: now },
    algorithms: [...algorithms],
    requiredClaims: ['iat', 'exp', 'jti', 'events'],
  })
  const { typ } = protectedHeader
  // Section 2.4 recommends the first; tokens of before that are plain ones.
  if (typ !== undefined && !/^(application\/)?(logout\+)?jwt$/i.test(typ))
    throw new Error('a token for something else')
  if ((payload.iat ?? Infinity) > now.getTime() / 1000 + clockTolerance)
    throw new Error('issued in the future')
  if ('nonce' in payload) throw new Error('with a nonce, as an ID token')
  if (!isLogoutEvent(payload['events'])) throw new Error('not about a logout')
  const [subject, sid] = [idIn(payload, 'sub'), idIn(payload, 'sid')]
  if (subject === null && sid === null) throw new Error('about nobody')
  return {
    id: hashOf(JSON.stringify([issuer, 'jti', idIn(payload, 'jti')])),
    person: subject === null ? null : personOf(issuer, subject),
    sid: sid === null ? null : sidOf(issuer, sid),
    expiresAt: new Date((payload.exp ?? 0) * 1000),
  }
}

/** By issuer and subject alone: names and mail addresses are given to others in time. */
export function personOf(issuer: string, subject: string): string {
  return hashOf(JSON.stringify([issuer, subject]))
}

/** A session of the provider's, as it is stored. */
export function sidOf(issuer: string, sid: string): string {
  return hashOf(JSON.stringify([issuer, 'sid', sid]))
}

/** @throws where the claim is there and names nothing */
function idIn(payload: JWTPayload, claim: 'sub' | 'sid' | 'jti'): string | null {
  const value: unknown = payload[claim]
  if (value === undefined) return null
  if (typeof value !== 'string' || value === '') throw new Error(`not a ${claim}`)
  return value
}

/** Its member for this event has to be an object, which is usually empty. */
function isLogoutEvent(events: unknown): boolean {
  if (typeof events !== 'object' || events === null) return false
  const event = (events as Record<string, unknown>)[logoutEvent]
  return typeof event === 'object' && event !== null && !Array.isArray(event)
}
