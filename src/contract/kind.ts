import * as z from 'zod/mini'
import { text } from '#text/text.ts'

/** What a field holds while it is being typed. Text is kept exactly as typed. */
export type Draft = Record<string, string | boolean>

/** What a checked field holds. `null`: nothing there. */
export type Value = string | boolean | null

/** Checked fields under the backend's own names. Left out: not asked. */
export type Values = Record<string, Value>

/** How a field is typed, shown and checked, whoever the vendor is. */
export type Kind = 'text' | 'lines' | 'email' | 'phone' | 'primary'

/** A field's own limits; the rest of its rule comes from its kind. */
export interface Limits {
  label: string
  kind: Kind
  required?: boolean
  /** The most characters (code points, as the backends count them). */
  limit?: number
}

/** True for kinds that are ticked, not typed. */
export function isFlag(kind: Kind): boolean {
  return kind === 'primary'
}

/**
 * The rule of one field: takes what was typed (or an already checked value, so that the gateway
 * can run the very same rule), gives a `Value`, or a message that says what to do.
 */
export function ruleOf(field: Limits): z.ZodMiniType<Value, unknown> {
  if (isFlag(field.kind)) return z.boolean(text.rule.tick(field.label))
  return z.pipe(
    z.pipe(
      z.nullish(z.string(text.rule.typed(field.label))),
      z.transform((typed) => (typed ?? '').trim() || null),
    ),
    z.nullable(z.string()).check((context) => {
      const message = problemWith(field, context.value)
      if (message) context.issues.push({ code: 'custom', input: context.value, message })
    }),
  )
}

function problemWith(field: Limits, value: string | null): string | undefined {
  if (value === null) return field.required ? text.rule.required(field.label) : undefined
  const unstorable = unstorableIn(value)
  if (unstorable) return text.rule.unstorable(field.label, unstorable)
  if (field.limit && lengthOf(value) > field.limit)
    return text.rule.tooLong(field.label, field.limit, lengthOf(value) - field.limit)
  if (field.kind === 'email' && !looksLikeEmail(value)) return text.rule.email
  if (field.kind !== 'lines' && /[\n\r]/.test(value)) return text.rule.oneLine(field.label)
  return undefined
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

/** Deliberately loose: it catches slips of the hand, the backend has the last word. */
function looksLikeEmail(value: string): boolean {
  return /^[^\s@<>,;:()[\]\\"]+@[^\s@<>,;:()[\]\\"]+\.[^\s@<>,;:()[\]\\"]{2,}$/.test(value)
}
