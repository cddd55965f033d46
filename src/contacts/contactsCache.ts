import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import type { Page } from '#contract/backend/backend.ts'
import type { Contact } from '#contract/fields/contact.ts'

/** The list in the query cache. Each function returns a new list and leaves the old one unchanged. */
export type ContactPages = InfiniteData<Page<Contact>, string | null>

/** With this contact as it is now: in its place, or first when it is new. */
function withContact(list: ContactPages, contact: Contact): ContactPages {
  const known = list.pages.some((page) => page.items.some(({ id }) => id === contact.id))
  if (known) return eachContact(list, (other) => (other.id === contact.id ? contact : other))
  const [first, ...rest] = list.pages
  if (!first) return list
  return { ...list, pages: [{ ...first, items: [contact, ...first.items] }, ...rest] }
}

/** With this contact, and without its exclusive roles at the others. */
export function withExclusiveRole(list: ContactPages, holder: Contact): ContactPages {
  return eachContact(withContact(list, holder), (contact) => besides(holder, contact))
}

/** Something only one contact can be, on its way to another one. */
export interface RoleChange {
  to: string
  primary: boolean
  role: string | undefined
}

/** The list after these role changes, one after the other. */
export function withMoves(
  contacts: readonly Contact[],
  moves: readonly RoleChange[],
): readonly Contact[] {
  return moves.reduce((list, { to, primary, role }) => {
    const contact = list.find(({ id }) => id === to)
    if (!contact) return list
    const holder = {
      ...contact,
      primary: contact.primary || primary,
      roles: role === undefined ? contact.roles : [...new Set([...contact.roles, role])],
    }
    return list.map((other) => besides(holder, other))
  }, contacts)
}

/** The contact without what the holder is by now; the holder itself in its place. */
function besides(holder: Contact, contact: Contact): Contact {
  if (contact.id === holder.id) return holder
  const primary = contact.primary && !holder.primary
  const roles = contact.roles.filter((role) => !holder.roles.includes(role))
  if (primary === contact.primary && roles.length === contact.roles.length) return contact
  return { ...contact, primary, roles }
}

export function withoutContact(list: ContactPages, id: string): ContactPages {
  return eachPage(list, (items) => items.filter((contact) => contact.id !== id))
}

/** Applies a change to the cached list, where there is one. */
export function changeList(
  client: QueryClient,
  workspace: string,
  customer: string,
  change: (list: ContactPages) => ContactPages,
): void {
  client.setQueryData<ContactPages>(
    ['contacts', workspace, customer],
    (list) => list && change(list),
  )
}

function eachContact(list: ContactPages, change: (contact: Contact) => Contact): ContactPages {
  return eachPage(list, (items) => items.map(change))
}

function eachPage(list: ContactPages, change: (items: Contact[]) => Contact[]): ContactPages {
  return { ...list, pages: list.pages.map((page) => ({ ...page, items: change(page.items) })) }
}
