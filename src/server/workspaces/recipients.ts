import type { Backend } from '#contract/backend/backend.ts'
import { BackendError } from '#contract/api/refusal.ts'
import type { Recipient } from '#contract/fields/contact.ts'

/** Calls of one request that are under way at a time: a page of customers must not flood the vendor. */
const atOnce = 4

interface Found {
  customer: string
  recipient?: Recipient | null
}

/**
 * Who gets the invoices of each of these customers, in their order. One that cannot be read has no
 * `recipient`: the others are told all the same.
 * @throws BackendError where none of them can be read
 */
export async function recipientsOf(
  backend: Backend,
  customers: readonly string[],
  signal: AbortSignal,
): Promise<Found[]> {
  const found: Found[] = customers.map((customer) => ({ customer }))
  const rest = found.values()
  const failures: BackendError[] = []
  const work = async () => {
    for (const each of rest) {
      signal.throwIfAborted()
      try {
        each.recipient = await backend.recipient(each.customer, signal)
      } catch (error) {
        if (!(error instanceof BackendError)) throw error
        failures.push(error)
        // Asked to pause: what is left is not known for now.
        if (error.refusal.kind === 'busy') return
      }
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  const [failure] = failures
  if (failure && found.every(({ recipient }) => recipient === undefined)) throw failure
  return found
}
