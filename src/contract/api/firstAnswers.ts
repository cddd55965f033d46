/**
 * A page for a person who is signed in arrives with the answers to its first reads, so that the
 * browser need not come back for them. Both sides name the reads here.
 */

/** Each is an element with JSON that no browser runs; this attribute says which read it answers. */
export const answerAttribute = 'data-answer'

/** What the gateway answered. */
export interface FirstAnswer {
  status: number
  body: unknown
}

/** How many contacts the first page of a customer's list asks for: few enough to be there at once. */
export const firstContacts = 50

/**
 * The reads that the page at this address begins with, as paths of our API.
 * @param path of the address, still encoded
 */
export function firstReadsAt(path: string): string[] {
  const reads = ['/api/session', '/api/workspaces']
  const [, workspace, customer] = /^\/w\/([^/]+)(?:\/c\/([^/]+))?(?:\/|$)/.exec(path) ?? []
  if (!workspace || !customer) return reads
  const read = `/api/workspaces/${workspace}/customers/${customer}`
  return [...reads, read, `${read}/contacts?limit=${firstContacts}`]
}
