import { faulty } from '#backends/zuora/embedded/http/errors.ts'
import { timeOf } from '#backends/zuora/embedded/objectQuery/filter.ts'
import type { Bind } from '#backends/zuora/embedded/objectQuery/sql.ts'
import { isStorable } from '#backends/zuora/embedded/http/readText.ts'
import type { ZoqlField, ZoqlObject } from './fields.ts'
import type { ZoqlCondition, ZoqlOperator, ZoqlQuery } from './query.ts'
import { malformedQuery } from './text.ts'

/** @throws ZuoraError INVALID_FIELD */
export function fieldOf({ fields }: ZoqlObject, name: string): ZoqlField {
  const found = fields.find((field) => field.name.toLowerCase() === name.toLowerCase())
  if (!found) throw faulty('INVALID_FIELD', `There is no field '${name}'.`)
  return found
}

/** The SQL that is true of what a query asks for. */
export function whereOf({ anyOf }: ZoqlQuery, object: ZoqlObject, bind: Bind): string {
  if (anyOf.length === 0) return 'true'
  const groups = anyOf.map((group) =>
    group.map((condition) => conditionOf(condition, object, bind)).join(' and '),
  )
  return `(${groups.join(' or ')})`
}

/**
 * Documented: values are compared as they are spelled, and `like` takes one `%`, at the beginning or
 * at the end. Our choice: what is empty is not equal to any value.
 */
function conditionOf(condition: ZoqlCondition, object: ZoqlObject, bind: Bind): string {
  const { operator, value } = condition
  const { name, type, sql } = fieldOf(object, condition.field)
  if (value === null) return operator === '=' ? `${sql} is null` : `${sql} is not null`
  if (operator === 'like') {
    if (type !== 'text') throw wrongValue(name, "cannot be compared by 'like'")
    return `${sql} like ${bind(patternOf(storableIn(name, value)))}::text`
  }
  const compare = comparisons[operator]
  if (type === 'text') return `${sql} collate "C" ${compare} ${bind(storableIn(name, value))}::text`
  if (type === 'time') return `${sql} ${compare} ${bind(momentIn(name, value))}::timestamptz`
  if (type === 'number') {
    if (!/^[+-]?\d{1,30}(\.\d{1,30})?$/.test(value)) throw wrongValue(name, 'must be a number')
    return `${sql} ${compare} ${bind(value)}::numeric`
  }
  if (value !== 'true' && value !== 'false') throw wrongValue(name, 'must be true or false')
  if (operator !== '=' && operator !== '!=')
    throw wrongValue(name, `cannot be compared by '${operator}'`)
  return `${sql} ${compare} ${bind(value === 'true')}::boolean`
}

const comparisons: Record<Exclude<ZoqlOperator, 'like'>, string> = {
  '=': '=',
  '!=': 'is distinct from',
  '<': '<',
  '>': '>',
  '<=': '<=',
  '>=': '>=',
}

function patternOf(value: string): string {
  const [, first = '', text = '', last = ''] = /^(%?)(.*?)(%?)$/s.exec(value) ?? []
  if (text.includes('%') || (first && last))
    throw malformedQuery("'like' takes one '%', at the beginning or at the end")
  return `${first}${text.replace(/[\\_]/g, '\\$&')}${last}`
}

function storableIn(name: string, value: string): string {
  if (!isStorable(value)) throw wrongValue(name, 'contains what is no character')
  return value
}

function momentIn(name: string, value: string): Date {
  const isMoment = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?)?$/
  const moment = isMoment.test(value) ? timeOf(value) : undefined
  if (!moment) throw wrongValue(name, 'must be a moment by ISO 8601')
  return moment
}

function wrongValue(name: string, says: string) {
  return faulty('INVALID_VALUE', `The value for '${name}' ${says}.`)
}
