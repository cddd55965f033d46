import { malformedQuery, tokensOf, type Token } from './text.ts'

const operators = ['=', '!=', '<', '>', '<=', '>=', 'like'] as const
export type ZoqlOperator = (typeof operators)[number]

export interface ZoqlCondition {
  field: string
  operator: ZoqlOperator
  /** Null for `null`. */
  value: string | null
  /** The value stood in quotes. */
  quoted: boolean
}

export interface ZoqlQuery {
  fields: string[]
  object: string
  /** One of the groups must hold; a group holds when all of its conditions do. None: everything. */
  anyOf: ZoqlCondition[][]
}

/** As documented. */
const mostConditions = 200

/**
 * Reads `select Field, … from Object where Field = 'value' and … or …`. Documented: keywords are in
 * lower case, everything else in any; `and` binds tighter than `or`; there are no parentheses, no
 * `*`, no joins, no sorting.
 * @throws ZuoraError MALFORMED_QUERY
 */
export function zoqlOf(text: string): ZoqlQuery {
  const tokens = tokensOf(text)
  let at = 0

  const isWord = (word: string) => tokens[at]?.kind === 'word' && tokens[at]?.value === word
  const next = (): Token => {
    const token = tokens[at++]
    if (!token) throw malformedQuery('it ends too early')
    return token
  }
  const keyword = (word: string) => {
    if (!isWord(word)) throw malformedQuery(`'${word}' in lower case is missing`)
    at++
  }
  const name = (): string => {
    const { kind, value } = next()
    if (kind !== 'word') throw malformedQuery(`'${value}' is no name`)
    return value
  }
  const condition = (): ZoqlCondition => {
    const field = name()
    const sign = next().value
    const operator = operators.find((each) => each === sign)
    if (!operator) throw malformedQuery(`'${sign}' is no operator`)
    const { kind, value } = next()
    if (kind === 'sign') throw malformedQuery(`'${value}' is no value`)
    const isNull = kind === 'word' && value === 'null'
    if (isNull && operator !== '=' && operator !== '!=')
      throw malformedQuery(`null cannot be compared by '${operator}'`)
    return { field, operator, value: isNull ? null : value, quoted: kind === 'text' }
  }

  keyword('select')
  const fields = [name()]
  while (tokens[at]?.value === ',' && tokens[at]?.kind === 'sign') {
    at++
    fields.push(name())
  }
  keyword('from')
  const object = name()
  if (at === tokens.length) return { fields, object, anyOf: [] }
  keyword('where')
  let group = [condition()]
  const anyOf = [group]
  for (let count = 2; at < tokens.length; count++) {
    if (count > mostConditions)
      throw malformedQuery(`it has more than ${mostConditions} conditions`)
    if (isWord('or')) {
      at++
      group = [condition()]
      anyOf.push(group)
    } else {
      keyword('and')
      group.push(condition())
    }
  }
  return { fields, object, anyOf }
}
