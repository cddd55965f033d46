import { matchRoute, type Parser } from 'wouter'

/** A place in the desk; every state worth returning to has an address. */
export interface Place {
  workspace: string
  customer: string | null
  panel: 'new' | { contact: string } | null
  /** Which of the pages beside the desk, by the last part of its address. Left out: the desk. */
  page?: string
}

/** Parses an address. Null: not a page of the desk. An empty workspace is the start page. */
export function parsePath(parser: Parser, path: string): Place | null {
  const match = <Pattern extends string>(pattern: Pattern) => matchRoute(parser, pattern, path)[1]
  if (match('/')) return { workspace: '', customer: null, panel: null }
  const inWorkspace = match('/w/:workspace/:page?')
  if (inWorkspace) {
    const place = { workspace: decoded(inWorkspace.workspace), customer: null, panel: null }
    return inWorkspace.page ? { ...place, page: decoded(inWorkspace.page) } : place
  }
  const atCustomer =
    match('/w/:workspace/c/:customer') ?? match('/w/:workspace/c/:customer/contacts')
  if (atCustomer) return placeAt(atCustomer, null)
  const atContact = match('/w/:workspace/c/:customer/contacts/:contact')
  if (!atContact) return null
  const contact = decoded(atContact.contact)
  return placeAt(atContact, contact === 'new' ? 'new' : { contact })
}

function placeAt(
  { workspace, customer }: { workspace: string; customer: string },
  panel: Place['panel'],
): Place {
  return { workspace: decoded(workspace), customer: decoded(customer), panel }
}

export function formatPath({ workspace, customer, panel, page }: Place): string {
  const parts = ['w', workspace]
  if (page) parts.push(page)
  if (customer) parts.push('c', customer)
  if (customer && panel) parts.push('contacts', panel === 'new' ? 'new' : panel.contact)
  return `/${parts.map(encodeURIComponent).join('/')}`
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
