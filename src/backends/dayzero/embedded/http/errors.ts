import { toJson } from '#backends/dayzero/embedded/pydantic/json.ts'
import type { Problem } from '#backends/dayzero/embedded/pydantic/pydantic.ts'

/** Any answer that is not a success. `detail` is what Day Zero puts under that name. */
export class ApiError extends Error {
  readonly status: number
  readonly detail: string | Problem[]
  readonly headers: Record<string, string>

  constructor(
    status: number,
    detail: string | Problem[],
    headers: Record<string, string> = {},
    options?: ErrorOptions,
  ) {
    super(typeof detail === 'string' ? detail : 'the request did not validate', options)
    this.name = 'ApiError'
    this.status = status
    this.detail = detail
    this.headers = headers
  }
}

export function errorResponse({ status, detail, headers }: ApiError): Response {
  return jsonResponse(status, toJson({ detail }), headers)
}

export function jsonResponse(
  status: number,
  json: string,
  headers: Record<string, string> = {},
): Response {
  return new Response(json, { status, headers: { ...headers, 'content-type': 'application/json' } })
}

export function missing(what: 'Customer' | 'Contact'): ApiError {
  return new ApiError(404, `${what} not found`)
}

export function badRequest(detail = 'Invalid request parameters'): ApiError {
  return new ApiError(400, detail)
}
