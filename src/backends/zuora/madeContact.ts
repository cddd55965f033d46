import { BackendError } from '#contract/refusal.ts'
import type { Ask } from './api.ts'
import { endpoints } from './endpoints.ts'
import { longestPage } from './paging.ts'
import type { ContactResponse, QueriedContact } from './wire.ts'

/** What tells people apart. */
const traits = ['firstName', 'lastName', 'workEmail', 'personalEmail'] as const

/** Milliseconds that Zuora keeps an idempotency key: what was made under it is no older. */
const keyLife = 24 * 60 * 60 * 1000

/**
 * The id of a contact that was made just now, for an answer that does not tell it: the newest one of
 * its account with the same names and mail.
 * @param now milliseconds since 1970
 * @throws BackendError `unclear` when the list cannot be had, or there is not exactly one: then made
 *   it is, but which is it?
 */
export async function idOfMade(
  ask: Ask,
  customer: string,
  made: ContactResponse,
  now: number,
): Promise<string> {
  const query = {
    'filter[]': `accountid.EQ:${customer}`,
    'sort[]': 'updateddate.DESC',
    pageSize: String(longestPage),
  }
  try {
    const { data } = await ask(endpoints.queryContacts, { query })
    const fitting = data
      .filter((it) => traits.every((name) => (it[name] ?? null) === (made[name] ?? null)))
      .filter(({ createdDate }) => !(now - timeOf(createdDate) > keyLife))
      .toSorted((one, other) => timeOf(other.updatedDate) - timeOf(one.updatedDate))
    const [newest, next] = fitting
    if (newest && (!next || isNewer(newest, next))) return newest.id
  } catch (error) {
    if (!(error instanceof BackendError)) throw error
    // Asked again, the list may tell.
    throw new BackendError({ kind: 'unclear', status: 200 }, { cause: error })
  }
  throw unclear()
}

function isNewer(one: QueriedContact, other: QueriedContact): boolean {
  return timeOf(one.updatedDate) > timeOf(other.updatedDate)
}

/** NaN, which is neither older nor newer than anything, for what is no date. */
function timeOf(date: string | null | undefined): number {
  return Date.parse(date ?? '')
}

function unclear(): BackendError {
  return new BackendError({ kind: 'unclear', status: 200, made: true })
}
