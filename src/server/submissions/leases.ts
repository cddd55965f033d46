import type { Queries } from '#contract/backend/vendor.ts'
import type { SubmissionKey } from './ledgerEntry.ts'
import type { Ledger } from './ledger.ts'
import { unknownSince } from './claimDecision.ts'

/** The ledger with the entries on which this gateway holds a lease. */
export interface Leases {
  ledger: Ledger
  /**
   * Releases the leases of this gateway, so that another one takes over at once instead of when they
   * expire. The fencing token changes, so that this gateway sends nothing more. Entries that were
   * dispatched are in doubt then, and are reconciled before anything is sent.
   * @returns how many
   */
  giveBack(now: Date): Promise<number>
}

interface Held extends SubmissionKey {
  fencingToken: number
}

/** Wraps a ledger, and remembers the entries that this gateway has claimed and not finished. */
export function leasesOn(ledger: Ledger, queries: Queries): Leases {
  const held = new Map<string, Held>()
  const take = ({ workspace, id: submissionId, fencingToken }: Held) =>
    held.set(idOf({ workspace, id: submissionId }), { workspace, id: submissionId, fencingToken })
  const leave = (key: SubmissionKey, fencingToken: number) => {
    const id = idOf(key)
    if (held.get(id)?.fencingToken === fencingToken) held.delete(id)
  }

  return {
    ledger: {
      ...ledger,
      async claim(key, written, now) {
        const claim = await ledger.claim(key, written, now)
        if (claim.kind === 'ours') take(claim.entry)
        return claim
      },
      async takeOver(key, now) {
        const entry = await ledger.takeOver(key, now)
        if (entry) take(entry)
        return entry
      },
      async settle(entry, fencingToken, outcome, now) {
        const stands = await ledger.settle(entry, fencingToken, outcome, now)
        if (stands) leave(entry, fencingToken)
        return stands
      },
      async markInDoubt(entry, fencingToken, doubt, now) {
        const stands = await ledger.markInDoubt(entry, fencingToken, doubt, now)
        leave(entry, fencingToken)
        return stands
      },
    },

    async giveBack(now) {
      const all = [...held.values()]
      if (all.length === 0) return 0
      const given = await queries.query(giveBack, [
        all.map(({ workspace }) => workspace),
        all.map(({ id: submissionId }) => submissionId),
        all.map(({ fencingToken }) => fencingToken),
        now,
        JSON.stringify(unknownSince(now)),
      ])
      held.clear()
      return given.length
    },
  }
}

// Without a dispatch it stays pending: the next gateway executes it as if it had just been pressed.
const giveBack = `
  update desk.submissions as row
  set fencing_token = row.fencing_token + 1, lease_until = $4, due_at = $4, given_back_at = $4,
      state = case when dispatched_at is null then state else 'unknown' end,
      outcome = case when dispatched_at is null then outcome else coalesce(outcome, $5) end,
      in_doubt_since = case when dispatched_at is null then in_doubt_since else coalesce(in_doubt_since, $4) end
  from unnest($1::text[], $2::uuid[], $3::int[]) as held (workspace, id, fencing_token)
  where row.workspace = held.workspace and row.id = held.id and row.fencing_token = held.fencing_token
    and row.state in ('pending', 'unknown')
  returning row.id`

function idOf({ workspace, id: submissionId }: SubmissionKey): string {
  return JSON.stringify([workspace, submissionId])
}
