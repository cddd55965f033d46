import type { Send } from '#contract/backend/send.ts'
import type { DeskOptions } from '#server/app.ts'
import { outbound } from '#server/outbound/outbound.ts'
import type { RoleGroups } from '#server/config/roleOf.ts'
import { openGateway, origin, type Gateway } from '../../helpers/gateway.ts'
import { client, type TestProvider } from '../../helpers/provider.ts'
import { Visitor } from '../../helpers/visitor.ts'

export interface SignInDesk extends Gateway {
  /** Goes forward when a test says so, in milliseconds from the real time. */
  clock: { ahead: number }
  /** The pipe from the desk to the provider; a test may stand in it as an attacker would. */
  provider: { between: (request: Request, go: Send) => Promise<Response> }
  /** Another browser. */
  visitor(): Visitor
  /** A browser in which this person has signed in. */
  signedIn(person: string, userAgent?: string): Promise<Visitor>
}

const everywhere: RoleGroups = {
  viewer: ['lookers'],
  editor: ['writers'],
  admin: ['chiefs'],
}

/** The gateway with sign-in, on the real provider. */
export async function openSignInDesk(
  provider: TestProvider,
  options: Partial<DeskOptions> = {},
  roles: ReadonlyMap<string, RoleGroups> = new Map([['desk', everywhere]]),
): Promise<SignInDesk> {
  const clock = { ahead: 0 }
  const pipe: SignInDesk['provider'] = { between: (request, go) => go(request) }
  const gateway = await openGateway({
    page: async () => new Response('the page', { headers: { 'content-type': 'text/html' } }),
    now: () => new Date(Date.now() + clock.ahead),
    signIn: {
      settings: {
        issuer: provider.issuer,
        clientId: client.id,
        clientSecret: client.secret,
        publicUrl: origin,
        scopes: ['email'],
        hosts: [],
        privateAddress: false,
        claim: 'groups',
        roles,
      },
      send: (request) =>
        pipe.between(request, outbound({ origins: [provider.issuer], timeout: 5000 })),
    },
    ...options,
  })
  provider.tells = (request) => gateway.raw(request)
  const visitor = (userAgent?: string) =>
    new Visitor(origin, (request) => {
      if (userAgent !== undefined) request.headers.set('user-agent', userAgent)
      return gateway.raw(request)
    })
  return {
    ...gateway,
    clock,
    provider: pipe,
    visitor,
    async signedIn(person, userAgent) {
      const browser = visitor(userAgent)
      provider.enters = person
      await browser.go('/auth/sign-in')
      return browser
    },
  }
}
