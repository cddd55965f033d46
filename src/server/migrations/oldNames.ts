import type { Queries } from '#contract/backend/vendor.ts'
import { oldRefusals } from '#server/audit/oldRefusals.ts'
import type { Migration } from '#server/database/migrate.ts'

/**
 * Until 2026-11-28 the steps had bare numbers, and tables and columns other names. What each of those
 * steps made is renamed to what the file of the same number makes now, so that an old database goes
 * on with the next file. Values stay: the hashes of the audit log are made of them.
 */
const renames: readonly (readonly [old: string, now: string, statements: readonly string[]])[] = [
  [
    'desk/1',
    'desk/0001_submissions',
    [
      'alter table desk.submissions rename column intent to id',
      'alter table desk.submissions rename column generation to revision',
      'alter table desk.submissions rename column fence to fencing_token',
    ],
  ],
  ['desk/2', 'desk/0002_secrets', []],
  [
    'desk/3',
    'desk/0003_reconcile',
    [
      ...Object.entries({
        write_instead: 'executed_write',
        before: 'previous',
        likeness: 'contact_fingerprint',
        known: 'known_ids',
        round: 'key_epoch',
        looks: 'reconcile_attempts',
        departed_at: 'dispatched_at',
        last_departed_at: 'last_dispatched_at',
        doubted_at: 'in_doubt_since',
        audit_at: 'duplicate_scan_at',
      }).map(([old, now]) => `alter table desk.submissions rename column ${old} to ${now}`),
      'alter index desk.submissions_made rename to submissions_claimed_contact',
      'alter index desk.submissions_alike rename to submissions_same_contact',
      'alter index desk.submissions_undone rename to submissions_one_undo',
      'alter index desk.submissions_audit rename to submissions_duplicate_scan',
      'alter table desk.duties rename to leases',
    ],
  ],
  [
    'desk/4',
    'desk/0004_sessions',
    [
      'alter table desk.sign_ins rename to login_attempts',
      'alter index desk.sign_ins_begun rename to login_attempts_begun',
    ],
  ],
  [
    'desk/5',
    'desk/0005_audit',
    [
      'alter table desk.audit rename column intent to submission_id',
      'alter table desk.audit rename column generation to revision',
    ],
  ],
  [
    'desk/6',
    'desk/0006_duplicates',
    ['alter index desk.submissions_told rename to submissions_duplicate'],
  ],
  [
    'desk/7',
    'desk/0007_embedded_customer_locks',
    ['alter table desk.turns rename to customer_locks'],
  ],
  ['desk/8', 'desk/0008_process_end', []],
  ['desk/9', 'desk/0009_customer_lock', []],
]

/** The steps by their old names, which a database may have behind it. */
export const oldSteps: readonly string[] = renames.map(([old]) => old)

/** Goes before all others, and does nothing in a database that never had the old names. */
export const oldNames: Migration = {
  id: 'desk/0000_old_names',
  async run(queries) {
    const done = await idsIn(queries)
    for (const [, now, statements] of renames.filter(([old]) => done.has(old))) {
      for (const statement of statements) await queries.query(statement)
      await queries.query('insert into desk.migrations (id) values ($1)', [now])
    }
    if (!done.has('desk/1')) return
    // How a result that is a refusal begins, as it was written then and as it is read now.
    const begins = (kind: string) => `{"state":"rejected","refusal":{"kind":"${kind}"`
    for (const [old, now] of Object.entries(oldRefusals))
      await queries.query(
        `update desk.submissions set outcome = $2 || substr(outcome, $3)
         where state = 'rejected' and starts_with(outcome, $1)`,
        [begins(old), begins(now), begins(old).length + 1],
      )
  },
}

async function idsIn(queries: Queries): Promise<ReadonlySet<string>> {
  const rows = await queries.query<{ id: string }>('select id from desk.migrations')
  return new Set(rows.map(({ id }) => id))
}
