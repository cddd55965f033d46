/** Where somebody is in the desk; every state worth returning to has an address. */
export interface Place {
  workspace: string
  customer: string | null
  panel: 'new' | { contact: string } | null
  /** Which of the pages beside the desk, by the last part of its address. Left out: the desk. */
  page?: string
}

/** Reads an address. Null: none of ours. An empty workspace stands for the start page. */
export function placeOf(path: string): Place | null {
  const parts = path.split('/').filter(Boolean)
  if (parts.length === 0) return { workspace: '', customer: null, panel: null }
  const [w, workspace, c, customer, contacts, panel, ...rest] = parts.map(decoded)
  if (w !== 'w' || !workspace || rest.length > 0) return null
  if (c === undefined) return { workspace, customer: null, panel: null }
  if (c !== 'c' && customer === undefined)
    return { workspace, customer: null, panel: null, page: c }
  if (c !== 'c' || !customer) return null
  if (contacts === undefined) return { workspace, customer, panel: null }
  if (contacts !== 'contacts') return null
  if (panel === undefined) return { workspace, customer, panel: null }
  return { workspace, customer, panel: panel === 'new' ? 'new' : { contact: panel } }
}

export function pathOf({ workspace, customer, panel, page }: Place): string {
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
