import * as z from 'zod/mini'
import type { Field, FormDefinition } from './field.ts'
import {
  isDate,
  isFlag,
  validatorFor,
  type Draft,
  type FieldType,
  type Value,
  type Values,
} from './kind.ts'
import { entryNamed } from './lookup.ts'
import { isBlank } from '#text/invisible.ts'
import type { Contact } from './contact.ts'

/** What a form is opened for. */
export type Purpose = 'create' | 'edit'

/** The fields that a form for this purpose asks for. */
export function fieldsFor(form: FormDefinition, purpose: Purpose): readonly Field[] {
  return purpose === 'create' ? form.fields : form.fields.filter((field) => !field.createOnly)
}

/**
 * Draft (or values) in, values out, with a message per field. Unknown names are refused. What is
 * still as it was when the form opened will not be sent, so nothing is said about it.
 */
export function schemaOf(fields: readonly Field[], opened?: Values): z.ZodMiniType<Values, Draft> {
  return schema(fields, (field, draft) => {
    if (isUnchanged(field, draft, opened)) return always(opened?.[field.name] ?? null)
    if (isHidden(field, draft)) return always(null)
    return validatorIn(field, draft)
  }) as z.ZodMiniType<Values, Draft>
}

/** The same for an edit, where only the fields that change are sent. */
export function changesSchemaOf(fields: readonly Field[]): z.ZodMiniType<Values, unknown> {
  return schema(fields, (field, draft) => {
    if (!(field.name in draft)) return z.optional(z.unknown())
    // Emptied together with the one it belongs to.
    if (field.onlyWith && draft[field.onlyWith] === null) return always(null)
    return validatorIn(field, draft)
  })
}

type RuleIn = (field: Field, draft: Readonly<Record<string, unknown>>) => z.ZodMiniType

/** A rule may depend on the values of other fields, so there is none for the whole draft. */
function schema(fields: readonly Field[], rule: RuleIn): z.ZodMiniType<Values, unknown> {
  const names = new Set(fields.map(({ name }) => name))
  return z.pipe(
    z.record(z.string(), z.unknown()),
    z.transform((draft, context) => {
      const values: Values = {}
      for (const field of fields) {
        const { name } = field
        const checked = rule(field, draft).safeParse(draft[name])
        if (!checked.success)
          for (const { path, message } of checked.error.issues)
            context.issues.push({ code: 'custom', input: draft, path: [name, ...path], message })
        // What is left out stays left out, which is something else than empty.
        else if (checked.data !== undefined) values[name] = checked.data as Value
      }
      const unknown = Object.keys(draft).filter((name) => !names.has(name))
      if (unknown.length > 0)
        context.issues.push({ code: 'unrecognized_keys', keys: unknown, input: draft })
      return context.issues.length > 0 ? z.NEVER : values
    }),
  )
}

/** Rules that no other field has a say in: they are made once, not at every key and request. */
const fixedRules = new WeakMap<Field, z.ZodMiniType<Value, unknown>>()

function validatorIn(field: Field, draft: Readonly<Record<string, unknown>>) {
  const resolved = resolveField(field, draft)
  if (resolved !== field) return validatorFor(resolved)
  const rule = fixedRules.get(field) ?? validatorFor(field)
  fixedRules.set(field, rule)
  return rule
}

function always(value: Value) {
  return z.pipe(
    z.optional(z.unknown()),
    z.transform(() => value),
  )
}

/** Whether the field, and the field that decides about it, still have their stored values. */
function isUnchanged(
  field: Field,
  draft: Readonly<Record<string, unknown>>,
  opened: Values | undefined,
) {
  const isAsOpened = (name: string | undefined, kind: FieldType) =>
    name === undefined ||
    (opened !== undefined && (draft[name] || '') === (shownAs(kind, opened[name]) || ''))
  return (
    isAsOpened(field.name, field.kind) &&
    isAsOpened(field.onlyWith, 'text') &&
    isAsOpened(field.lookup?.from, 'text')
  )
}

/**
 * A stored value as its input shows it. Inputs drop what they cannot show (a line break in one line,
 * a date that is none), and that alone must not count as an edit.
 * (HTML, value sanitization algorithm).
 */
function shownAs(kind: FieldType, value: Value | undefined): string | boolean {
  if (isFlag(kind)) return value === true
  const stored = textOf(value)
  if (kind === 'multiline') return stored.replace(/\r\n?/g, '\n')
  if (kind === 'date') return isDate(stored) ? stored : ''
  return stored.replace(/[\r\n]/g, '')
}

/** True for a field that is asked for only with another one, which is empty. */
export function isHidden(field: Field, draft: Readonly<Record<string, unknown>>): boolean {
  return field.onlyWith !== undefined && !textIn(draft[field.onlyWith])
}

/** The field as it is while the others hold this. */
export function resolveField(field: Field, draft: Readonly<Record<string, unknown>>): Field {
  if (!field.lookup) return field
  const entries = field.lookup.entriesOf(textIn(draft[field.lookup.from]) || null)
  return { ...field, entries: entries ?? undefined }
}

function textIn(value: unknown): string {
  return typeof value === 'string' && !isBlank(value) ? value.trim() : ''
}

/** An empty form. */
export function emptyDraft(fields: readonly Field[]): Draft {
  return Object.fromEntries(
    fields.map(({ name, kind, ticked }) => [name, isFlag(kind) ? ticked === true : '']),
  )
}

/** A form that holds what the contact holds. */
export function draftOf(fields: readonly Field[], contact: Contact): Draft {
  return Object.fromEntries(
    fields.map(({ name, kind }) => [name, shownAs(kind, contact.values[name])]),
  )
}

/** Only what differs from what the form was opened on. */
export function changesIn(values: Values, opened: Values): Values {
  return Object.fromEntries(
    Object.entries(values).filter(([name, value]) => {
      const was = opened[name]
      // The stored value is unknown, so an empty input does not mean that it is emptied.
      return was === undefined ? Boolean(value) : value !== was
    }),
  )
}

/** True when the contact came with everything that these fields ask for: a list may leave some out. */
export function hasAllFields(fields: readonly Field[], contact: Contact): boolean {
  return fields.every(({ name }) => contact.values[name] !== undefined)
}

/** The address invoices are mailed to when they go to this contact; null where there is none. */
export function invoiceAddressOf(form: FormDefinition, contact: Contact): string | null {
  return form.emailFields.map((name) => textOf(contact.values[name])).find(Boolean) ?? null
}

/** The values of a draft that differ from these values. Null: none does. */
export function unsaved(fields: readonly Field[], draft: Draft, values: Values): Draft | null {
  const other = fields.filter((field) => {
    const typed = draft[field.name]
    if (typed === undefined || isHidden(field, draft)) return false
    const saved = shownAs(field.kind, values[field.name])
    if (typeof typed !== 'string' || typeof saved !== 'string') return typed !== saved
    return entryNamed(resolveField(field, draft).entries, textIn(typed)) !== textIn(saved)
  })
  return other.length > 0 ? Object.fromEntries(other.map(({ name }) => [name, draft[name]!])) : null
}

/** A value as a person reads or types it. */
export function textOf(value: Value | undefined): string {
  return typeof value === 'string' ? value : ''
}
