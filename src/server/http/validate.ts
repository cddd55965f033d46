import type * as z from 'zod/mini'
import { gatewayText } from '#text/gatewayText.ts'
import { HttpRefusal } from './httpRefusal.ts'
import { unwelcomeIn } from './unstorable.ts'

const mostProblems = 20
const longestMessage = 300

/** zod/mini has no messages of its own; these are for developers of API clients. */
const error: z.core.$ZodErrorMap = (issue) => {
  const { shape } = gatewayText
  switch (issue.code) {
    case 'invalid_type':
      return shape.type(issue.expected)
    case 'unrecognized_keys':
      return shape.unknown(issue.keys.join(', '))
    case 'invalid_value':
      return shape.oneOf(issue.values.map(String).join(', '))
    case 'invalid_format':
      return issue.format === 'regex' ? shape.id : shape.format(issue.format)
    case 'too_big':
      return shape.most(Number(issue.maximum))
    case 'too_small':
      return shape.least(Number(issue.minimum))
    default:
      return shape.other
  }
}

/** What fits the schema, or a refusal that names every place that does not. */
export function validate<Value>(schema: z.ZodMiniType<Value>, value: unknown): Value {
  if (isOfOldPage(value))
    throw new HttpRefusal({
      kind: 'fields',
      problems: [{ field: null, message: gatewayText.oldPage }],
    })
  const unwelcome = unwelcomeIn(value, mostProblems)
  if (unwelcome.length > 0) throw new HttpRefusal({ kind: 'fields', problems: unwelcome })
  const result = schema.safeParse(value, { error })
  if (result.success) return result.data
  const problems = result.error.issues.slice(0, mostProblems).map((issue) => ({
    field: placeOf(issue.path),
    // It may name keys as they came, and those may be as long as the body.
    message: issue.message.slice(0, longestMessage),
  }))
  throw new HttpRefusal({ kind: 'fields', problems })
}

/** Until 2026-11-28 pages called the revision `g`. They show this refusal as pages of today do. */
function isOfOldPage(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'op' in value && 'g' in value
}

/** The same for the address itself: an id that no backend could have made names nothing. */
export function validateParams<Value>(schema: z.ZodMiniType<Value>, params: unknown): Value {
  const result = schema.safeParse(params)
  if (result.success) return result.data
  const name = result.error.issues[0]?.path[0]
  if (name === 'workspace' || name === 'customer' || name === 'contact')
    throw new HttpRefusal({ kind: 'notFound', what: name })
  return validate(schema, params)
}

function placeOf(path: readonly PropertyKey[]): string | null {
  return path.length > 0 ? path.map(String).join('.') : null
}
