/*
 * The prefix makes browsers hold the desk to it: no cookie of that name comes from another host, a
 * sibling host or a page without TLS (localhost excepted), so nobody can plant one.
 */
const whole = 'Path=/; Secure; HttpOnly'

/** A cookie of the desk: what it is called, and how it is set and taken away. */
export interface DeskCookie {
  /** The secret that a request brings. Null: none, or nothing that the desk has made. */
  in(request: Request): string | null
  set(secret: string): string
  gone: string
}

/** Who is signed in. Goes away with the browser; never sent along from another site. */
export const sessionCookie = cookie('__Host-desk', 'Strict')

/**
 * That this browser has begun to sign in. The provider's answer comes from another site, and with it
 * a browser sends no Strict cookie.
 */
export const signInCookie = cookie('__Host-desk-sign-in', 'Lax', 600)

function cookie(name: string, sameSite: 'Strict' | 'Lax', seconds?: number): DeskCookie {
  const rest = `${whole}; SameSite=${sameSite}`
  return {
    in(request) {
      const found = (request.headers.get('cookie') ?? '')
        .split(';')
        .map((pair) => pair.trim())
        .filter((pair) => pair.startsWith(`${name}=`))
      // Of two, nobody knows which one is meant.
      const value = found.length === 1 ? found[0]!.slice(name.length + 1) : ''
      return /^[\w-]{43}$/.test(value) ? value : null
    },
    set: (secret) =>
      `${name}=${secret}; ${rest}${seconds === undefined ? '' : `; Max-Age=${seconds}`}`,
    gone: `${name}=; ${rest}; Max-Age=0`,
  }
}
