import { afterAll, beforeAll, expect, test } from 'vitest'
import { outbound } from '#server/outbound/outbound.ts'
import { checkProvider } from '#server/session/checkProvider.ts'
import { freePort } from '../../helpers/desk.ts'
import { client, startProvider, type TestProvider } from '../../helpers/provider.ts'

const publicUrl = 'http://localhost:3000'

let provider: TestProvider

beforeAll(async () => {
  provider = await startProvider(publicUrl)
})

afterAll(() => provider.stop())

/** What whoever starts the desk reads about a provider of this name. */
async function sentenceOn(issuer: string): Promise<string> {
  const { id: clientId, secret: clientSecret } = client
  const settings = { issuer, clientId, clientSecret, publicUrl, hosts: [], privateAddress: false }
  const roles = { scopes: [], claim: 'groups', roles: new Map() }
  const send = outbound({ origins: [issuer] })
  return (await checkProvider({ ...settings, ...roles }, send)).sentence
}

test('a provider that answers is said to, and what it has to know', async () => {
  expect(await sentenceOn(provider.issuer)).toBe(
    `Sign-in: ${provider.issuer} answers. It has to know http://localhost:3000/auth/callback as a redirect address.`,
  )
})

test.each([
  ['spelled otherwise', () => `${provider.issuer}/`, /another issuer/],
  [
    'at a path that it does not have',
    () => `${provider.issuer}/realms/none`,
    /OAUTH_RESPONSE_IS_NOT_CONFORM/,
  ],
])('a provider %s: it is said what to check', async (_, issuer, reason) => {
  const sentence = await sentenceOn(issuer())
  expect(sentence).toMatch(/^Nobody can sign in yet: .*DESK_OIDC_ISSUER is, character by character/)
  expect(sentence).toMatch(reason)
})

test('a provider that is away: it is said that nobody answers', async () => {
  expect(await sentenceOn(`http://127.0.0.1:${await freePort()}`)).toMatch(/\(ECONNREFUSED\)/)
})
