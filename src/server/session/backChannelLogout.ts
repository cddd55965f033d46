import type { Context, Hono } from 'hono'
import { limitBody } from '#server/http/limitBody.ts'
import { redactError } from '#server/http/redactedError.ts'
import type { RateLimits } from '#server/http/rateLimits.ts'
import type { RequestEnv } from '#server/http/requestEnv.ts'
import type { SignIn } from './signIn.ts'

export const backChannelLogoutPath = '/auth/backchannel-logout'

const limited = limitBody(64 * 1024)

/**
 * Where the provider says that a person's sessions are over (OpenID Connect Back-Channel Logout 1.0).
 * It comes without cookies and from no page, so the token's signature is all there is to it. Done or
 * done before: 200; anything else: 400, as section 2.8 has it.
 */
export function mountBackChannelLogout(
  app: Hono<RequestEnv>,
  { provider, logouts }: SignIn,
  limits: RateLimits,
): void {
  app.post(backChannelLogoutPath, async (c) => {
    c.set('route', backChannelLogoutPath)
    await limits.address(c.req.raw, c.env, 'write')
    try {
      const logout = await provider.logoutIn(await tokenOf(c))
      const ended = await logouts.carryOut(logout, c.var.reference)
      const [first] = ended
      if (first) c.var.log.setBindings({ person: first.person })
      c.var.log.setBindings({ sessions: ended.length })
      c.set('security', 'signed out by the provider')
      return c.body(null, 200)
    } catch (error) {
      c.set('trouble', { refusal: 'rejected', error: redactError(error) })
      c.set('security', 'logout refused')
      return c.json({ error: 'invalid_request' }, 400)
    }
  })
}

/** @throws where there is none, or more than one */
async function tokenOf(c: Context<RequestEnv, string>): Promise<string> {
  const type = c.req.header('content-type') ?? ''
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(type)) throw new Error('not a form')
  await limited(c, () => Promise.resolve())
  const tokens = new URLSearchParams(await c.req.raw.text()).getAll('logout_token')
  const [token] = tokens
  if (token === undefined || tokens.length > 1) throw new Error('not one token')
  return token
}
