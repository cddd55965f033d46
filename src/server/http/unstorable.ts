import type { Problem } from '#contract/api/refusal.ts'
import { gatewayText } from '#text/gatewayText.ts'

/**
 * What in a parsed value would be lost or changed without a word further on: half a surrogate pair
 * becomes U+FFFD, NUL is refused by PostgreSQL, a key `__proto__` is dropped by every careful copy.
 * Refused at the edge instead, with the paths where it occurs.
 */
export function unwelcomeIn(value: unknown, most: number): Problem[] {
  const problems: Problem[] = []
  look(value, null)
  return problems

  function look(value: unknown, place: string | null): void {
    if (problems.length === most) return
    if (typeof value === 'string' && isUnstorable(value)) complain(gatewayText.body.unstorable)
    if (typeof value !== 'object' || value === null) return
    for (const [key, inner] of Object.entries(value)) {
      if (isUnstorable(key)) complain(gatewayText.body.unstorable)
      else if (key === '__proto__') complain(gatewayText.body.forbiddenKey(key))
      else look(inner, place === null ? key : `${place}.${key}`)
    }

    function complain(message: string): void {
      if (problems.length < most) problems.push({ field: place, message })
    }
  }
}

function isUnstorable(text: string): boolean {
  // eslint-disable-next-line no-control-regex -- NUL is what is looked for
  return /\u0000|\p{Surrogate}/u.test(text)
}
