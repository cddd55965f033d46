import type { Backend, Contact } from '#contract/backend.ts'

/** The most pages that are read: a cursor that never ends must not keep the desk busy for ever. */
const mostPages = 1000

/** All contacts of a customer, to the last page. @throws BackendError */
export async function everyContact(backend: Backend, customer: string): Promise<Contact[]> {
  const all: Contact[] = []
  let cursor: string | null = null
  for (let page = 0; page < mostPages; page++) {
    const { items, next } = await backend.contacts(customer, { cursor })
    all.push(...items)
    if (next === null || next === cursor) return all
    cursor = next
  }
  return all
}
