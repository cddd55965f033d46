import type { Values } from '#contract/fields/kind.ts'
import type { OpenWorkspace } from '#server/workspaces/openWorkspace.ts'
import type { LedgerEntry } from './ledgerEntry.ts'

/*
 * Outside, a write compares, writes and reads back in several calls. So that two people of one desk
 * do not overwrite each other, writes about one customer take turns: the open ledger entry itself is
 * the lock. Its lease and fence are the lock's, it is freed when the entry is settled, and taken over
 * with the entry. No connection is held meanwhile. In an embedded workspace a transaction does this.
 */

/**
 * How long after the first doubt an entry keeps the lock in any case, in milliseconds and in attempts to
 * reconcile (for clocks that are set). Bounded, because a billing system may be away for days.
 */
const maxDoubtWithLockMs = 2 * 60_000
const maxReconcilesWithLock = 12

/** How long after a dispatch a late write may still land (`reconcile.ts`), in milliseconds. */
const maxCommitDelayMs = 80_000

type Doubted = Pick<LedgerEntry, 'inDoubtSince' | 'lastDispatchedAt' | 'reconcileAttempts'>

/** Whether an entry in doubt has had the lock for so long that others go first before it goes on. */
export function hasHeldLong({ inDoubtSince, reconcileAttempts }: Doubted, now: number): boolean {
  if (inDoubtSince === null) return false
  return (
    reconcileAttempts >= maxReconcilesWithLock || now - inDoubtSince.getTime() >= maxDoubtWithLockMs
  )
}

/** Whether an entry in doubt goes on holding the lock: what it dispatched may still land. */
export function keepsLock(entry: Doubted, now: number): boolean {
  const dispatched = entry.lastDispatchedAt?.getTime()
  const mayLand =
    dispatched !== undefined && now >= dispatched && now - dispatched < maxCommitDelayMs
  return mayLand || !hasHeldLong(entry, now)
}

/** Whether it takes turns: a plain create compares nothing, and waits for none. */
export function takesTurns(
  { joined, form }: OpenWorkspace,
  { write, undoes }: Pick<LedgerEntry, 'write' | 'undoes'>,
): boolean {
  if (joined) return false
  return write.op !== 'create' || undoes !== null || setsPrimary(form, write.values)
}

/** Whether a create with these values makes its contact the primary. */
export function setsPrimary({ fields }: OpenWorkspace['form'], values: Values): boolean {
  return fields.some(({ kind, name }) => kind === 'primary' && values[name] === true)
}
