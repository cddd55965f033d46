import type { Contact } from '#contract/fields/contact.ts'
import type { Field } from '#contract/fields/field.ts'
import type { Values } from '#contract/fields/kind.ts'
import { sameValue } from '#contract/fields/sameValue.ts'

/**
 * The fields of a saved contact that were not sent and yet hold something else than before.
 * @param opened what the form stood on
 */
export function changedByOthers(
  contact: Contact,
  sent: Values,
  fields: readonly Field[],
  opened: Values,
): Field[] {
  return fields.filter(
    (field) =>
      field.kind !== 'primary' &&
      !(field.name in sent) &&
      opened[field.name] !== undefined &&
      contact.values[field.name] !== undefined &&
      !sameValue(field, contact.values[field.name], opened[field.name], contact.values),
  )
}
