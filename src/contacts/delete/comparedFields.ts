import type { Field, FormDefinition } from '#contract/fields/field.ts'

/** The fields in which a contact must still be as it was seen to be deleted, being primary among them. */
export function comparedFields(form: FormDefinition): readonly Field[] {
  return form.fields.filter(({ createOnly, kind }) => !createOnly || kind === 'primary')
}
