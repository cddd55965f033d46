import type { CustomField, CustomType, Field } from '#contract/field.ts'
import type { Limits } from '#contract/kind.ts'

/** How each of Zuora's kinds of custom fields is typed and shown. */
const shapes: Record<CustomType, Pick<Limits, 'kind' | 'limit' | 'whole'>> = {
  text: { kind: 'text', limit: 255 },
  longText: { kind: 'lines', limit: 32_000 },
  url: { kind: 'url', limit: 255 },
  integer: { kind: 'number', whole: true },
  number: { kind: 'number' },
  boolean: { kind: 'flag' },
  date: { kind: 'date' },
  picklist: { kind: 'choice' },
}

/** A tenant's custom field as one of the form's. */
export function fieldOf({ name, label, type, options }: CustomField, section: string): Field {
  return { name, label, section, ...shapes[type], ...(options && { options }) }
}
