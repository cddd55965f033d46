import type { Problem } from '#contract/refusal.ts'
import { gatewayText } from '#text/gatewayText.ts'

/**
 * The first thing in a parsed value that would be lost or changed without a word further on: half
 * a surrogate pair becomes U+FFFD, NUL is refused by PostgreSQL, a key `__proto__` is dropped by
 * every careful copy. Refused at the edge instead, with the place where it stands.
 */
export function unwelcomeIn(value: unknown, place: string | null = null): Problem | undefined {
  if (typeof value === 'string')
    return isUnstorable(value) ? { field: place, message: gatewayText.body.unstorable } : undefined
  if (typeof value !== 'object' || value === null) return undefined
  for (const [key, inner] of Object.entries(value)) {
    if (isUnstorable(key)) return { field: place, message: gatewayText.body.unstorable }
    if (key === '__proto__') return { field: place, message: gatewayText.body.forbiddenKey(key) }
    const found = unwelcomeIn(inner, place === null ? key : `${place}.${key}`)
    if (found) return found
  }
  return undefined
}

function isUnstorable(text: string): boolean {
  // eslint-disable-next-line no-control-regex -- NUL is what is looked for
  return /\u0000|\p{Surrogate}/u.test(text)
}
