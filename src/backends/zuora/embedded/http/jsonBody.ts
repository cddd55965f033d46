import { malformed } from './errors.ts'
import type { Json, JsonObject } from './operation.ts'

/** No call of Zuora's nests nearly as deep. */
const deepest = 64

/**
 * The JSON object in a body. Of a name that is given twice, the last one counts.
 * @throws ZuoraError category 90 for broken JSON, for anything but an object, and for JSON that
 *   nests too deep
 */
export function jsonObjectOf(text: string): JsonObject {
  const value = parsed(text)
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw malformed('The request body must be a JSON object.')
  let level: Json[] = [value]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > deepest) throw malformed('The request body is nested too deep.')
    level = level.flatMap((each) =>
      typeof each === 'object' && each !== null ? Object.values(each) : [],
    )
  }
  return value
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch (error) {
    throw malformed('The request body is not valid JSON.', { cause: error })
  }
}
