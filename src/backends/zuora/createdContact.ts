import { BackendError, isAbsent } from '#contract/api/refusal.ts'
import type { Ask } from './api.ts'
import { endpoints } from './endpoints.ts'
import { longestPage } from './paging.ts'
import type { ContactResponse } from './wire.ts'

/** What tells people apart, as both the answer to a create and the list tell it. */
const traits = [
  'firstName',
  'lastName',
  'workEmail',
  'personalEmail',
  'workPhone',
  'mobilePhone',
] as const

/** Milliseconds that Zuora keeps an idempotency key: what was made under it is no older. */
const keyLife = 24 * 60 * 60 * 1000

/** Zuora says to the second when something was made. In milliseconds. */
const roundingMs = 2_000

interface Times {
  /** Milliseconds since 1970. */
  now: number
  /** When bytes left first under the key; left out: at any time of the key's life. */
  since?: Date
}

/**
 * The id of a contact that was made under a key, for an answer that does not tell it: the only one of
 * its account with the same names and mail that is no older than the key, and that was made since the
 * bytes left. Never the newest of several: another person may have made one since. Never one from
 * before: the list may be behind, and not show the own one yet.
 * @throws BackendError `unclear` when the list cannot be had, or there is not exactly one: then made
 *   it is, but which is it? With `made` where no later list would tell
 */
export async function idOfMade(
  ask: Ask,
  customer: string,
  made: ContactResponse,
  { now, since }: Times,
): Promise<string> {
  const query = {
    'filter[]': `accountid.EQ:${customer}`,
    'sort[]': 'updateddate.DESC',
    pageSize: String(longestPage),
  }
  try {
    const { data } = await ask(endpoints.queryContacts, { query })
    const [only, other] = data
      .filter((it) => traits.every((name) => (it[name] ?? null) === (made[name] ?? null)))
      .filter(({ createdDate }) => !(now - timeOf(createdDate) > keyLife))
    const isBefore = timeOf(only?.createdDate) < (since?.getTime() ?? -Infinity) - roundingMs
    if (only && !other && !isBefore) return only.id
  } catch (error) {
    if (!(error instanceof BackendError)) throw error
    // Where contacts are not listed at all, asking again tells no more.
    if (isAbsent(error.refusal)) throw unclear()
    // Asked again, the list may tell.
    throw new BackendError({ kind: 'outcomeUnknown', status: 200 }, { cause: error })
  }
  throw unclear()
}

/** NaN, which is no older than anything, for what is no date. */
function timeOf(date: string | null | undefined): number {
  return Date.parse(date ?? '')
}

function unclear(): BackendError {
  return new BackendError({ kind: 'outcomeUnknown', status: 200, createdIdUnknown: true })
}
