import { randomBytes } from 'node:crypto'

/** Crockford's base 32: nothing in it is taken for something else when read out. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** Seven characters that a person can read out, found again in the log. */
export function newRequestId(): string {
  // 256 is a multiple of 32, so every character is equally likely.
  return Array.from(randomBytes(7), (byte) => alphabet[byte % 32]).join('')
}
