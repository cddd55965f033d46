import type { Logger } from 'pino'
import type { Clock } from '#contract/clock.ts'
import { BackendError } from '#contract/api/refusal.ts'
import type { OpenWorkspace } from '#server/workspaces/openWorkspace.ts'
import { redactError } from '#server/http/redactedError.ts'
import { createdByCandidates } from '#server/submissions/matching/candidates.ts'
import type { LedgerEntry, SubmissionKey } from '#server/submissions/ledgerEntry.ts'
import { listAllContacts } from '#server/submissions/matching/listAllContacts.ts'
import { duplicateScanDelayMs, UnreadableEntry, type Ledger } from '#server/submissions/ledger.ts'
import { agreement } from '#server/submissions/matching/fingerprint.ts'
import type { Contact } from '#contract/fields/contact.ts'

/** Milliseconds after a doubt when the customer is looked through for a second contact the last time. */
const lastScanDelayMs = 24 * 60 * 60 * 1000

/** Milliseconds until a customer is looked through again that could not be read. */
const scanRetryMs = 15 * 60_000

interface ScanContext {
  ledger: Ledger
  clock: Clock
  log: Logger
}

/**
 * Looks through one customer for second contacts of creates of its own: the net under a write that
 * was carried out later than anybody expected, or that the network delivered twice. However many
 * creates there are, the customer is read once.
 */
export async function findDuplicates(
  { ledger, clock, log }: ScanContext,
  workspace: OpenWorkspace,
  customer: string,
  keys: readonly SubmissionKey[],
): Promise<void> {
  const entries = await settledEntries({ ledger, clock, log }, keys)
  if (entries.length === 0) return
  let contacts: Contact[]
  try {
    contacts = await listAllContacts(workspace.backend, customer)
  } catch (error) {
    if (!(error instanceof BackendError)) throw error
    // Later, so that others have their turn; a customer that is gone has nothing twice.
    const isGone = error.refusal.kind === 'notFound'
    const next = isGone ? null : new Date(clock.now() + scanRetryMs)
    for (const entry of entries) await ledger.recordScan(entry, next, null)
    return
  }
  const all = contacts.map(({ id }) => id)
  const claimed = await ledger.claimedContacts(workspace.id, all)
  const reported = new Map(await ledger.reportedDuplicates(workspace.id, all))
  for (const entry of entries) {
    const others = secondsOf(workspace, entry, contacts)
      .map(({ id }) => id)
      .filter((id) => !claimed.has(id))
    // Each receipt has room for one: what no other one tells of comes first, and then what it told of.
    const before = others.filter((id) => id === reported.get(entry.id))
    reported.delete(entry.id)
    const elsewhere = new Set(reported.values())
    const ranked = [...before, ...others]
    const second = ranked.find((id) => !elsewhere.has(id)) ?? ranked[0] ?? null
    if (second !== null) reported.set(entry.id, second)
    await ledger.recordScan(entry, nextScan(entry, clock.now()), second)
  }
}

/**
 * Contacts that may be the same one a second time: by the looser measure, as nobody knows how a
 * backend stores things. What a network delivers twice is stored alike twice, so a contact is held
 * against what was stored as well.
 */
function secondsOf(
  workspace: OpenWorkspace,
  entry: LedgerEntry,
  contacts: readonly Contact[],
): Contact[] {
  const { outcome } = entry
  const stored = outcome?.state === 'succeeded' ? outcome.contact : null
  const { alike, similar, unlike } = createdByCandidates(workspace, entry, contacts)
  // The one that a person was asked about may be it, whatever it holds.
  const refusal = outcome?.state === 'rejected' ? outcome.refusal : null
  const asked = refusal?.kind === 'mayExist' ? refusal.contact.id : null
  const like = unlike.filter(
    (it) => it.id === asked || (stored && agreement(workspace.form, stored.values, it) > 0),
  )
  return [...alike, ...similar, ...like].filter(({ id }) => id !== stored?.id)
}

/** Those that have an end; one that was pressed again meanwhile is looked after when it has one. */
async function settledEntries(
  { ledger, clock, log }: ScanContext,
  keys: readonly SubmissionKey[],
): Promise<LedgerEntry[]> {
  const entries: LedgerEntry[] = []
  for (const key of keys)
    try {
      const entry = await ledger.read(key)
      if (entry?.state === 'succeeded' || entry?.state === 'rejected') entries.push(entry)
    } catch (error) {
      if (!(error instanceof UnreadableEntry)) throw error
      // Nothing can be compared with it. Another version of the desk may be able to, tomorrow.
      log.error({ error: redactError(error) }, 'a duplicate scan failed')
      await ledger.recordScan(key, new Date(clock.now() + lastScanDelayMs), null)
    }
  return entries
}

/** When the customer is to be looked through for this one again; null: never. */
function nextScan(entry: LedgerEntry, now: number): Date | null {
  const { knownIds, inDoubtSince, lastDispatchedAt, revision, sentAt } = entry
  // After a long doubt its last bytes have left a moment ago, and without a key they may come twice.
  const arrived = (lastDispatchedAt?.getTime() ?? 0) + duplicateScanDelayMs
  if (knownIds && now < arrived) return new Date(arrived)
  // Where it was an earlier revision that was in doubt, this one came right after it.
  if (inDoubtSince === null && revision === 1) return null
  const since = (inDoubtSince ?? sentAt).getTime()
  return now - since < lastScanDelayMs ? new Date(since + lastScanDelayMs) : null
}
