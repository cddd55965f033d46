import { createHash, createHmac, randomBytes } from 'node:crypto'

/** 32 random bytes, as 43 characters that need no quoting in a cookie or an address. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** The hash of a secret, which is of no use to a reader of the database. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url')
}

/** Another secret, which is always the same for the same one and purpose. */
export function derivedFrom(secret: string, purpose: string): string {
  return createHmac('sha256', secret).update(purpose).digest('base64url')
}
