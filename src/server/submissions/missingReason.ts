import type { Problem } from '#contract/api/refusal.ts'
import { gatewayText } from '#text/gatewayText.ts'
import type { OpenWorkspace } from '#server/workspaces/openWorkspace.ts'
import type { LedgerEntry } from './ledgerEntry.ts'

/**
 * What is wrong with a write that deletes a contact or moves who gets the invoice, in a workspace that
 * asks for a reason, when it has none. An undo says why by what it takes back.
 */
export function missingReason(
  { requiresReason, form }: Pick<OpenWorkspace, 'requiresReason' | 'form'>,
  { write, reason, undoes }: Pick<LedgerEntry, 'write' | 'reason' | 'undoes'>,
): Problem | null {
  if (!requiresReason || reason !== null || undoes !== null) return null
  const { missingReason: said } = gatewayText
  if (write.op === 'remove') return { field: 'reason', message: said.remove }
  if (write.op === 'primary') return { field: 'reason', message: said.primary }
  if (write.op !== 'create' && write.op !== 'update') return null
  const flag = form.fields.find(({ kind }) => kind === 'primary')?.name
  if (flag === undefined || write.values[flag] !== true) return null
  return { field: flag, message: said.form }
}
