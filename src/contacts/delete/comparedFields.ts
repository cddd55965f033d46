import type { Field, Form } from '#contract/fields/field.ts'

/** The fields in which a contact must still be as it was seen to be deleted, being primary among them. */
export function watchedFields(form: Form): readonly Field[] {
  return form.fields.filter(({ createOnly, kind }) => !createOnly || kind === 'primary')
}
