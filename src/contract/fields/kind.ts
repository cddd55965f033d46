import * as z from 'zod/mini'
import { isBlank, straysIn } from '#text/invisible.ts'
import { text } from '#text/text.ts'
import { entryNamed, type LookupOption } from './lookup.ts'

/** What a field holds while it is being typed. Text is kept exactly as typed. */
export type Draft = Record<string, string | boolean>

/** What a checked field holds. `null`: nothing there. */
export type Value = string | boolean | null

/** Checked fields under the backend's own names. Left out: not asked. */
export type Values = Record<string, Value>

/**
 * How a field is typed, shown and checked for every vendor. `choice`: one of a few. `lookup`:
 * found in a longer list by name or code. `flag`: ticked. `primary`: the flag that moves the invoices.
 */
export type FieldType =
  | 'text'
  | 'multiline'
  | 'email'
  | 'phone'
  | 'url'
  | 'number'
  | 'date'
  | 'choice'
  | 'lookup'
  | 'flag'
  | 'primary'

export const valueSchema = z.union([z.string(), z.boolean(), z.null()])

export const valuesSchema = z.record(z.string(), valueSchema)

/** A field's own limits; the rest of its rule comes from its kind. */
export interface FieldRules {
  label: string
  kind: FieldType
  required?: boolean
  /** The most characters (code points, as the backends count them). */
  limit?: number
  /** What a choice is made of. */
  options?: readonly string[]
  /** What a lookup knows. Typed by name or code, it becomes the name. */
  entries?: readonly LookupOption[]
  /** A number without decimals. */
  whole?: boolean
  /** Only characters of Unicode's first plane: no emoji, no rare ideographs. */
  basicPlane?: boolean
}

/** True for kinds that are ticked, not typed. */
export function isFlag(kind: FieldType): boolean {
  return kind === 'primary' || kind === 'flag'
}

/**
 * The rule of one field: takes what was typed (or an already checked value, so that the gateway
 * can run the very same rule), gives a `Value`, or a message that says what to do.
 */
export function validatorFor(field: FieldRules): z.ZodMiniType<Value, unknown> {
  if (isFlag(field.kind)) return z.boolean(text.rule.tick(field.label))
  return z.pipe(
    z.pipe(
      z.nullish(z.string(text.rule.typed(field.label))),
      z.transform((typed) =>
        isBlank(typed ?? '') ? null : entryNamed(field.entries, typed!.trim()),
      ),
    ),
    z.nullable(z.string()).check((context) => {
      const message = problemWith(field, context.value)
      if (message) context.issues.push({ code: 'custom', input: context.value, message })
    }),
  )
}

function problemWith(field: FieldRules, value: string | null): string | undefined {
  if (value === null) return field.required ? text.rule.required(field.label) : undefined
  const unstorable = unstorableIn(value)
  if (unstorable) return text.rule.unstorable(field.label, unstorable)
  const rare = field.basicPlane && /[\u{10000}-\u{10ffff}]/u.exec(value)?.[0]
  if (rare) return text.rule.basicPlane(field.label, rare)
  if (field.limit && lengthOf(value) > field.limit)
    return text.rule.tooLong(field.label, field.limit, lengthOf(value) - field.limit)
  return unseenIn(field, value) ?? problemOfKind(field, value)
}

/** True for kinds whose text is what people call something; the others are addresses and numbers. */
export function isName(kind: FieldType): boolean {
  return kind === 'text' || kind === 'choice' || kind === 'lookup'
}

/** A line that holds something else than what it shows says another thing than it means. */
function unseenIn({ label, kind }: FieldRules, value: string): string | undefined {
  if (kind === 'multiline') return undefined
  if (/[\n\v\f\r\u0085\u2028\u2029]/.test(value)) return text.rule.oneLine(label)
  const stray = straysIn(value, isName(kind))[0]?.character
  return stray && text.rule.unseen(label, stray)
}

function problemOfKind(field: FieldRules, value: string): string | undefined {
  switch (field.kind) {
    case 'email':
      if (looksLikeEmail(value)) return undefined
      return emailProblem(value)(field.label)
    case 'url':
      return isWebAddress(value) ? undefined : text.rule.url
    case 'number':
      if (field.whole) return /^[+-]?\d+$/.test(value) ? undefined : text.rule.whole
      return /^[+-]?\d+(\.\d+)?$/.test(value) ? undefined : text.rule.number
    case 'date':
      return isDate(value) ? undefined : text.rule.date
    case 'choice':
      return field.options?.includes(value) ? undefined : text.rule.choice(field.label)
    default:
      return undefined
  }
}

/** A day as year, month and day (RFC 3339, full-date) that the calendar has. */
export function isDate(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false
  const day = new Date(`${value}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value)
}

function isWebAddress(value: string): boolean {
  return /^https?:\/\//i.test(value) && URL.canParse(value)
}

/** Characters as people and PostgreSQL count them: code points, not UTF-16 units. */
export function lengthOf(value: string): number {
  return [...value].length
}

/** Half a surrogate pair and NUL cannot be stored as text anywhere; silently changing them would lie. */
function unstorableIn(value: string): string | undefined {
  // eslint-disable-next-line no-control-regex -- NUL is what is looked for
  return /\u0000|\p{Surrogate}/u.exec(value)?.[0]
}

/** What to do about what is no address: most of it was pasted together with something else. */
function emailProblem(value: string): (label: string) => string {
  const between = value.split('@').slice(1, -1)
  if (between.some((part) => /[\s,;]/.test(part))) return text.rule.oneEmail
  return /[<>]|^mailto:/i.test(value) ? text.rule.emailAlone : text.rule.email
}

/** Deliberately loose: it catches slips of the hand, the backend has the last word. */
function looksLikeEmail(value: string): boolean {
  return /^[^\s@<>,;:()[\]\\"]+@[^\s@<>,;:()[\]\\"]+\.[^\s@<>,;:()[\]\\"]{2,}$/.test(value)
}
