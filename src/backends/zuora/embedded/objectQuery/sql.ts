import type { QueryField } from './fields.ts'
import type { Filter, Operand } from './filter.ts'

/** Takes a value and gives its placeholder. */
export type Bind = (value: unknown) => string

/** Values of one statement, with the placeholders that stand for them. */
export function bindings(): { values: unknown[]; bind: Bind } {
  const values: unknown[] = []
  return { values, bind: (value) => `$${values.push(value)}` }
}

const comparisons = {
  EQ: '=',
  NE: 'is distinct from',
  LT: '<',
  GT: '>',
  GE: '>=',
  LE: '<=',
} as const

const casts = {
  text: 'text',
  id: 'text',
  date: 'text',
  time: 'timestamptz',
  number: 'numeric',
  boolean: 'boolean',
} as const

/** The SQL of a filter. What is empty is not equal to anything, so that `NE` finds it. */
export function conditionOf({ field, operator, operands }: Filter, bind: Bind): string {
  const { key, type } = field
  const [first = null] = operands
  if (operator === 'IN') {
    const some = operands.filter((each) => each !== null)
    const list = bind(some)
    const listed =
      type === 'text'
        ? `${key} = any(select lower(each) from unnest(${list}::text[]) as each)`
        : `${key} = any(${list}::${casts[type]}[])`
    return some.length < operands.length ? `(${listed} or ${key} is null)` : listed
  }
  if (operator === 'SW') return `${key} like ${folded(field, `${literalIn(first)}%`, bind)}`
  if (first === null) return operator === 'NE' ? `${key} is not null` : `${key} is null`
  return `${key} ${comparisons[operator]} ${folded(field, first, bind)}`
}

/** The database's own lower case, which is not JavaScript's. */
function folded({ type }: QueryField, value: Operand, bind: Bind): string {
  const placeholder = `${bind(value)}::${casts[type]}`
  return type === 'text' ? `lower(${placeholder})` : placeholder
}

/** A text that means itself in a pattern of `like`. */
function literalIn(value: Operand): string {
  return String(value).replace(/[\\%_]/g, '\\$&')
}

export interface Sort {
  field: QueryField
  descending: boolean
}

/** Where a page ends: what its last record is sorted by, and its id. */
export interface Place {
  value: string | null
  id: string
}

/** Records that are equal are in the order of their ids, in the same direction. */
export function orderOf({ field, descending }: Sort): string {
  const direction = descending ? 'desc' : 'asc'
  if (field.name === 'id') return `id ${direction}`
  return `${field.key} ${direction}, id ${direction}`
}

/**
 * The SQL that is true of what comes after a place. Empty ones are last going up and first going
 * down, as in PostgreSQL.
 */
export function afterOf({ field, descending }: Sort, { value, id }: Place, bind: Bind): string {
  const { key, type, nullable } = field
  const sign = descending ? '<' : '>'
  if (field.name === 'id') return `id ${sign} ${bind(id)}`
  if (value === null) {
    const rest = `(${key} is null and id ${sign} ${bind(id)})`
    return descending ? `(${rest} or ${key} is not null)` : rest
  }
  const beyond = `(${key}, id) ${sign} (${bind(value)}::${casts[type]}, ${bind(id)}::text)`
  return nullable && !descending ? `(${beyond} or ${key} is null)` : beyond
}
