import * as z from 'zod/mini'
import { accessRoleSchema } from '#contract/api/accessRole.ts'
import { outcomeSchema, submissionSchema, type Outcome } from '#contract/api/submission.ts'
import type { Queries } from '#contract/backend/vendor.ts'
import type { Contact } from '#contract/fields/contact.ts'
import { UnreadableEntry } from './ledger.ts'
import type { LedgerEntry, NewLedgerEntry, SubmissionKey } from './ledgerEntry.ts'
import { selectEntry } from './ledgerSql.ts'

/** A row of `desk.submissions`, as far as the ledger reads it. */
export interface LedgerRow extends SubmissionKey {
  person: string
  person_name: string
  role: string | null
  reference: string | null
  revision: number
  fingerprint: string
  payload: string
  executed_write: string | null
  undoes: string | null
  state: Outcome['state']
  outcome: string | null
  sent_at: Date
  fencing_token: number
  lease_until: Date
  previous: string | null
  known_ids: string | null
  key_epoch: number
  faults: number
  unconfirmed_answers: number
  reconcile_attempts: number
  dispatched_at: Date | null
  last_dispatched_at: Date | null
  in_doubt_since: Date | null
  given_back_at: Date | null
  restored_at: Date | null
  look_from: Date | null
  holders: string | null
  holds_lock: boolean
}

/** @param locking whether the row is locked until the transaction ends */
export async function readLedgerRow(
  queries: Queries,
  { workspace, id }: SubmissionKey,
  locking: '' | 'for update' = '',
): Promise<LedgerRow | undefined> {
  const [row] = await queries.query<LedgerRow>(`${selectEntry} ${locking}`, [workspace, id])
  return row
}

/**
 * The ledger entry in a row.
 * @param written the entry that was just written into it, which need not be parsed again
 * @throws UnreadableEntry
 */
export function parseLedgerRow(row: LedgerRow, written?: NewLedgerEntry): LedgerEntry {
  try {
    return entryOf(row, written ?? parsePayload(row))
  } catch (cause) {
    throw new UnreadableEntry(row, { cause })
  }
}

function entryOf(
  row: LedgerRow,
  { write, reason }: Pick<LedgerEntry, 'write' | 'reason'>,
): LedgerEntry {
  return {
    workspace: row.workspace,
    id: row.id,
    person: row.person,
    personName: row.person_name,
    role: row.role === null ? null : z.parse(accessRoleSchema, row.role),
    reference: row.reference,
    reason,
    revision: row.revision,
    fingerprint: row.fingerprint,
    write,
    undoes: row.undoes,
    state: row.state,
    outcome: row.outcome === null ? null : z.parse(outcomeSchema, JSON.parse(row.outcome)),
    sentAt: row.sent_at,
    fencingToken: row.fencing_token,
    leaseUntil: row.lease_until,
    previous: row.previous === null ? null : (JSON.parse(row.previous) as Contact),
    knownIds: idsIn(row.known_ids),
    holders: idsIn(row.holders),
    keyEpoch: row.key_epoch,
    faults: row.faults,
    unconfirmedAnswers: row.unconfirmed_answers,
    reconcileAttempts: row.reconcile_attempts,
    dispatchedAt: row.dispatched_at,
    lastDispatchedAt: row.last_dispatched_at,
    inDoubtSince: row.in_doubt_since,
    givenBackAt: row.given_back_at,
    restoredAt: row.restored_at,
    lookFrom: row.look_from,
    holdsLock: row.holds_lock,
  }
}

function idsIn(text: string | null): string[] | null {
  return text === null ? null : z.parse(z.array(z.string()), JSON.parse(text))
}

const askedSchema = z.looseObject({ reason: z.optional(z.string()) })

/** The payload is the submission without its revision; `executed_write` is the write of an undo. */
function parsePayload({ payload, executed_write: executedWrite, revision }: LedgerRow) {
  const asked = z.parse(askedSchema, JSON.parse(payload))
  const executed = executedWrite === null ? asked : (JSON.parse(executedWrite) as object)
  const write = z.parse(submissionSchema, { ...executed, revision })
  if (write.op === 'undo') throw new Error('an undo without its write')
  return { write, reason: asked.reason?.trim() || null }
}
