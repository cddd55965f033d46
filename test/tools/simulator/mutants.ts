import type { Backend } from '#contract/backend/backend.ts'
import { BackendError } from '#contract/api/refusal.ts'
import { ApiError } from '#contract/api/apiError.ts'
import type { OutboxStore } from '#outbox/store/outboxStore.ts'
import type { LedgerEntry, WriteOperation } from '#server/submissions/ledgerEntry.ts'
import type { Ledger } from '#server/submissions/ledger.ts'
import type { Put } from './tab.ts'
import type { Another } from './weakness.ts'
import type { Wire } from './wire.ts'

/** A ledger that hands out submissions otherwise than it knows them. */
export function taking(change: (entry: LedgerEntry) => LedgerEntry): (ledger: Ledger) => Ledger {
  return (ledger) => ({
    ...ledger,
    async takeOver(...given) {
      const entry = await ledger.takeOver(...given)
      return entry && change(entry)
    },
  })
}

/** A ledger that is handed other submissions than were asked for. */
export function claiming(
  change: (write: WriteOperation) => WriteOperation,
): (ledger: Ledger) => Ledger {
  return (ledger) => ({
    ...ledger,
    claim: (key, written, now) =>
      ledger.claim(key, { ...written, write: change(written.write) }, now),
  })
}

/** That bytes left is written down with what they came to, and not before. */
export function writingLate(ledger: Ledger): Ledger {
  const left = new Map<string, Parameters<Ledger['markDispatched']>>()
  async function catchUp(submissionId: string): Promise<void> {
    const dispatched = left.get(submissionId)
    left.delete(submissionId)
    if (dispatched) await ledger.markDispatched(...dispatched)
  }
  return {
    ...ledger,
    async markDispatched(...given) {
      left.set(given[0].id, given)
      return true
    },
    async settle(key, ...rest) {
      await catchUp(key.id)
      return ledger.settle(key, ...rest)
    },
    async markInDoubt(key, ...rest) {
      await catchUp(key.id)
      return ledger.markInDoubt(key, ...rest)
    },
  }
}

/** At each look it takes for known whatever is there by now. */
export function knowingAll(ledger: Ledger, { truth }: Wire): Ledger {
  return taking((entry) => {
    const there = truth.customers.get(entry.write.customer)?.contacts.keys() ?? []
    return { ...entry, knownIds: entry.knownIds && [...there] }
  })(ledger)
}

/** Takes what was not a clear yes for a no. @param believes which statuses it takes so */
export function believing(believes: (status: number) => boolean): (backend: Backend) => Backend {
  return (backend) => ({
    ...backend,
    async create(...given) {
      try {
        return await backend.create(...given)
      } catch (error) {
        if (!(error instanceof BackendError) || error.refusal.kind !== 'outcomeUnknown') throw error
        if (!believes(error.refusal.status ?? 200)) throw error
        throw new BackendError({ kind: 'backendUnreachable' }, { cause: error })
      }
    },
  })
}

/** Each try has a key of its own. */
export function changingKeys(backend: Backend): Backend {
  let tries = 0
  return {
    ...backend,
    create: (customer, values, options) =>
      backend.create(customer, values, { key: `${options?.key ?? ''}-${++tries}` }),
  }
}

/** Nobody finds anything at any customer. */
export function blind(backend: Backend): Backend {
  return { ...backend, contacts: async () => ({ items: [], next: null }) }
}

/** Every press counts, whatever stands there. */
export function withoutComparing(disk: OutboxStore): OutboxStore {
  return {
    ...disk,
    async apply(submissionId, step, item) {
      const told = await disk.apply(submissionId, step, item)
      return told.taken ? told : disk.apply(submissionId, () => step(undefined), item)
    },
  }
}

/** Takes being turned away for the gateway's no. */
export function givingUp(put: Put): Put {
  return async (...given) => {
    try {
      return await put(...given)
    } catch (error) {
      if (!(error instanceof ApiError) || error.failure.kind !== 'refused') throw error
      return { state: 'rejected', refusal: error.failure.refusal }
    }
  }
}

/** Each try but the first is another submission. */
export function forgettingSubmissionIds(put: Put, another: Another): Put {
  const sent = new Set<string>()
  return (workspace, submissionId, submission, signal) => {
    const which = sent.has(submissionId) ? another(submissionId) : submissionId
    sent.add(submissionId)
    return put(workspace, which, submission, signal)
  }
}

/** Each arrival is another submission. */
export async function underAnother(request: Request, another: Another): Promise<Request> {
  const url = request.url.replace(/[^/]+$/, another)
  const { method, headers } = request
  return new Request(url, { method, headers, body: await request.text() })
}
