import { reason, wrongValue, ZuoraError } from './errors.ts'
import { versionOf } from './versions.ts'

/** What a caller may act in. Empty lists: the tenant has no Multi-entity, no Multi-Org. */
export interface Reach {
  /** Entity ids, with or without hyphens. */
  entities: readonly string[]
  orgs: readonly string[]
}

/** The `Zuora-Track-Id` to send back; undefined where there is none, or one that is not allowed. */
export function trackIdOf(headers: Headers): string | undefined {
  const given = headers.get('zuora-track-id')
  return given !== null && isTrackId(given) ? given : undefined
}

/** US-ASCII that can be seen, without `: ; " '`, as documented. */
function isTrackId(text: string): boolean {
  return /^[\x20\x21\x23-\x26\x28-\x39\x3c-\x7e]{0,64}$/.test(text)
}

/**
 * What a bad one gives is not documented.
 * @throws ZuoraError 400
 */
export function checkTrackId(headers: Headers): void {
  const trackId = headers.get('zuora-track-id')
  if (trackId !== null && !isTrackId(trackId))
    throw wrongHeader(
      'Zuora-Track-Id',
      'must be at most 64 US-ASCII characters without colon, semicolon or quotes',
    )
}

/**
 * Zuora's own headers of a call. What an unknown version, a bad track id or a foreign entity gives
 * is not documented: here 400 (category 20), and 403 for an entity or org out of reach.
 * @throws ZuoraError
 */
export function checkHeaders(headers: Headers, reach: Reach): void {
  checkTrackId(headers)
  if (versionOf(headers.get('zuora-version')) === null)
    throw wrongHeader('Zuora-Version', 'is not a known minor version')
  checkEntity(headers.get('zuora-entity-ids'), reach.entities)
  checkOrgs(headers.get('zuora-org-ids'), reach.orgs)
}

function checkEntity(header: string | null, entities: readonly string[]): void {
  if (header === null) return
  if (!/^[^\s,]+$/.test(header)) throw wrongHeader('Zuora-Entity-Ids', 'must be one entity ID')
  if (!entities.some((entity) => plain(entity) === plain(header)))
    throw outOfReach(`You have no access to entity '${header}'.`)
}

/** Entity ids are written with hyphens and without. */
function plain(id: string): string {
  return id.replaceAll('-', '').toLowerCase()
}

function checkOrgs(header: string | null, orgs: readonly string[]): void {
  if (header === null) return
  const asked = header.split(',').map((org) => org.trim())
  if (asked.includes('')) throw wrongHeader('Zuora-Org-Ids', 'must be comma separated IDs')
  const foreign = asked.find((org) => !orgs.includes(org))
  if (foreign !== undefined) throw outOfReach(`You have no access to org '${foreign}'.`)
}

function wrongHeader(name: string, says: string): ZuoraError {
  return new ZuoraError([wrongValue(name, says)])
}

function outOfReach(message: string): ZuoraError {
  return new ZuoraError([reason(10, message)])
}
