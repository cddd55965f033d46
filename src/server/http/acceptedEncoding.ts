import type { Context } from 'hono'
import { accepts } from 'hono/accepts'

/**
 * The first of these encodings that the client takes, whatever it prefers (RFC 9110, section 12.5.3);
 * `identity` where it takes none of them.
 */
export function acceptedEncoding(c: Context, supports: string[]): string {
  return accepts(c, {
    header: 'Accept-Encoding',
    supports,
    default: 'identity',
    match: (asked, { default: plain }) =>
      supports.find((name) => asked.some(({ type, q }) => type.toLowerCase() === name && q > 0)) ??
      plain,
  })
}
