import type { Receipt } from '#contract/api/history.ts'
import type { FormDefinition } from '#contract/fields/field.ts'
import { textOf } from '#contract/fields/form.ts'
import type { Submission } from '#contract/api/submission.ts'
import type { PendingSubmission } from '#outbox/submission.ts'

/** What a line of the tray is about, whoever knows of it: this browser, the gateway, or both. */
export interface Change {
  submissionId: string
  op: Submission['op']
  customer: string
  contact: string | null
  name: string | null
  /** When it was asked for (RFC 3339). */
  at: string
  state: 'saving' | 'checking' | 'waiting' | 'succeeded' | 'rejected' | 'maybe' | 'undone'
  undo: Receipt['undo']
  /** It is an undo itself, of this submission. */
  undoes: string | null
  /** Why, in the person's own words. */
  reason?: string
  duplicate: string | null
  /** The contact that it may have made, for its author to decide. */
  asked: Receipt['asked']
}

export function changeOf(receipt: Receipt): Change {
  return { ...receipt, state: stateOf(receipt) }
}

/** Never failed and never saved while that is not known. */
function stateOf({ state, undo, leavesDoubt }: Receipt): Change['state'] {
  if (state === 'pending') return 'saving'
  if (state === 'unknown') return 'checking'
  if (leavesDoubt) return 'maybe'
  return undo === 'done' ? 'undone' : state
}

/** What this browser is still at. */
export function itemOf(
  { item, status }: PendingSubmission,
  form: FormDefinition | undefined,
): Change {
  const { id: submissionId, submission, about, at } = item
  return {
    submissionId,
    op: submission.op,
    customer: submission.customer,
    contact: 'contact' in submission ? submission.contact : null,
    name: (submission.op === 'create' && form && nameIn(form, submission.values)) || about,
    at: new Date(at).toISOString(),
    state: status.kind,
    undo: 'no',
    undoes: submission.op === 'undo' ? submission.of : null,
    duplicate: null,
    asked: null,
  }
}

/** What the backend will call it is not known yet; what it cannot do without comes close. */
function nameIn(
  { fields }: FormDefinition,
  values: (Submission & { op: 'create' })['values'],
): string {
  const needed = fields.filter(({ required }) => required)
  return needed.map(({ name }) => textOf(values[name])).join(' ')
}

/** Nobody knows yet what became of it. */
export function isOpen({ state }: Change): boolean {
  return state === 'saving' || state === 'checking' || state === 'waiting'
}

/** Whether to offer it: of a contact that was made, it must be known which one it is. */
export function mayUndo({ op, contact, undo }: Pick<Change, 'op' | 'contact' | 'undo'>): boolean {
  return undo === 'possible' && !(op === 'create' && contact === null)
}

/** Whether there is a contact to open: one that was deleted is gone, and so is one that was undone. */
export function opens({ op, contact, state }: Change): boolean {
  if (contact === null || op === 'remove') return false
  return !(op === 'create' && state === 'undone')
}
