import { isAbsent, refusalIn, type Refusal } from '#contract/api/refusal.ts'
import type { Outcome } from '#contract/api/submission.ts'
import type { Contact } from '#contract/fields/contact.ts'
import {
  createdAfterDispatch,
  mayExist,
  unclaimedCandidates,
} from '#server/submissions/matching/candidates.ts'
import type { OpenWorkspace } from '#server/workspaces/openWorkspace.ts'
import type { LedgerEntry } from './ledgerEntry.ts'
import {
  answersUntilBelieved,
  markInDoubt,
  refuse,
  succeed,
  type ExecutionContext,
} from './record.ts'

/** Whether the answer says that a contact was created, without its id. */
export function isCreatedWithoutId(refusal: Refusal): boolean {
  return refusal.kind === 'outcomeUnknown' && refusal.createdIdUnknown === true
}

/**
 * Settles a create whose answer has no id with the contact that was created since the dispatch. If
 * clocks disagree, or another person created the same contact meanwhile, with the likeliest one.
 */
export async function adoptCreated(
  context: ExecutionContext,
  workspace: OpenWorkspace,
  entry: LedgerEntry,
): Promise<Outcome> {
  let candidates: readonly Contact[] = []
  let similar: Contact | undefined
  try {
    const found = await unclaimedCandidates(context.ledger, workspace, entry)
    candidates = found.alike
    // It may also be the contact of another submission in progress.
    similar = found.similar.find((contact) => createdAfterDispatch(entry, contact))
  } catch (error) {
    const refusal = refusalIn(error)
    // Without a list of contacts no later read finds it.
    if (isAbsent(refusal)) return succeed(context, workspace, entry, null)
    // The customer is gone, and the contact with it.
    if (refusal.kind !== 'notFound') return markInDoubt(context, entry)
  }
  const [likeliest] = candidates
  const isOnly = candidates.filter((contact) => createdAfterDispatch(entry, contact)).length === 1
  if (likeliest && isOnly) return succeed(context, workspace, entry, likeliest)
  // The list may be stale.
  if (entry.unconfirmedAnswers < answersUntilBelieved)
    return markInDoubt(context, entry, { unconfirmed: true })
  if (likeliest) return succeed(context, workspace, entry, likeliest)
  if (similar) return refuse(context, entry, mayExist(workspace.form, similar))
  return succeed(context, workspace, entry, null)
}
