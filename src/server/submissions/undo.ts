import type { FormDefinition } from '#contract/fields/field.ts'
import { fieldsFor } from '#contract/fields/form.ts'
import type { Values } from '#contract/fields/kind.ts'
import { gatewayText } from '#text/gatewayText.ts'
import type { LedgerEntry, WriteOperation } from './ledgerEntry.ts'

/** How long a change can be undone, in milliseconds. */
export const undoWindowMs = 24 * 60 * 60 * 1000

/**
 * Builds the write that undoes another one. It is compared with the values that the other one left, so
 * it is refused if they were changed since.
 * @returns the write, or the sentence that says why there is none
 */
export function buildUndo(
  form: FormDefinition,
  done: LedgerEntry,
  revision: number,
  now: Date,
): WriteOperation | string {
  const { write, outcome, previous } = done
  const { customer } = write
  if (outcome?.state !== 'succeeded') return gatewayText.undo.notDone
  if (now.getTime() - done.sentAt.getTime() > undoWindowMs) return gatewayText.undo.tooLate
  const { contact } = outcome
  switch (write.op) {
    case 'create':
      if (!contact) return gatewayText.undo.notKnown
      return {
        op: 'remove',
        revision,
        customer,
        contact: contact.id,
        before: known(form, contact.values),
      }
    case 'update': {
      if (!contact || !previous) return gatewayText.undo.notKnown
      const names = Object.keys(write.values)
      return {
        ...{ op: 'update', revision, customer, contact: write.contact },
        values: picked(previous.values, names),
        before: picked(contact.values, names),
      }
    }
    case 'remove': {
      if (!previous) return gatewayText.undo.notKnown
      const names = fieldsFor(form, 'create').map(({ name }) => name)
      return { op: 'create', revision, customer, values: picked(previous.values, names) }
    }
    case 'primary':
      if (!write.from) return gatewayText.undo.noHolder
      return { op: 'primary', revision, customer, contact: write.from, from: write.contact }
    default:
      if (!write.from) return gatewayText.undo.noHolder
      return {
        op: 'role',
        revision,
        customer,
        contact: write.from,
        from: write.contact,
        role: write.role,
      }
  }
}

/** Of what was stored then, the fields that there still are: a company may have taken some away. */
function known(form: FormDefinition, values: Values): Values {
  const names = new Set(form.fields.map(({ name }) => name))
  return Object.fromEntries(Object.entries(values).filter(([name]) => names.has(name)))
}

function picked(values: Values, names: readonly string[]): Values {
  return Object.fromEntries(names.map((name) => [name, values[name] ?? null]))
}
