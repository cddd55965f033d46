import { generateCookie } from 'hono/cookie'
import { parse } from 'hono/utils/cookie'

/** A cookie of the desk: its secret, read and written under the `__Host-` prefix. */
export interface DeskCookie {
  /** The secret that a request brings. Null: none, or nothing that the desk has made. */
  in(request: Request): string | null
  set(secret: string): string
  gone: string
}

/** Who is signed in. Ends with the browser; never sent along from another site. */
export const sessionCookie = cookie('desk', 'Strict')

/**
 * That this browser has begun to sign in. The provider's answer comes from another site, and with it
 * a browser sends no Strict cookie.
 */
export const signInCookie = cookie('desk-sign-in', 'Lax', 600)

/**
 * The `__Host-` prefix makes browsers enforce the attributes: a cookie of that name cannot be set by
 * another host, a sibling host or a page without TLS (localhost excepted), so none can be planted.
 */
function cookie(name: string, sameSite: 'Strict' | 'Lax', maxAge?: number): DeskCookie {
  const attributes = { prefix: 'host', httpOnly: true, sameSite } as const
  const prefixed = `__Host-${name}`
  return {
    in(request) {
      const header = request.headers.get('cookie') ?? ''
      const sent = header.split(';').filter((pair) => pair.split('=', 1)[0]?.trim() === prefixed)
      // Hono takes the first of two cookies of one name. The desk takes neither: one may be planted.
      const value = sent.length === 1 ? (parse(header, prefixed)[prefixed] ?? '') : ''
      return /^[\w-]{43}$/.test(value) ? value : null
    },
    set: (secret) =>
      generateCookie(name, secret, { ...attributes, ...(maxAge !== undefined && { maxAge }) }),
    gone: generateCookie(name, '', { ...attributes, maxAge: 0 }),
  }
}
