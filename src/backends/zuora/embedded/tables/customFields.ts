import type { CustomField } from '#contract/fields/field.ts'
import { lengthOf } from '#contract/fields/kind.ts'
import { wrongValue, type Reason } from '#backends/zuora/embedded/http/errors.ts'
import type { Json, JsonObject } from '#backends/zuora/embedded/http/operation.ts'
import { textIn } from '#backends/zuora/embedded/http/readText.ts'

/** The most characters of a custom field. Zuora shows them in its settings only: our choice. */
const limits = { text: 255, url: 255, longText: 32_000 }

/** Shares the resource code of a contact as a whole, as its place in a list depends on the tenant. */
const resource = 679_900

type Read = { value: Json; problem?: undefined } | { value?: undefined; problem: string }

/**
 * The custom fields of a body, in the tenant's order. `null` and an empty text empty one. A number
 * may come as text, as forms send it, and is stored as a number.
 */
export function checkCustom(
  body: JsonObject,
  fields: readonly CustomField[],
  prefix: string,
): { values: Record<string, Json>; reasons: Reason[] } {
  const values: Record<string, Json> = {}
  const reasons: Reason[] = []
  for (const field of fields) {
    const given = Object.hasOwn(body, field.name) ? body[field.name] : undefined
    if (given === undefined) continue
    const { value, problem } = given === null || given === '' ? { value: null } : read(field, given)
    if (value === undefined) reasons.push(wrongValue(prefix + field.name, problem, resource))
    else values[field.name] = value
  }
  return { values, reasons }
}

function read(field: CustomField, given: Json): Read {
  if (field.type === 'boolean')
    return typeof given === 'boolean'
      ? { value: given }
      : { problem: 'value should be true or false' }
  const { text, problem } = textIn(given)
  if (text === undefined) return { problem }
  switch (field.type) {
    case 'integer': {
      const value = Number(text)
      return /^[+-]?\d+$/.test(text) && Number.isSafeInteger(value)
        ? { value }
        : { problem: 'value should be a whole number' }
    }
    case 'number': {
      const value = Number(text)
      return /^[+-]?(\d+(\.\d+)?|\.\d+)(e[+-]?\d+)?$/i.test(text) && Number.isFinite(value)
        ? { value }
        : { problem: 'value should be a number' }
    }
    case 'date':
      return isDate(text) ? { value: text } : { problem: 'value should be a date as yyyy-mm-dd' }
    case 'picklist':
      return field.options?.includes(text)
        ? { value: text }
        : { problem: `value should be one of: ${(field.options ?? []).join(', ')}` }
    default:
      return limitedText(field.type, text)
  }
}

function limitedText(type: 'text' | 'longText' | 'url', text: string): Read {
  const limit = limits[type]
  if (lengthOf(text) > limit) return { problem: `length must be at most ${limit}` }
  if (type === 'url' && !(/^https?:\/\//i.test(text) && URL.canParse(text)))
    return { problem: 'value should be a URL' }
  return { value: text }
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}
