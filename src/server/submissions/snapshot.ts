import type { Backend } from '#contract/backend/backend.ts'
import { isAbsent, refusalIn, type Refusal } from '#contract/api/refusal.ts'
import type { Contact } from '#contract/fields/contact.ts'
import type { Values } from '#contract/fields/kind.ts'
import type { OpenWorkspace } from '#server/workspaces/openWorkspace.ts'
import { gatewayText } from '#text/gatewayText.ts'
import { setsPrimary } from './customerLock.ts'
import type { LedgerEntry, WriteOperation } from './ledgerEntry.ts'
import { concurrentChanges } from './matching/compareValues.ts'
import { listAllContacts } from './matching/listAllContacts.ts'

export interface Snapshot {
  knownIds: readonly string[] | null
  previous: Contact | null
  holders: readonly string[] | null
}

/**
 * Reads the state before the dispatch, for reconciling, undo and the comparison with what the person saw.
 * @returns a refusal when the contact, or the holder of the role, is not as the person saw it
 */
export async function takeSnapshot(
  { backend, form }: OpenWorkspace,
  { write, knownIds, holders, undoes }: LedgerEntry,
  values: Values,
  inSharedTransaction: boolean,
): Promise<Snapshot | { refusal: Refusal }> {
  const { customer } = write
  switch (write.op) {
    case 'create': {
      const isBlind = backend.capabilities.idempotency === 'none' && !inSharedTransaction
      const isPrimary = setsPrimary(form, values)
      if (!isBlind || (knownIds && (holders || !isPrimary)))
        return { knownIds, previous: null, holders: isPrimary ? await primaries() : null }
      const all = await listedOr(null, listAllContacts(backend, customer))
      // Without a list of contacts a lost answer stays in doubt: `reconcile.ts`.
      if (!all) return { knownIds, previous: null, holders: isPrimary ? (holders ?? []) : null }
      const held = isPrimary ? all.filter(({ primary }) => primary).map(({ id }) => id) : null
      return {
        knownIds: knownIds ?? all.map(({ id }) => id),
        previous: null,
        holders: holders ?? held,
      }
    }
    case 'update':
    case 'remove': {
      const previous = await backend.contact(customer, write.contact)
      const wanted = write.op === 'update' ? write.values : {}
      const changed = concurrentChanges(form.fields, previous, write.before ?? {}, wanted)
      if (Object.keys(changed).length > 0) return { refusal: { kind: 'conflict', theirs: changed } }
      const leavesNobody = write.op === 'remove' && undoes !== null && previous.primary
      if (leavesNobody && (await listAllContacts(backend, customer)).length > 1)
        return { refusal: { kind: 'rejected', message: gatewayText.undo.holder(previous.name) } }
      return { knownIds, previous, holders: null }
    }
    default:
      return lookAtHolders(backend, write, knownIds)
  }

  async function primaries() {
    const now = await listedOr([], backend.holders(customer, null))
    return holders ?? now.map(({ id }) => id)
  }
}

/** The result of a read, or the alternative where the billing system does not have that read. */
async function listedOr<Result, Otherwise>(
  otherwise: Otherwise,
  read: Promise<Result>,
): Promise<Result | Otherwise> {
  try {
    return await read
  } catch (error) {
    if (isAbsent(refusalIn(error))) return otherwise
    throw error
  }
}

/** Compares the holders of the role with the one whom the person saw (`from`; null: none). */
async function lookAtHolders(
  backend: Backend,
  write: WriteOperation & { op: 'primary' | 'role' },
  known: readonly string[] | null,
): Promise<Snapshot | { refusal: Refusal }> {
  const role = write.op === 'role' ? write.role : null
  const now = await backend.holders(write.customer, role)
  const ids = now.map(({ id }) => id)
  const { from, contact } = write
  const isAsSeen = from === null ? ids.length === 0 : from === undefined || ids.includes(from)
  if (isAsSeen || ids.includes(contact)) return { knownIds: known, previous: null, holders: ids }
  // Throws if the contact is gone, which is the better reason.
  await backend.contact(write.customer, contact)
  return { refusal: { kind: 'conflict', theirs: {}, holder: now[0] ?? null } }
}

/** The undo of a deletion does not make its contact primary again if another one is primary by now. */
export async function dropPrimaryIfTaken(
  { form, backend }: OpenWorkspace,
  { write, undoes }: LedgerEntry,
  values: Values,
): Promise<Values> {
  const flag = form.fields.find(({ kind }) => kind === 'primary')?.name
  if (undoes === null || write.op !== 'create' || flag === undefined || values[flag] !== true)
    return values
  return (await hasPrimary(backend, write.customer)) ? { ...values, [flag]: false } : values
}

/** Whether the customer has a primary contact by now. */
async function hasPrimary(backend: Backend, customer: string): Promise<boolean> {
  return (await backend.holders(customer, null)).length > 0
}
