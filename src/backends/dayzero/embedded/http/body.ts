import { ApiError } from './errors.ts'
import type { Json } from '#backends/dayzero/embedded/pydantic/json.ts'
import {
  JsonBeyondLimits,
  JsonProblem,
  parsePythonJson,
} from '#backends/dayzero/embedded/pydantic/pythonJson.ts'

/**
 * The body as FastAPI hands it to a model: parsed when its Content-Type says JSON, else its raw
 * text; undefined when there is none.
 * @throws ApiError 422 for broken JSON and 400 for bytes that are no text, both before anything
 *   else about the request is looked at, as in FastAPI
 */
export async function bodyOf(request: Request): Promise<Json | undefined> {
  const bytes = await request.arrayBuffer()
  if (bytes.byteLength === 0) return undefined
  if (!saysJson(request.headers.get('content-type'))) return new TextDecoder().decode(bytes)
  try {
    // `fatal`: replaced characters would be stored. A byte order mark is taken off, as in Python.
    return parsePythonJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (error) {
    if (error instanceof JsonProblem) throw notJson(error)
    if (error instanceof JsonBeyondLimits || error instanceof TypeError)
      throw new ApiError(400, 'There was an error parsing the body', {}, { cause: error })
    throw error
  }
}

function saysJson(contentType: string | null): boolean {
  const type = (contentType ?? '').split(';')[0]!.trim().toLowerCase()
  return /^application\/([^/]*\+)?json$/.test(type)
}

function notJson(problem: JsonProblem): ApiError {
  return new ApiError(422, [
    {
      type: 'json_invalid',
      loc: ['body', problem.at],
      msg: 'JSON decode error',
      input: new Map(),
      ctx: { error: problem.message },
    },
  ])
}
