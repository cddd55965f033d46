import type { Backend, Page } from '#contract/backend/backend.ts'
import { loopWatch } from '#contract/loopWatch.ts'
import { BackendError } from '#contract/api/refusal.ts'
import type { Contact } from '#contract/fields/contact.ts'

/** Contacts per page. A backend with a lower limit returns fewer. */
const longestPage = 1000

/** The most pages that are read, in case a list never ends. */
const maxPages = 1000

/**
 * All contacts of a customer, to the last page: a contact that is not among them does not exist.
 * @throws BackendError also where the list has no end, contradicts itself, or has entries without an id
 */
export async function listAllContacts(backend: Backend, customer: string): Promise<Contact[]> {
  const all: Contact[] = []
  const watch = loopWatch()
  let cursor: string | null = null
  for (let page = 0; page < maxPages; page++) {
    const found: Page<Contact> = await backend.contacts(customer, {
      cursor,
      limit: longestPage,
    })
    all.push(...found.items)
    if (found.gap || watch(found)) break
    if (found.next === null) return all
    cursor = found.next
  }
  throw new BackendError({ kind: 'outcomeUnknown', status: null })
}
