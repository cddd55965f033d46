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

/** The last duplicate scan after a doubt, in milliseconds. */
const lastScanDelayMs = 24 * 60 * 60 * 1000

/** The delay before the scan of a customer that could not be read is repeated, in milliseconds. */
const scanRetryMs = 15 * 60_000

interface ScanContext {
  ledger: Ledger
  clock: Clock
  log: Logger
}

/**
 * Scans one customer for duplicates of contacts that its creates made: a write may be executed later
 * than expected, or be delivered twice by the network. The customer is read once for all its creates.
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
    // Later, so that other customers are scanned first; a customer that is gone has no duplicates.
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
    // A receipt reports one duplicate: first one that no other receipt reports, then its earlier one.
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
 * Contacts that may be duplicates: compared coarsely, because a backend may store values in another form.
 * A request that was delivered twice is stored alike twice, so the stored values are compared as well.
 */
function secondsOf(
  workspace: OpenWorkspace,
  entry: LedgerEntry,
  contacts: readonly Contact[],
): Contact[] {
  const { outcome } = entry
  const stored = outcome?.state === 'succeeded' ? outcome.contact : null
  const { alike, similar, unlike } = createdByCandidates(workspace, entry, contacts)
  // The contact that the person was asked about may be the duplicate, whatever its values.
  const refusal = outcome?.state === 'rejected' ? outcome.refusal : null
  const asked = refusal?.kind === 'mayExist' ? refusal.contact.id : null
  const like = unlike.filter(
    (it) => it.id === asked || (stored && agreement(workspace.form, stored.values, it) > 0),
  )
  return [...alike, ...similar, ...like].filter(({ id }) => id !== stored?.id)
}

/** Those that are settled; one that was pressed again meanwhile is scanned when it is settled. */
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
      // It cannot be read here; another version of the desk may read it later.
      log.error({ error: redactError(error) }, 'a duplicate scan failed')
      await ledger.recordScan(key, new Date(clock.now() + lastScanDelayMs), null)
    }
  return entries
}

/** When the next scan for this create is due; null: never. */
function nextScan(entry: LedgerEntry, now: number): Date | null {
  const { knownIds, inDoubtSince, lastDispatchedAt, revision, sentAt } = entry
  // After a long doubt its last dispatch is recent, and without a key it may arrive twice.
  const arrived = (lastDispatchedAt?.getTime() ?? 0) + duplicateScanDelayMs
  if (knownIds && now < arrived) return new Date(arrived)
  // If an earlier revision was in doubt, this one followed right after it.
  if (inDoubtSince === null && revision === 1) return null
  const since = (inDoubtSince ?? sentAt).getTime()
  return now - since < lastScanDelayMs ? new Date(since + lastScanDelayMs) : null
}
