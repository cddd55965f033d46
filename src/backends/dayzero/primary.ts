import { BackendError, mayHaveHappened } from '#contract/api/refusal.ts'
import { bidiIsolate } from '#text/isolated.ts'
import { words } from './en.ts'
import type { Contact } from '#contract/fields/contact.ts'

interface Tools {
  /** All contacts of a customer, read now. */
  list(customer: string): Promise<Contact[]>
  put(customer: string, contact: string, body: Record<string, unknown>): Promise<Contact>
}

export interface Primary {
  /** As `Backend.makePrimary`. */
  make(customer: string, id: string, previous?: readonly string[]): Promise<Contact>
  /**
   * For a contact that was written with its flag set: clears those that were primary before.
   * @returns the contact as it is read afterwards, with another one that is primary besides it
   * @throws BackendError `unclear` where nothing can be read, or one of the others keeps its flag
   */
  finish(customer: string, written: Contact, previous: readonly string[]): Promise<Contact>
  /** Ids of the contacts that are primary now. @throws BackendError none that leaves a doubt */
  previousOf(customer: string): Promise<readonly string[]>
}

/** How often what was written with its flag is read, and the others cleared, before it is told. */
const mostTries = 4

/**
 * Moves of the primary. Day Zero documents `is_primary` on create and on update, and says nothing
 * about the other contacts of the customer: some servers clear their flag by themselves, others keep
 * several. So the flag is set first; then the list is read; and only where the contact is primary in
 * that list, those that were primary before lose it. A contact that became primary since is another
 * writer's and keeps it. The last read decides what is said.
 */
export function primaryOf({ list, put }: Tools): Primary {
  const previousOf = async (customer: string) => {
    const all = await list(customer).catch(asUnsent)
    return all.filter(({ primary }) => primary).map(({ id }) => id)
  }

  /** Clears the previous ones where that is left to us. @returns the list as it is afterwards */
  async function cleared(customer: string, id: string, previous: readonly string[]) {
    const found = await list(customer)
    const stale = found.filter(
      (other) => other.primary && other.id !== id && previous.includes(other.id),
    )
    const isPrimary = found.some((contact) => contact.id === id && contact.primary)
    if (!isPrimary || stale.length === 0) return found
    for (const { id: other } of stale) await attempted(put(customer, other, { is_primary: false }))
    const after = await list(customer)
    if (after.some(({ primary }) => primary)) return after
    // Another writer moved it back to one of these between the read and the clearing.
    await attempted(put(customer, stale.at(-1)!.id, { is_primary: true }))
    return list(customer)
  }

  async function make(customer: string, id: string, before?: readonly string[]): Promise<Contact> {
    const previous = before ?? (await previousOf(customer))
    const answer = await put(customer, id, { is_primary: true })
    // It was sent: that a read is refused afterwards says nothing about it.
    const after = await cleared(customer, id, previous).catch(asUnclear)
    const own = after.find((contact) => contact.id === id)
    // The answer knew it: it is gone since, or the list is behind.
    if (!own) throw new BackendError({ kind: 'outcomeUnknown', status: 200 })
    const others = after.filter((contact) => contact.primary && contact !== own)
    const [other] = others
    if (own.primary && !other) return own
    const { refusals } = words
    const newer = others.find((contact) => !previous.includes(contact.id))
    if (own.primary || (answer.primary && newer)) {
      const { id: holder, name } = newer ?? other!
      const says = own.primary ? refusals.besides : refusals.overtaken
      throw new BackendError({
        kind: 'partial',
        done: refusals.madePrimary(bidiIsolate(own.name)),
        failed: says(bidiIsolate(name)),
        holder: { id: holder, name },
      })
    }
    throw new BackendError(
      answer.primary
        ? { kind: 'outcomeUnknown', status: 200, notDone: true }
        : { kind: 'rejected', message: refusals.notPrimary(bidiIsolate(own.name)), ignored: true },
    )
  }

  async function finish(customer: string, written: Contact, previous: readonly string[]) {
    let cause: unknown
    for (let tries = 0; tries < mostTries; tries++)
      try {
        const after = await cleared(customer, written.id, previous)
        // A list that is behind does not know it yet.
        const listed = after.find(({ id }) => id === written.id) ?? written
        const isStale = ({ id, primary }: Contact) =>
          primary && id !== written.id && previous.includes(id)
        if (listed.primary && after.some(isStale)) continue
        const other = after.find(({ id, primary }) => primary && id !== listed.id)
        if (!listed.primary || !other) return listed
        return { ...listed, alsoPrimary: { id: other.id, name: other.name } }
      } catch (error) {
        if (!(error instanceof BackendError)) throw error
        cause = error
      }
    throw new BackendError({ kind: 'outcomeUnknown', status: null }, { cause })
  }

  return { make, finish, previousOf }
}

/** What is refused here shows in the read that follows. */
async function attempted(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    if (!(error instanceof BackendError)) throw error
  })
}

function asUnclear(cause: unknown): never {
  if (!(cause instanceof BackendError)) throw cause
  throw new BackendError({ kind: 'outcomeUnknown', status: null }, { cause })
}

/** A read whose answer was lost before anything was written: certainly nothing was done. */
function asUnsent(cause: unknown): never {
  if (!(cause instanceof BackendError) || !mayHaveHappened(cause.refusal)) throw cause
  throw new BackendError({ kind: 'backendUnreachable' }, { cause })
}
