/** What a `Zuora-Version` changes, as far as contacts are concerned. */
export interface Version {
  /** Errors have statuses of their own, from 2024-05-20 on. Before, they come under 200. */
  realStatuses: boolean
  /** Errors of Object Query have no `success`, from 2025-08-12 on. */
  bareQueryErrors: boolean
}

const legacy: Version = { realStatuses: false, bareQueryErrors: false }
export const newest: Version = { realStatuses: true, bareQueryErrors: true }

const dated = new Map<string, Version>([
  ['2024-05-20', { realStatuses: true, bareQueryErrors: false }],
  ['2025-08-12', newest],
])

/**
 * Null for a version that is none. Without the header a call runs under the tenant's version, which
 * is the oldest where nobody ever moved it, as here. Which numbers there are between 186.0 and 341.0
 * is not listed completely, so all of them are taken.
 */
export function versionOf(header: string | null): Version | null {
  if (header === null) return legacy
  const number = /^(\d{3})\.0$/.exec(header)?.[1]
  if (number !== undefined) return Number(number) >= 186 && Number(number) <= 341 ? legacy : null
  return dated.get(header) ?? null
}
