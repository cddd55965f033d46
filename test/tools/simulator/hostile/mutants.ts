import type { Backend } from '#contract/backend/backend.ts'
import { BackendError, type Refusal } from '#contract/api/refusal.ts'
import type { Send } from '#contract/backend/send.ts'
import type { Outcome } from '#contract/api/submission.ts'
import type { Ledger } from '#server/submissions/ledger.ts'
import type { Put } from '../tab.ts'

/*
 * A desk that trusts its billing system: each of these takes one guard against a hostile one out.
 */

/** Who cannot tell what came of a write lets others write about the customer at once. */
export function freeingLocks(ledger: Ledger): Ledger {
  return {
    ...ledger,
    markInDoubt: (key, fencingToken, doubt, now) =>
      ledger.markInDoubt(key, fencingToken, { ...doubt, keepsLock: false }, now),
    // And goes on without it.
    lock: async () => true,
  }
}

/** A contact that is made primary takes the flag from everybody else who has it by then. */
export function clearingAll(backend: Backend): Backend {
  return {
    ...backend,
    async makePrimary(customer, id) {
      await backend.update(customer, id, { is_primary: true })
      const { items } = await backend.contacts(customer, { limit: 1000 })
      for (const other of items)
        if (other.primary && other.id !== id)
          await backend.update(customer, other.id, { is_primary: false })
      return backend.contact(customer, id)
    },
  }
}

/** The others lose the flag whatever the answer to the move says. */
export function ignoringAnswers(backend: Backend): Backend {
  return {
    ...backend,
    async makePrimary(customer, id, previous = []) {
      const contact = await backend.update(customer, id, { is_primary: true })
      for (const other of previous)
        if (other !== id) await backend.update(customer, other, { is_primary: false })
      return contact
    },
  }
}

/** What the answer to a move says is what is told. */
export function withoutReading(backend: Backend): Backend {
  return {
    ...backend,
    async makePrimary(customer, id, previous) {
      try {
        return await backend.makePrimary(customer, id, previous)
      } catch (error) {
        if (!(error instanceof BackendError)) throw error
        const { kind } = error.refusal
        if (kind !== 'partial' && !('notDone' in error.refusal)) throw error
        return { ...(await backend.contact(customer, id)), primary: true }
      }
    },
  }
}

/** The first read after a move decides, however far behind a list may be. */
export function believingFirstRead(backend: Backend): Backend {
  return {
    ...backend,
    async makePrimary(customer, id, previous) {
      try {
        return await backend.makePrimary(customer, id, previous)
      } catch (error) {
        const refusal = error instanceof BackendError ? error.refusal : null
        if (refusal?.kind !== 'outcomeUnknown' || refusal.notDone === undefined) throw error
        throw new BackendError({ kind: 'rejected', message: 'not done' }, { cause: error })
      }
    },
  }
}

/** Finds only contacts that hold to the letter what some create sent. */
export function comparingLetters(backend: Backend): Backend {
  const sent: Record<string, unknown>[] = []
  const isAsSent = (held: Record<string, unknown>) =>
    sent.some((values) =>
      Object.entries(values).every(
        ([name, value]) => typeof value !== 'string' || (held[name] ?? null) === value,
      ),
    )
  return {
    ...backend,
    create(customer, values, options) {
      sent.push(values)
      return backend.create(customer, values, options)
    },
    async contacts(customer, query) {
      const page = await backend.contacts(customer, query)
      return { ...page, items: page.items.filter(({ values }) => isAsSent(values)) }
    },
  }
}

/** A list that contradicts itself is taken for whole. */
export function takingForWhole(send: Send): Send {
  return async (request) => {
    const response = await send(request)
    if (request.method !== 'GET' || !response.ok) return response
    const text = await response.text()
    const { status, headers } = response
    return new Response(consistent(text, new URL(request.url).searchParams), { status, headers })
  }
}

function consistent(text: string, asked: URLSearchParams): string {
  let page: Record<string, unknown>
  try {
    page = JSON.parse(text) as Record<string, unknown>
  } catch {
    return text
  }
  const cursor = asked.get('cursor')
  const next = page['next_cursor'] ?? page['nextPage'] ?? null
  const saysMore = page['has_next'] === true
  const isOdd = 'has_next' in page && (saysMore !== (next !== null) || 'has_more' in page)
  if (!isOdd && !(cursor !== null && next === cursor)) return text
  const { next_cursor: _, nextPage: __, has_more: ___, ...rest } = page
  return JSON.stringify('has_next' in page ? { ...rest, has_next: false } : rest)
}

/** A gateway that starts gives up what it finds, as if nothing of it had been sent. */
export function givingUpAtStart(ledger: Ledger): Ledger {
  return {
    ...ledger,
    async takeOver(key, now) {
      const entry = await ledger.takeOver(key, now)
      if (entry?.state !== 'pending' || entry.dispatchedAt === null) return entry
      await ledger.settle(entry, entry.fencingToken, rejected({ kind: 'backendUnreachable' }), now)
      return null
    },
  }
}

/** Of an edit that was dispatched it is never said that it may be saved. */
export function sureOfEdits(ledger: Ledger): Ledger {
  return {
    ...ledger,
    settle(entry, fencingToken, outcome, now) {
      const refusal = outcome.state === 'rejected' ? outcome.refusal : null
      if (refusal?.kind !== 'conflict') return ledger.settle(entry, fencingToken, outcome, now)
      return ledger.settle(
        entry,
        fencingToken,
        rejected({ kind: 'conflict', theirs: refusal.theirs }),
        now,
      )
    },
  }
}

/** A browser that asks nobody about a contact that may be theirs, and wants another one. */
export function wantingAnother(put: Put): Put {
  return async (workspace, submissionId, submission, signal) => {
    const told = await put(workspace, submissionId, submission, signal)
    const refusal: { kind: string; contact?: { id: string } } | null =
      told.state === 'rejected' ? told.refusal : null
    if (refusal?.kind !== 'mayExist' || submission.op !== 'create' || !refusal.contact) return told
    const { distinctFrom = [] } = submission as { distinctFrom?: string[] }
    const next = {
      ...{ ...submission, revision: submission.revision + 1 },
      distinctFrom: [...distinctFrom, refusal.contact.id],
    }
    return wantingAnother(put)(workspace, submissionId, next, signal)
  }
}

function rejected(refusal: Refusal): Outcome {
  return { state: 'rejected', refusal }
}
