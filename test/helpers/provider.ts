import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Send } from '#contract/backend/send.ts'
import type { Visit, Visitor } from './visitor.ts'

export const client = { id: 'contact-desk', secret: 'canary-client-secret' }

/** A real OpenID Connect provider on loopback, whose people need no password. */
export interface TestProvider {
  issuer: string
  /** What it says of each of its people, by subject. */
  people: Record<string, Record<string, unknown>>
  /**
   * Who sits at the provider's own sign-in page. Null: somebody who goes back without signing in.
   * 'asked': whoever they say there that they are.
   */
  enters: string | null
  /** It gives refresh tokens, each for one use. */
  refreshes: boolean
  /** How its back-channel logouts reach the desk. They do not before a test says how. */
  tells: Send
  /** What the provider itself signs with. */
  key: KeyObject
  stop(): Promise<void>
}

/** @param desk the origin that it sends people back to */
export async function startProvider(desk: string): Promise<TestProvider> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const it: TestProvider = {
    issuer,
    people: {},
    enters: null,
    refreshes: false,
    tells: async () => new Response(),
    key: privateKey,
    stop: () => stopped(server),
  }
  const provider = await newProvider(it, desk)
  const answer = provider.callback()
  server.on('request', (request, response) => {
    if (!request.url?.startsWith('/enter/')) return answer(request, response)
    const { pathname, searchParams } = new URL(request.url, issuer)
    const person = it.enters === 'asked' ? searchParams.get('person') : it.enters
    if (it.enters === 'asked' && !person)
      return response.setHeader('content-type', 'text/html').end(signInPage(pathname))
    const result = person ? { login: { accountId: person } } : { error: 'access_denied' }
    void provider.interactionFinished(request, response, result)
  })
  return it
}

async function newProvider(it: TestProvider, desk: string) {
  // It warns about this version of Node, and that it forgets everything when it ends.
  const { warn } = console
  console.warn = () => {}
  const { default: Provider } = await import('oidc-provider')
  const hour = 3600
  const provider = new Provider(it.issuer, {
    jwks: {
      keys: [{ ...it.key.export({ format: 'jwk' }), kid: 'real', alg: 'RS256', use: 'sig' }],
    },
    clients: [
      {
        client_id: client.id,
        client_secret: client.secret,
        redirect_uris: [`${desk}/auth/callback`],
        post_logout_redirect_uris: [`${desk}/`],
        grant_types: ['authorization_code', 'refresh_token'],
        backchannel_logout_uri: `${desk}/auth/backchannel-logout`,
        backchannel_logout_session_required: true,
      },
    ],
    claims: { openid: ['sub'], profile: ['name', 'groups'], email: ['email'] },
    cookies: { keys: ['a key of this test'] },
    ttl: {
      RefreshToken: 24 * hour,
      AccessToken: hour,
      IdToken: hour,
      Interaction: hour,
      Session: hour,
      Grant: hour,
    },
    issueRefreshToken: () => it.refreshes,
    rotateRefreshToken: true,
    pkce: { required: () => true },
    // Its own way out refuses this machine.
    fetch: (url: string, { method, headers, body }: RequestInit) =>
      it.tells(new Request(url, { method, headers, body })),
    features: {
      backchannelLogout: { enabled: true },
      devInteractions: { enabled: false },
      rpInitiatedLogout: {
        logoutSource(context: { body: string }, form: string) {
          context.body = logoutPage(form)
        },
      },
    },
    interactions: { url: (_: unknown, { uid }: { uid: string }) => `/enter/${uid}` },
    // Who is no longer among its people has no account there.
    findAccount: (_: unknown, sub: string) =>
      sub in it.people ? { accountId: sub, claims: () => ({ ...it.people[sub], sub }) } : undefined,
    // Nobody is asked whether the desk may know who they are.
    async loadExistingGrant({ oidc }: GrantContext) {
      const grant = new oidc.provider.Grant({
        clientId: oidc.client.clientId,
        accountId: oidc.session.accountId,
      })
      grant.addOIDCScope('openid profile email')
      await grant.save()
      return grant
    },
  })
  console.warn = warn
  return provider
}

/** As a provider asks, without a password. */
function signInPage(path: string): string {
  return pageOf(`<form action="${path}">
    <label>Person <input name="person" autofocus></label> <button>Continue</button>
  </form>`)
}

/** @param form with all that the provider wants to have back */
function logoutPage(form: string): string {
  const [, id = ''] = /id="([^"]+)"/.exec(form) ?? []
  return pageOf(`${form}<button form="${id}" name="logout" value="yes">Sign out here too</button>`)
}

function pageOf(body: string): string {
  // No icon, so that no browser complains that there is none.
  const head = '<title>The provider</title><link rel="icon" href="data:,">'
  return `<!doctype html><html lang="en"><head>${head}</head><body>${body}</body></html>`
}

interface Grant {
  addOIDCScope(scope: string): void
  save(): Promise<string>
}

interface GrantContext {
  oidc: {
    provider: { Grant: new (of: { clientId: string; accountId: string }) => Grant }
    client: { clientId: string }
    session: { accountId: string }
  }
}

async function stopped(server: Server): Promise<void> {
  if (!server.listening) return
  const closed = once(server, 'close')
  server.close()
  server.closeAllConnections()
  await closed
}

/** The parts of an ID token, for changing them. */
export interface Token {
  header: Record<string, unknown>
  claims: Record<string, unknown>
}

export function tokenIn(jwt: string): Token {
  const [header, claims] = jwt
    .split('.')
    .slice(0, 2)
    .map((part): unknown => JSON.parse(Buffer.from(part, 'base64url').toString()))
  return { header, claims } as Token
}

/** @param sign from the text that is signed to the signature */
export function jwtOf({ header, claims }: Token, sign: (text: string) => string): string {
  const text = [header, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')
  return `${text}.${sign(text)}`
}

export function rsaSignature(key: KeyObject): (text: string) => string {
  return (text) => createSign('RSA-SHA256').update(text).sign(key, 'base64url')
}

/** A key that nobody knows. */
export function anotherKey(): KeyObject {
  return generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
}

/** Presses the button of the provider's own page; where it leads to. */
export async function confirmSignOut(
  browser: Visitor,
  { address, answer }: Visit,
): Promise<string | null> {
  const xsrf = /name="xsrf" value="([^"]+)"/.exec(await answer.text())?.[1] ?? ''
  const { host, hostname } = new URL(address)
  const cookies = browser.cookies.get(hostname) ?? []
  const confirmed = await fetch(`http://${host}/session/end/confirm`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; ') },
    body: new URLSearchParams({ xsrf, logout: 'yes' }),
  })
  return confirmed.headers.get('location')
}
