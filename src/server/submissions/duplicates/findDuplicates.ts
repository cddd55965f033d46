import type { Logger } from 'pino'
import type { Clock } from '#contract/clock.ts'
import { BackendError } from '#contract/api/refusal.ts'
import type { OpenWorkspace } from '#server/workspaces/openWorkspace.ts'
import { traceOf } from '#server/http/redactedError.ts'
import { madeBy } from '#server/submissions/matching/candidates.ts'
import type { Entry, Key } from '#server/submissions/ledgerEntry.ts'
import { everyContact } from '#server/submissions/matching/listAllContacts.ts'
import { firstAudit, Unreadable, type Ledger } from '#server/submissions/ledger.ts'
import { agreement } from '#server/submissions/matching/fingerprint.ts'
import type { Contact } from '#contract/fields/contact.ts'

/** Milliseconds after a doubt when the customer is looked through for a second contact the last time. */
const lastAudit = 24 * 60 * 60 * 1000

/** Milliseconds until a customer is looked through again that could not be read. */
const auditAgain = 15 * 60_000

interface Auditing {
  ledger: Ledger
  clock: Clock
  log: Logger
}

/**
 * Looks through one customer for second contacts of creates of its own: the net under a write that
 * was carried out later than anybody expected, or that the network delivered twice. However many
 * creates there are, the customer is read once.
 */
export async function audit(
  { ledger, clock, log }: Auditing,
  workspace: OpenWorkspace,
  customer: string,
  keys: readonly Key[],
): Promise<void> {
  const entries = await settledOf({ ledger, clock, log }, keys)
  if (entries.length === 0) return
  let contacts: Contact[]
  try {
    contacts = await everyContact(workspace.backend, customer)
  } catch (error) {
    if (!(error instanceof BackendError)) throw error
    // Later, so that others have their turn; a customer that is gone has nothing twice.
    const isGone = error.refusal.kind === 'missing'
    const next = isGone ? null : new Date(clock.now() + auditAgain)
    for (const entry of entries) await ledger.audited(entry, next, null)
    return
  }
  const all = contacts.map(({ id }) => id)
  const made = await ledger.made(workspace.id, all)
  const told = new Map(await ledger.told(workspace.id, all))
  for (const entry of entries) {
    const others = secondsOf(workspace, entry, contacts)
      .map(({ id }) => id)
      .filter((id) => !made.has(id))
    // Each receipt has room for one: what no other one tells of comes first, and then what it told of.
    const before = others.filter((id) => id === told.get(entry.intent))
    told.delete(entry.intent)
    const elsewhere = new Set(told.values())
    const ranked = [...before, ...others]
    const second = ranked.find((id) => !elsewhere.has(id)) ?? ranked[0] ?? null
    if (second !== null) told.set(entry.intent, second)
    await ledger.audited(entry, nextLook(entry, clock.now()), second)
  }
}

/**
 * Contacts that may be the same one a second time: by the looser measure, as nobody knows how a
 * backend stores things. What a network delivers twice is stored alike twice, so a contact is held
 * against what was stored as well.
 */
function secondsOf(
  workspace: OpenWorkspace,
  entry: Entry,
  contacts: readonly Contact[],
): Contact[] {
  const { outcome } = entry
  const stored = outcome?.state === 'succeeded' ? outcome.contact : null
  const refusal = outcome?.state === 'rejected' ? outcome.refusal : null
  // Its own, or the one that the person was asked about.
  const own = refusal?.kind === 'mayExist' ? refusal.contact.id : stored?.id
  const { alike, similar, unlike } = madeBy(workspace, entry, contacts)
  const like = stored ? unlike.filter((it) => agreement(workspace.form, stored.values, it) > 0) : []
  return [...alike, ...similar, ...like].filter(({ id }) => id !== own)
}

/** Those that have an end; one that was pressed again meanwhile is looked after when it has one. */
async function settledOf({ ledger, clock, log }: Auditing, keys: readonly Key[]): Promise<Entry[]> {
  const entries: Entry[] = []
  for (const key of keys)
    try {
      const entry = await ledger.read(key)
      if (entry?.state === 'succeeded' || entry?.state === 'rejected') entries.push(entry)
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error
      // Nothing can be compared with it. Another version of the desk may be able to, tomorrow.
      log.error({ error: traceOf(error) }, 'a look for a second contact failed')
      await ledger.audited(key, new Date(clock.now() + lastAudit), null)
    }
  return entries
}

/** When the customer is to be looked through for this one again; null: never. */
function nextLook(entry: Entry, now: number): Date | null {
  const { known, doubtedAt, lastDepartedAt, generation, sentAt } = entry
  // After a long doubt its last bytes have left a moment ago, and without a key they may come twice.
  const arrived = (lastDepartedAt?.getTime() ?? 0) + firstAudit
  if (known && now < arrived) return new Date(arrived)
  // Where it was an earlier generation that was in doubt, this one came right after it.
  if (doubtedAt === null && generation === 1) return null
  const since = (doubtedAt ?? sentAt).getTime()
  return now - since < lastAudit ? new Date(since + lastAudit) : null
}
