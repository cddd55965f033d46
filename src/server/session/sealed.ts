import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { derivedFrom } from './secret.ts'

const algorithm = 'aes-256-gcm'
const [ivBytes, tagBytes] = [12, 16]

/** The text under a key that is derived from the secret: who has only one of the two reads nothing. */
export function seal(text: string, secret: string, purpose: string): string {
  const iv = randomBytes(ivBytes)
  const cipher = createCipheriv(algorithm, keyOf(secret, purpose), iv)
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url')
}

/** @throws where it was sealed under another secret or for another purpose, or changed since */
export function unseal(sealed: string, secret: string, purpose: string): string {
  const bytes = Buffer.from(sealed, 'base64url')
  const iv = bytes.subarray(0, ivBytes)
  const tag = bytes.subarray(ivBytes, ivBytes + tagBytes)
  const opener = createDecipheriv(algorithm, keyOf(secret, purpose), iv, {
    authTagLength: tagBytes,
  })
  opener.setAuthTag(tag)
  const rest = opener.update(bytes.subarray(ivBytes + tagBytes))
  return Buffer.concat([rest, opener.final()]).toString('utf8')
}

function keyOf(secret: string, purpose: string): Buffer {
  return Buffer.from(derivedFrom(secret, purpose), 'base64url')
}
