import { badQuery } from '#backends/zuora/embedded/http/errors.ts'
import type { QueryField, QueryType } from './fields.ts'
import { isStorable } from '#backends/zuora/embedded/http/readText.ts'

const operators = ['EQ', 'NE', 'LT', 'GT', 'GE', 'LE', 'SW', 'IN'] as const
type Operator = (typeof operators)[number]

/** What a field is compared with; null stands for no value. */
export type Operand = string | boolean | Date | null

export interface Filter {
  field: QueryField
  operator: Operator
  /** One, except after `IN`. */
  operands: Operand[]
}

/**
 * One `filter[]`: `field.OPERATOR:value`. Documented: matching ignores case, `EQ:null` finds what is
 * empty, `IN` takes a list in brackets, `SW` is for text. Our choice: `NE:null` finds what is not
 * empty, and nothing is escaped in a list, so its values have no commas.
 * @throws ZuoraError category 27
 */
export function filterOf(text: string, fields: readonly QueryField[]): Filter {
  const parts = /^(\w+)\.(\w+):(.*)$/s.exec(text)
  if (!parts) throw badQuery(`Filter '${text}' should have the form field.OPERATOR:value.`)
  const [, name = '', written = '', value = ''] = parts
  const field = fields.find((each) => each.name === name.toLowerCase())
  if (!field) throw badQuery(`Field '${name}' cannot be filtered by.`)
  const operator = operators.find((each) => each === written.toUpperCase())
  if (!operator) throw badQuery(`Operator '${written}' is none of ${operators.join(', ')}.`)
  if (!isStorable(value)) throw badQuery(`The value for '${name}' contains what is no character.`)
  checkFits(operator, field)
  // Many a text begins with "null".
  const read = (each: string, mayBeNull = true): Operand =>
    mayBeNull && each.toLowerCase() === 'null' ? null : operandOf(each, field)
  if (operator === 'IN')
    return { field, operator, operands: listIn(value, name).map((each) => read(each)) }
  return { field, operator, operands: [read(value, operator === 'EQ' || operator === 'NE')] }
}

/** @throws ZuoraError category 27 */
function checkFits(operator: Operator, { name, type }: QueryField): void {
  const isText = type === 'text' || type === 'id'
  const fits =
    operator === 'SW' ? isText : type !== 'boolean' || ['EQ', 'NE', 'IN'].includes(operator)
  if (!fits) throw badQuery(`Operator '${operator}' does not fit field '${name}'.`)
}

function listIn(value: string, name: string): string[] {
  const inside = /^\[(.+)\]$/s.exec(value)?.[1]
  if (inside === undefined) throw badQuery(`The list for '${name}' should have the form [a,b].`)
  return inside.split(',').map((each) => each.trim())
}

const forms: Partial<Record<QueryType, RegExp>> = {
  number: /^[+-]?(\d{1,30}(\.\d{0,30})?|\.\d{1,30})$/,
  date: /^\d{4}-\d{2}-\d{2}$/,
  boolean: /^(true|false)$/i,
  // A plus sign that was not encoded comes as a blank.
  time: /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+\- ]\d{2}:?\d{2})?)?$/i,
}

/** @throws ZuoraError category 27 for what is no value of the field's type */
function operandOf(value: string, { name, type }: QueryField): Operand {
  const refused = () => badQuery(`'${value}' is no value for field '${name}'.`)
  const form = forms[type]
  if (form && !form.test(value)) throw refused()
  if (type === 'boolean') return value.toLowerCase() === 'true'
  if (type === 'id') return value.toLowerCase()
  if (type !== 'time') return value
  const time = timeOf(value)
  if (!time) throw refused()
  return time
}

/** A moment by ISO 8601, in UTC where no zone is named. Undefined for one that never was. */
export function timeOf(text: string): Date | undefined {
  const upper = text.toUpperCase().replace(' ', '+')
  const day = upper.slice(0, 10)
  const midnight = new Date(day)
  // A 30th of February would be taken for a day in March.
  if (Number.isNaN(midnight.getTime()) || !midnight.toISOString().startsWith(day)) return undefined
  const zoned = /T.*(Z|[+-]\d{2}:?\d{2})$/.test(upper)
  const time = new Date(zoned || !upper.includes('T') ? upper : `${upper}Z`)
  return Number.isNaN(time.getTime()) ? undefined : time
}
