import { chaining } from '#server/audit/chain.ts'

/** The statements of the ledger. Each runs alone or in the caller's transaction. */

const columns = `workspace, id, person, person_name, role, reference, revision, fingerprint, payload,
  executed_write, undoes, state, outcome, sent_at, fencing_token, lease_until, previous, known_ids,
  key_epoch, faults, unconfirmed_answers, reconcile_attempts, dispatched_at, last_dispatched_at,
  in_doubt_since, given_back_at, restored_at, look_from, holders, holds_lock`

/** Conflicts with any of the unique indexes; which one it was is read afterwards. */
export const insertEntry = `
  insert into desk.submissions
    (workspace, id, person, person_name, revision, fingerprint, payload, op, customer, contact,
     lease_until, sent_at, due_at, executed_write, undoes, contact_fingerprint, role, reference,
     look_from, holds_lock, state, fencing_token)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $11, $13, $14, $15, $16, $17, $18,
     $19, 'pending', 1)
  on conflict do nothing
  returning ${columns}`

/** Keeps `known_ids` while a duplicate scan of the earlier revision is due: it compares with them. */
export const updateToNextRevision = `
  update desk.submissions
  set revision = $3, fingerprint = $4, payload = $5, op = $6, customer = $7, contact = $8,
      lease_until = $9, sent_at = $10, due_at = $9, executed_write = $11, undoes = $12,
      contact_fingerprint = $13, role = $14, reference = $15, look_from = $16, holds_lock = $17,
      holders = null, given_back_at = null, restored_at = null, state = 'pending',
      fencing_token = fencing_token + 1, outcome = null, contact_name = null, settled_at = null,
      previous = null, key_epoch = 1, faults = 0, unconfirmed_answers = 0, reconcile_attempts = 0,
      known_ids = case when duplicate_scan_at is not null then known_ids end,
      dispatched_at = null, last_dispatched_at = null, in_doubt_since = null
  where workspace = $1 and id = $2
  returning ${columns}`

export const takeLock = `
  update desk.submissions set holds_lock = true
  where workspace = $1 and id = $2 and fencing_token = $3 and state in ('pending', 'unknown')
  returning fencing_token`

export const updateDispatched = `
  update desk.submissions
  set dispatched_at = case when key_epoch = $4 then coalesce(dispatched_at, $7) else $7 end,
      faults = case when key_epoch = $4 then faults else 0 end,
      unconfirmed_answers = case when key_epoch = $4 then unconfirmed_answers else 0 end,
      key_epoch = $4, known_ids = coalesce(known_ids, $5), previous = coalesce(previous, $6),
      holders = case when key_epoch = $4 then coalesce(holders, $9) else $9 end,
      last_dispatched_at = $7, lease_until = $8, due_at = $8
  where workspace = $1 and id = $2 and fencing_token = $3 and state in ('pending', 'unknown')
  returning fencing_token`

/** A change of a submission of which the audit log tells, in both ways of writing it. */
export interface LoggedWrite<Row> {
  /** With the row of the log, as one statement. */
  together: string
  /** Without it, and which of the rows it returns is worth one. */
  alone: { sql: string; isLogged(row: Row): boolean }
}

/** A create that was sent without a key may arrive twice, so it gets a duplicate scan. */
const settleAlone = `
    update desk.submissions
    set state = $4, outcome = $5, contact = coalesce($6, contact), contact_name = $7,
        settled_at = $8, due_at = null,
        duplicate_scan_at = case when op = 'create' and known_ids is not null
          then coalesce(duplicate_scan_at, $9) else duplicate_scan_at end
    where workspace = $1 and id = $2 and fencing_token = $3 and state in ('pending', 'unknown')
    returning fencing_token`

export const updateSettled: LoggedWrite<object> = {
  together: `with settled as (${settleAlone})${chaining('select from settled', 9)}
  select number from link`,
  alone: { sql: settleAlone, isLogged: () => true },
}

const confirmAlone = `
    update desk.submissions
    set state = 'succeeded', outcome = $4, contact = $5, contact_name = $6, settled_at = $7,
        duplicate = nullif(duplicate, $5)
    where workspace = $1 and id = $2 and fencing_token = $3 and state = 'rejected'
    returning fencing_token`

/** The contact that a person decided for is not a duplicate of itself. */
export const updateConfirmed: LoggedWrite<object> = {
  together: `with confirmed as (${confirmAlone})${chaining('select from confirmed', 7)}
  select number from link`,
  alone: { sql: confirmAlone, isLogged: () => true },
}

const doubtAlone = `
    update desk.submissions
    set state = 'unknown', in_doubt_since = $4, outcome = $5, due_at = $6,
        faults = faults + $7, unconfirmed_answers = unconfirmed_answers + $8,
        reconcile_attempts = reconcile_attempts + 1, holds_lock = holds_lock and $10,
        duplicate_scan_at = case when op = 'create' then coalesce(duplicate_scan_at, $9) end
    where workspace = $1 and id = $2 and fencing_token = $3 and state in ('pending', 'unknown')
    returning reconcile_attempts`

/** Only the first doubt of a revision is written to the audit log. */
export const updateInDoubt: LoggedWrite<{ reconcile_attempts: number }> = {
  together: `with doubted as (${doubtAlone})
  ${chaining('select from doubted where reconcile_attempts = 1', 10)}
  select reconcile_attempts from doubted`,
  alone: { sql: doubtAlone, isLogged: ({ reconcile_attempts: attempts }) => attempts === 1 },
}

export const updateLease = `
  update desk.submissions
  set fencing_token = fencing_token + 1, lease_until = $4, due_at = $4
  where workspace = $1 and id = $2 and state in ('pending', 'unknown')
    and (due_at <= $3 or due_at > $5)
  returning ${columns}`

export const selectDue = `
  select workspace, id from desk.submissions
  where state in ('pending', 'unknown') and (due_at <= $1 or due_at > $2)
    and workspace = any($4)
  order by due_at
  limit $3`

export const selectClaimedContacts = `
  select contact from desk.submissions
  where workspace = $1 and op = 'create' and state = 'succeeded' and contact = any($2)`

export const selectReportedDuplicates = `
  select id, duplicate from desk.submissions
  where workspace = $1 and duplicate is not null and duplicate = any($2)`

export const selectDueScans = `
  select workspace, id, customer from desk.submissions
  where duplicate_scan_at <= $1 and state in ('succeeded', 'rejected') and workspace = any($3)
  order by duplicate_scan_at
  limit $2`

/** `known_ids` are kept as long as another scan is due. */
export const updateScan = `
  update desk.submissions
  set duplicate_scan_at = $3, duplicate = coalesce($4, duplicate),
      known_ids = case when $3::timestamptz is not null then known_ids end
  where workspace = $1 and id = $2`

/** A second transaction for the same customer waits here until the first has ended. */
export const lockCustomerRow = `
  insert into desk.customer_locks (workspace, customer) values ($1, $2)
  on conflict (workspace, customer) do update set customer = excluded.customer`

export const selectUndo = `
  select 1 from desk.submissions where workspace = $1 and undoes = $2 and state <> 'rejected'`

export const selectLockHolder = `
  select person, person_name from desk.submissions
  where workspace = $1 and customer = $2 and id <> $3 and holds_lock
    and state in ('pending', 'unknown')`

/**
 * What was saved about a customer since $4. Nothing that was sent a day before that waits so long for its
 * end while others are saved: with this bound the index by time is enough.
 */
export const selectSavedSince = `
  select ${columns} from desk.submissions
  where workspace = $1 and customer = $2 and id <> $3 and state = 'succeeded' and settled_at >= $4
    and sent_at >= $4::timestamptz - interval '1 day'`

export const selectDuplicateInFlight = `
  select 1 from desk.submissions
  where workspace = $1 and customer = $2 and contact_fingerprint = $3 and id <> $4
    and state in ('pending', 'unknown')`

export const selectEntry = `
  select ${columns} from desk.submissions where workspace = $1 and id = $2`
