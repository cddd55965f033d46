import type { Context, Hono } from 'hono'
import type { RequestEnv } from '#server/http/requestEnv.ts'
import { neverStored } from '#server/http/headers.ts'
import { notTaken } from '#server/http/mountRoutes.ts'
import type { RateLimits } from '#server/http/rateLimits.ts'
import { HttpRefusal } from '#server/http/httpRefusal.ts'
import { redactError } from '#server/http/redactedError.ts'
import { checkWrite } from '#server/http/csrf.ts'
import { backChannelLogoutPath, mountBackChannelLogout } from './backChannelLogout.ts'
import { sessionCookie, signInCookie } from './cookies.ts'
import { deviceOf } from './device.ts'
import { failedPage } from './failedPage.ts'
import { callbackPath } from './provider.ts'
import { returnToOf } from './returnTo.ts'
import { hashOf } from './secret.ts'
import type { SignIn } from './signIn.ts'

/** The addresses that browsers go to for signing in and out. They are no part of the API. */
export function mountSignIn(app: Hono<RequestEnv>, signIn: SignIn, limits: RateLimits): void {
  const { provider, sessions, signIns } = signIn
  app.use('/auth/*', neverStored())

  app.get('/auth/sign-in', (c) => {
    c.set('route', '/auth/sign-in')
    return orFailed(c, 502, async () => {
      await limits.address(c.req.raw, c.env, 'signIn')
      const present = sessionCookie.in(c.req.raw)
      const secret = await signIns.begin({
        returnTo: returnToOf(c.req.query('returnTo')),
        replaces: present === null ? null : hashOf(present),
      })
      return goTo(await provider.signInAddress(secret), [signInCookie.set(secret)])
    })
  })

  app.get(callbackPath, (c) => {
    c.set('route', callbackPath)
    return orFailed(c, 400, async () => {
      await limits.address(c.req.raw, c.env, 'signIn')
      const secret = signInCookie.in(c.req.raw)
      const begun = secret === null ? null : await signIns.take(secret)
      if (secret === null || !begun) throw new Error('no sign-in was begun here')
      const visitor = await provider.visitorFrom(new URL(c.req.url).search, secret)
      const device = deviceOf(c.req.header('user-agent') ?? null)
      const session = await sessions.begin(visitor, {
        ...{ device, replaces: begun.replaces, reference: c.var.reference },
      })
      c.var.log.setBindings({ person: visitor.person })
      c.set('security', 'signed in')
      // The page there is the same for everybody: with this redirect the browser sends no Strict
      // cookie yet, only with what the page asks for itself.
      return goTo(begun.returnTo, [sessionCookie.set(session), signInCookie.gone])
    })
  })

  app.post('/auth/sign-out', async (c) => {
    c.set('route', '/auth/sign-out')
    await limits.address(c.req.raw, c.env, 'write')
    checkWrite(c.req.raw)
    const secret = sessionCookie.in(c.req.raw)
    const visitor = secret === null ? null : await sessions.find(secret)
    if (secret !== null) await sessions.end(secret, c.var.reference)
    if (visitor) c.var.log.setBindings({ person: visitor.person })
    c.set('security', 'signed out')
    const answer = c.json({ next: await provider.signOutAddress() })
    answer.headers.append('set-cookie', sessionCookie.gone)
    answer.headers.append('set-cookie', signInCookie.gone)
    // Not "storage": unsaved text is there, sealed under a key that only this person is given.
    answer.headers.set('clear-site-data', '"cache", "cookies"')
    return answer
  })

  mountBackChannelLogout(app, signIn, limits)

  for (const [path, method] of [
    [backChannelLogoutPath, 'POST'],
    ['/auth/sign-in', 'GET'],
    [callbackPath, 'GET'],
    ['/auth/sign-out', 'POST'],
  ] as const)
    app.all(path, (c) => {
      c.set('route', path)
      throw notTaken([method])
    })
  app.all('/auth/*', () => {
    throw new HttpRefusal({ kind: 'notFound', what: 'page' })
  })
}

/** Whatever went wrong, the person sees the same page, and what it was is one line of the log. */
async function orFailed(
  c: Context<RequestEnv>,
  status: 400 | 502,
  work: () => Promise<Response>,
): Promise<Response> {
  try {
    return await work()
  } catch (error) {
    const busy = error instanceof HttpRefusal && error.refusal.kind === 'busy' ? error : null
    c.set('trouble', {
      refusal: busy ? 'busy' : 'signedOut',
      error: busy ? undefined : redactError(error),
    })
    c.set('security', busy ? 'asked too often' : 'sign-in failed')
    return new Response(failedPage(c.var.reference, busy !== null), {
      status: busy?.status ?? status,
      headers: {
        'content-type': 'text/html; charset=utf-8',
        // The cookie lives as long as the login attempt.
        ...(busy ? busy.headers : { 'set-cookie': signInCookie.gone }),
      },
    })
  }
}

function goTo(address: string, cookies: readonly string[]): Response {
  const answer = new Response(null, { status: 303, headers: { location: address } })
  for (const cookie of cookies) answer.headers.append('set-cookie', cookie)
  return answer
}
