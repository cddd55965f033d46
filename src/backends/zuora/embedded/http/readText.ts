import type { Json } from './operation.ts'

/**
 * The text that a JSON value stands for. A number becomes its digits, as a sample of Zuora shows;
 * one that JavaScript cannot hold exactly is refused rather than changed.
 */
export function textIn(
  value: Json,
): { text: string; problem?: undefined } | { text?: undefined; problem: string } {
  if (typeof value === 'number')
    return Math.abs(value) <= Number.MAX_SAFE_INTEGER
      ? { text: String(value) }
      : { problem: 'value has too many digits for a number, send it as text' }
  if (typeof value !== 'string') return { problem: 'value should be text' }
  if (!isStorable(value)) return { problem: 'value contains what is no character' }
  return { text: value }
}

/** False for text with NUL or half a surrogate pair, which PostgreSQL does not store. */
export function isStorable(text: string): boolean {
  // eslint-disable-next-line no-control-regex -- NUL is what is looked for
  return !/\u0000|\p{Surrogate}/u.test(text)
}

/** The key to look for; null, which no row has, for what cannot be stored. */
export function storable(key: string): string | null {
  return isStorable(key) ? key : null
}
