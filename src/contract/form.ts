import * as z from 'zod/mini'
import type { Contact } from './backend.ts'
import type { Field, Form } from './field.ts'
import { isFlag, ruleOf, type Draft, type Value, type Values } from './kind.ts'

/** What a form is opened for. */
export type Purpose = 'create' | 'edit'

/** The fields that a form for this purpose asks for. */
export function asked(form: Form, purpose: Purpose): readonly Field[] {
  return purpose === 'create' ? form.fields : form.fields.filter((field) => !field.createOnly)
}

/** Draft (or values) in, values out, with a message per field. Unknown names are refused. */
export function schemaOf(fields: readonly Field[]): z.ZodMiniType<Values, Draft> {
  const shape = Object.fromEntries(fields.map((field) => [field.name, ruleOf(field)]))
  return z.strictObject(shape) as unknown as z.ZodMiniType<Values, Draft>
}

/** The same for an edit, where only the fields that change are sent. */
export function changesSchemaOf(fields: readonly Field[]): z.ZodMiniType<Values, unknown> {
  const shape = Object.fromEntries(
    fields.map((field) => [field.name, z.optional(ruleOf(field))] as const),
  )
  return z.strictObject(shape) as unknown as z.ZodMiniType<Values, unknown>
}

/** An empty form. */
export function emptyDraft(fields: readonly Field[]): Draft {
  return Object.fromEntries(fields.map((field) => [field.name, isFlag(field.kind) ? false : '']))
}

/** A form that holds what the contact holds. */
export function draftOf(fields: readonly Field[], contact: Contact): Draft {
  return Object.fromEntries(
    fields.map((field) => {
      const value = contact.values[field.name] ?? null
      return [field.name, isFlag(field.kind) ? value === true : textOf(value)]
    }),
  )
}

/** Only what differs from what the form was opened on. */
export function changesIn(values: Values, opened: Values): Values {
  return Object.fromEntries(
    Object.entries(values).filter(([name, value]) => value !== (opened[name] ?? null)),
  )
}

/** A value as a person reads or types it. */
export function textOf(value: Value | undefined): string {
  return typeof value === 'string' ? value : ''
}
