import * as z from 'zod/mini'
import type { Database, Queries } from '#contract/vendor.ts'
import { outcomeSchema, type Outcome, type Submission } from '#contract/submission.ts'
import type { Person } from '#server/session/session.ts'
import { verdictOn, type Entry, type Verdict, type Wish } from './states.ts'

/** Where an intent lives. */
export interface Key {
  workspace: string
  intent: string
}

/** A wish as it is written down before anything is sent. */
export interface Written extends Wish {
  submission: Submission
  payload: string
  by: Person
}

/** Ours to carry out; whoever settles it shows this. */
interface Claim {
  kind: 'ours'
  fence: number
  sentAt: Date
}

/** How long a send may take before others call it unknown, in milliseconds. */
const lease = 60_000

/** The submissions as rows. Every method is committed when it resolves. */
export interface Ledger {
  /** Writes the wish down before it is sent, or says why it is not to be sent. */
  claim(key: Key, written: Written, now: Date): Promise<Claim | Exclude<Verdict, { kind: 'again' }>>
  /** Writes down what it came to. @returns what stands there now: another's word, if that came first. */
  settle(key: Key, claim: Claim, outcome: Outcome, now: Date): Promise<Outcome>
  read(key: Key): Promise<Entry | undefined>
}

export function ledgerOf(database: Database): Ledger {
  return {
    async claim(key, written, now) {
      const row = [
        key.workspace,
        key.intent,
        written.person,
        written.by.name,
        ...attemptOf(written, now),
      ]
      // A statement of its own, so that the usual case is one round trip and one commit.
      const inserted = await database.query<{ fence: number }>(insert, row)
      if (inserted[0]) return { kind: 'ours', fence: inserted[0].fence, sentAt: now }
      return database.transaction(async (queries) => {
        const entry = await readEntry(queries, key, 'for update')
        if (!entry) throw new Error('an intent was there and is gone')
        const verdict = verdictOn(entry, written, now)
        if (verdict.kind !== 'again') return verdict
        const [next] = await queries.query<{ fence: number }>(nextGeneration, [
          key.workspace,
          key.intent,
          ...attemptOf(written, now),
        ])
        return { kind: 'ours', fence: next!.fence, sentAt: now }
      })
    },

    async settle(key, claim, outcome, now) {
      const contact = outcome.state === 'succeeded' ? outcome.contact : null
      const settled = await database.query(settleRow, [
        key.workspace,
        key.intent,
        claim.fence,
        outcome.state,
        JSON.stringify(outcome),
        contact?.id ?? null,
        contact?.name ?? null,
        now,
      ])
      if (settled.length > 0) return outcome
      const entry = await readEntry(database, key)
      return entry?.outcome ?? { state: 'pending' }
    },

    read: (key) => readEntry(database, key),
  }
}

const insert = `
  insert into desk.submissions
    (workspace, intent, person, person_name,
     generation, fingerprint, payload, op, customer, contact, lease_until, sent_at, state, fence)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'pending', 1)
  on conflict (workspace, intent) do nothing
  returning fence`

const nextGeneration = `
  update desk.submissions
  set generation = $3, fingerprint = $4, payload = $5, op = $6, customer = $7, contact = $8,
      lease_until = $9, sent_at = $10, state = 'pending', fence = fence + 1,
      outcome = null, contact_name = null, settled_at = null
  where workspace = $1 and intent = $2
  returning fence`

const settleRow = `
  update desk.submissions
  set state = $4, outcome = $5, contact = coalesce($6, contact), contact_name = $7, settled_at = $8
  where workspace = $1 and intent = $2 and fence = $3 and state = 'pending'
  returning fence`

/** The columns that every generation writes anew, in the order of both statements. */
function attemptOf(
  { generation, fingerprint, payload, submission }: Written,
  now: Date,
): unknown[] {
  const contact = submission.op === 'create' ? null : submission.contact
  const leaseUntil = new Date(now.getTime() + lease)
  const { op, customer } = submission
  return [generation, fingerprint, payload, op, customer, contact, leaseUntil, now]
}

interface Row {
  person: string
  generation: number
  fingerprint: string
  state: Outcome['state']
  outcome: string | null
  sent_at: Date
  lease_until: Date
}

async function readEntry(
  queries: Queries,
  { workspace, intent }: Key,
  locking: '' | 'for update' = '',
): Promise<Entry | undefined> {
  const [row] = await queries.query<Row>(
    `select person, generation, fingerprint, state, outcome, sent_at, lease_until
     from desk.submissions where workspace = $1 and intent = $2 ${locking}`,
    [workspace, intent],
  )
  return (
    row && {
      person: row.person,
      generation: row.generation,
      fingerprint: row.fingerprint,
      state: row.state,
      outcome: row.outcome === null ? null : z.parse(outcomeSchema, JSON.parse(row.outcome)),
      sentAt: row.sent_at,
      leaseUntil: row.lease_until,
    }
  )
}
