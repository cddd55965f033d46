import { parseAccept } from 'hono/utils/accept'

/** Whether `Accept-Encoding` asks for gzip. Without the header, nothing is compressed. */
export function acceptsGzip(header: string | null): boolean {
  return (qualityOf(header, ['gzip', 'x-gzip', '*']) ?? 0) > 0
}

/** Whether `Accept` allows JSON, by the most specific range that matches (RFC 9110, 12.5.1). */
export function acceptsJson(header: string | null): boolean {
  if (!header?.trim()) return true
  return (qualityOf(header, ['application/json', 'application/*', '*/*']) ?? 0) > 0
}

/**
 * The quality of the first of these names that the header lists. `accepts` of hono/accepts chooses by
 * itself, but takes the range of all types for no match, which would refuse what it allows.
 */
function qualityOf(header: string | null, names: readonly string[]): number | undefined {
  const listed = parseAccept(header ?? '')
  return (
    names
      .map((name) => listed.find(({ type }) => type.toLowerCase() === name))
      // Hono counts a quality that is no number as 1; what cannot be read asks for nothing.
      .map((range) => range && (Number(range.params['q'] ?? 1) || 0))
      .find((quality) => quality !== undefined)
  )
}
