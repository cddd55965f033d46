import type { Refusal } from '#contract/api/refusal.ts'
import type { Contact } from '#contract/fields/contact.ts'
import type { OpenWorkspace } from '#server/workspaces/openWorkspace.ts'
import { setsPrimary } from './customerLock.ts'
import type { Ledger } from './ledger.ts'
import type { LedgerEntry, WriteOperation } from './ledgerEntry.ts'
import type { Snapshot } from './snapshot.ts'

/**
 * A change in doubt that gave up the customer lock may be overtaken: another person decided about the same
 * thing meanwhile, perhaps to put it back as it was before. A comparison of values cannot tell that from a
 * change that never arrived. Their decision is the later one, so the change is not sent again.
 * @param snapshot what is there now, read under the lock
 * @returns the refusal that says so; null where nothing came in between
 */
export async function overtakenBy(
  ledger: Ledger,
  workspace: OpenWorkspace,
  entry: LedgerEntry,
  { previous }: Snapshot,
): Promise<Refusal | null> {
  const { write, dispatchedAt } = entry
  if (dispatchedAt === null || write.op === 'create' || write.op === 'remove') return null
  const later = await ledger.savedSince(entry, dispatchedAt)
  if (!later.some((other) => decidesTheSame(workspace.form, write, other))) return null
  return maybeSaved(workspace, write, previous)
}

/**
 * The refusal for a change that was dispatched and may have been carried out, with what is there now.
 * @param now the contact of an update
 */
export async function maybeSaved(
  { backend }: Pick<OpenWorkspace, 'backend'>,
  write: Exclude<WriteOperation, { op: 'create' | 'remove' }>,
  now: Contact | null,
): Promise<Refusal> {
  if (write.op === 'update') {
    const names = Object.keys(write.values)
    const theirs = Object.fromEntries(names.map((name) => [name, now?.values[name] ?? null]))
    return { kind: 'conflict', theirs, maybeSaved: true }
  }
  const role = write.op === 'role' ? write.role : null
  const [holder = null] = await backend.holders(write.customer, role)
  return { kind: 'conflict', theirs: {}, holder, maybeSaved: true }
}

/** Whether two writes about one customer decide about the same field, or about the same role. */
function decidesTheSame(
  form: OpenWorkspace['form'],
  write: WriteOperation,
  other: WriteOperation,
): boolean {
  switch (write.op) {
    case 'update':
      return (
        other.op === 'update' &&
        other.contact === write.contact &&
        Object.keys(write.values).some((name) => name in other.values)
      )
    case 'primary':
      return other.op === 'primary' || (other.op === 'create' && setsPrimary(form, other.values))
    case 'role':
      return other.op === 'role' && other.role === write.role
    default:
      return false
  }
}
