import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  buildEndSessionUrl,
  calculatePKCECodeChallenge,
  ClientSecretBasic,
  ClientSecretPost,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  refreshTokenGrant,
  ResponseBodyError,
  skipSubjectCheck,
  type ClientAuth,
  type Configuration,
} from 'openid-client'
import type { Send } from '#contract/backend/send.ts'
import { gatewayText } from '#text/gatewayText.ts'
import { personOf, providerKeys, readLogoutToken, sidOf, type Logout } from './logoutToken.ts'
import { derivedFrom } from './secret.ts'
import type { Arrival, Grant, Visitor } from './sessions.ts'
import type { SignInSettings } from '#server/config/signInSettings.ts'

/** The provider that people sign in at. Every method but the last throws when it is away. */
export interface Provider {
  /** Where a browser goes to sign in. The secret is what ties the answer to this browser. */
  signInAddress(secret: string): Promise<string>
  /**
   * Who came back with this query from where the same secret was sent to.
   * @throws anything at all where a single thing about the answer is not as it has to be
   */
  visitorFrom(query: string, secret: string): Promise<Arrival>
  /**
   * Who somebody is by now, by the refresh token of their sign-in. `refused`: the provider takes it no
   * more, or it is another person's.
   * @throws where the provider cannot be asked
   */
  askAgain(known: Visitor, grant: Grant): Promise<(Visitor & { grant: Grant }) | 'refused'>
  /**
   * What the provider says by a logout token.
   * @throws anything at all where the token is not the provider's, or not for this desk
   */
  logoutIn(token: string): Promise<Logout>
  /** Where a browser goes to sign out there as well; `/` where that cannot be done. */
  signOutAddress(): Promise<string>
}

export const callbackPath = '/auth/callback'

/** @param send the pipe to the provider; its patience is the provider's */
export function providerOf(settings: SignInSettings, send: Send, now: () => Date): Provider {
  const { issuer, clientId, publicUrl, scopes, claim } = settings
  const callback = publicUrl + callbackPath
  let known: Promise<Configuration> | undefined
  let keys: { address: string; set: ReturnType<typeof providerKeys> } | undefined

  /** Looked up when it is first needed, so that the desk opens while the provider is away. */
  function configuration(): Promise<Configuration> {
    known ??= discovered(settings, send).catch((error: unknown) => {
      known = undefined
      throw error
    })
    return known
  }

  return {
    async signInAddress(secret) {
      const verifier = derivedFrom(secret, 'verifier')
      return buildAuthorizationUrl(await configuration(), {
        redirect_uri: callback,
        scope: [...new Set(['openid', 'profile', ...scopes])].join(' '),
        state: derivedFrom(secret, 'state'),
        nonce: derivedFrom(secret, 'nonce'),
        code_challenge: await calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      }).href
    },

    async visitorFrom(query, secret) {
      try {
        const provider = await configuration()
        const tokens = await authorizationCodeGrant(provider, new URL(callback + query), {
          pkceCodeVerifier: derivedFrom(secret, 'verifier'),
          expectedState: derivedFrom(secret, 'state'),
          expectedNonce: derivedFrom(secret, 'nonce'),
          idTokenExpected: true,
        })
        const signed = tokens.claims()
        if (!signed) throw new Error('no ID token')
        // OpenID Connect Core 1.0, section 3.1.3.7: the library asks this of several audiences only.
        if ((signed.azp ?? clientId) !== clientId) throw new Error('handed to another client')
        const { userinfo_endpoint: more } = provider.serverMetadata()
        const userInfo = more ? await fetchUserInfo(provider, tokens.access_token, signed.sub) : {}
        const claims: Record<string, unknown> = { ...userInfo, ...signed }
        return {
          person: personOf(issuer, signed.sub),
          name: nameIn(claims),
          groups: groupsIn(claims[claim], settings),
          sid: typeof signed['sid'] === 'string' ? sidOf(issuer, signed['sid']) : null,
          grant: tokens.refresh_token
            ? { refreshToken: tokens.refresh_token, isInIdToken: claim in signed }
            : null,
        }
      } catch (error) {
        // Should its keys or addresses be others by now, the next one finds out.
        known = undefined
        throw error
      }
    },

    async askAgain(known, { refreshToken, isInIdToken }) {
      const provider = await configuration()
      let tokens: Awaited<ReturnType<typeof refreshTokenGrant>>
      try {
        tokens = await refreshTokenGrant(provider, refreshToken)
      } catch (error) {
        // RFC 6749, section 5.2. Everything else says nothing about this person.
        if (error instanceof ResponseBodyError && error.error === 'invalid_grant') return 'refused'
        throw error
      }
      const signed = tokens.claims()
      const { userinfo_endpoint: more } = provider.serverMetadata()
      const userInfo: Record<string, unknown> = more
        ? await fetchUserInfo(provider, tokens.access_token, signed?.sub ?? skipSubjectCheck)
        : {}
      const claims: Record<string, unknown> = { ...userInfo, ...signed }
      const isSame = [userInfo['sub'], signed?.sub].every(
        (sub) =>
          sub === undefined || (typeof sub === 'string' && personOf(issuer, sub) === known.person),
      )
      if (!isSame) return 'refused'
      // Of a claim that comes in ID tokens only, an answer without one says nothing.
      const isTold = signed !== undefined || !isInIdToken
      return {
        person: known.person,
        name: 'sub' in claims ? nameIn(claims) : known.name,
        groups: isTold && 'sub' in claims ? groupsIn(claims[claim], settings) : known.groups,
        grant: { refreshToken: tokens.refresh_token ?? refreshToken, isInIdToken },
      }
    },

    async logoutIn(token) {
      const metadata = (await configuration()).serverMetadata()
      const { jwks_uri: address, id_token_signing_alg_values_supported: given } = metadata
      if (!address) throw new Error('the provider names no keys')
      if (keys?.address !== address) keys = { address, set: providerKeys(address, send) }
      const algorithms = (given ?? ['RS256']).filter(isByKeyPair)
      return readLogoutToken(token, { issuer, clientId, algorithms }, keys.set, now())
    },

    async signOutAddress() {
      try {
        const provider = await configuration()
        if (!provider.serverMetadata().end_session_endpoint) return '/'
        // Without the ID token: no token ever reaches a browser. The provider may ask to confirm.
        return buildEndSessionUrl(provider, { post_logout_redirect_uri: `${publicUrl}/` }).href
      } catch {
        // The session here is over all the same.
        return '/'
      }
    },
  }

  async function discovered({ clientSecret }: SignInSettings, send: Send): Promise<Configuration> {
    const inTheClear = issuer.startsWith('http:') ? [allowInsecureRequests] : []
    const found = await discovery(new URL(issuer), clientId, undefined, secretSent(clientSecret), {
      // Signatures are checked although the tokens came over TLS: that is not the library's habit.
      execute: [enableNonRepudiationChecks, ...inTheClear],
      [customFetch]: (url, options) => send(new Request(url, options as RequestInit)),
    })
    // The library takes what is the same address; two spellings are two issuers.
    if (found.serverMetadata().issuer !== issuer) throw new Error('another issuer')
    return found
  }
}

/** In the way that the provider takes it, the standard's own where it does not say. */
function secretSent(secret: string): ClientAuth {
  const basic = ClientSecretBasic(secret)
  const post = ClientSecretPost(secret)
  return (server, ...rest) => {
    const ways = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic']
    return (ways.includes('client_secret_basic') ? basic : post)(server, ...rest)
  }
}

/** Whether only the provider can make such signatures: not `none`, and not by the client's secret. */
function isByKeyPair(algorithm: string): boolean {
  return /^((RS|PS|ES)(256|384|512)|EdDSA|Ed25519)$/.test(algorithm)
}

function nameIn({ name, preferred_username, email }: Record<string, unknown>): string {
  for (const given of [name, preferred_username, email]) {
    if (typeof given !== 'string') continue
    // As it is stored and shown: no control characters, no half surrogate pairs, one line.
    const clean = given.replace(/[\p{Cc}\p{Cs}\s]+/gu, ' ').trim()
    if (clean) return [...clean].slice(0, 200).join('')
  }
  return gatewayText.namelessPerson
}

/** Those that make a role anywhere: the others are none of the desk's business. */
function groupsIn(value: unknown, { roles }: SignInSettings): string[] {
  const given = new Set<unknown>(Array.isArray(value) ? value : [value])
  const known = [...roles.values()].flatMap((groups) => Object.values(groups).flat())
  return [...new Set(known)].filter((group) => given.has(group))
}
