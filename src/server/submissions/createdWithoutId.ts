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

/** An answer that says that a contact was made, and not which. */
export function isCreatedWithoutId(refusal: Refusal): boolean {
  return refusal.kind === 'outcomeUnknown' && refusal.createdIdUnknown === true
}

/**
 * For an answer that says that a contact was made, and not which: the one that was made since its
 * bytes left. Where clocks disagree, or another person made the same meanwhile, it is the likeliest.
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
    // It may as well be what another submission makes just now.
    similar = found.similar.find((contact) => createdAfterDispatch(entry, contact))
  } catch (error) {
    const refusal = refusalIn(error)
    // Where contacts are not listed, no later look tells which it is.
    if (isAbsent(refusal)) return succeed(context, workspace, entry, null)
    // A customer that is gone has taken it along.
    if (refusal.kind !== 'notFound') return markInDoubt(context, entry)
  }
  const [likeliest] = candidates
  const isOnly = candidates.filter((contact) => createdAfterDispatch(entry, contact)).length === 1
  if (likeliest && isOnly) return succeed(context, workspace, entry, likeliest)
  // A list may be behind.
  if (entry.unconfirmedAnswers < answersUntilBelieved)
    return markInDoubt(context, entry, { unconfirmed: true })
  if (likeliest) return succeed(context, workspace, entry, likeliest)
  if (similar) return refuse(context, entry, mayExist(workspace.form, similar))
  return succeed(context, workspace, entry, null)
}
