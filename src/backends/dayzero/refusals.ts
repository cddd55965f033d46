import * as z from 'zod/mini'
import { pauseOf, type Answer } from '#contract/backend/call.ts'
import type { Problem, Refusal } from '#contract/api/refusal.ts'
import { words } from './en.ts'

const validationError = z.object({
  loc: z.array(z.union([z.string(), z.number()])),
  msg: z.string(),
  type: z.string(),
  ctx: z.nullish(z.record(z.string(), z.unknown())),
})

const labels: Record<string, { label: string }> = words.fields

/**
 * Any answer that is not the expected one, as a refusal. Only `detail` is read: `message` and
 * `code` of the newer envelope are documented as free text.
 */
export function refusalOf(answer: Answer, missing: 'customer' | 'contact'): Refusal {
  const { status } = answer
  const detail = detailOf(answer.body)
  if (status === 401) return { kind: 'credentials' }
  if (isSetup(answer, detail)) return { kind: 'setup', status }
  if (status === 403) return { kind: 'permission' }
  if (status === 404) return { kind: 'notFound', what: whatIsMissing(detail, missing) }
  // An id that cannot be one is nobody's: it was typed, or came from an old address.
  const wrongId = status === 422 ? idIn(detail) : null
  if (wrongId !== null)
    return { kind: 'notFound', what: whatIsMissing(wrongId.replace(/_id$/, ''), missing) }
  if (status === 429) return { kind: 'busy', retryAfter: pauseOf(answer.headers) }
  if (status === 422) return { kind: 'fields', problems: problemsIn(detail) }
  if (status === 400 || status === 409 || status === 413 || status === 415 || status === 431)
    return { kind: 'rejected', message: textOf(detail) }
  // Never followed: credentials would travel along.
  if (status >= 300 && status < 400)
    return { kind: 'rejected', message: words.refusals.elsewhere, viaProxy: true }
  // A success of another kind, a fault, a gateway's page: nobody can say what happened.
  return { kind: 'outcomeUnknown', status }
}

/** The sentences that FastAPI's router itself answers with, where there is no such route or method. */
const routerSentences = /^(?:not found|method not allowed)\.?$/i

/** A short complaint about what goes along with every call. */
const aboutHeaders = /^(?=.{1,120}$).*\b(?:x-business-id|business[ _-]?id|authorization header)\b/i

/**
 * Whether it is the workspace that is wrong: an answer that is not in Day Zero's own form where its
 * own would say what is missing (a proxy, another product, a router without this route), or a
 * complaint about the headers that every call carries. Day Zero's own 404 names what is not there in
 * `detail`, or comes in its newer envelope (`success`).
 */
function isSetup({ status, headers, body }: Answer, detail: unknown): boolean {
  if (status === 405) return true
  if (status === 404)
    return !isOwn(body) || (typeof detail === 'string' && routerSentences.test(detail.trim()))
  if (status === 403) return isPage(headers)
  if (status !== 400 && status !== 422) return false
  if (typeof detail === 'string') return aboutHeaders.test(detail)
  return placesIn(detail).some((loc) => loc[0] === 'header')
}

function isOwn(body: unknown): boolean {
  if (typeof body !== 'object' || body === null) return false
  if ('detail' in body) return body.detail !== null && body.detail !== ''
  return 'success' in body && typeof body.success === 'boolean'
}

/** Day Zero answers in JSON; a page comes from a proxy or a firewall. */
function isPage(headers: Headers): boolean {
  return headers.get('content-type')?.includes('html') ?? false
}

function placesIn(detail: unknown): (string | number)[][] {
  return (Array.isArray(detail) ? detail : [detail]).flatMap((entry) => {
    const read = validationError.safeParse(entry)
    return read.success ? [read.data.loc] : []
  })
}

/** The name of the path's part that is no id, where nothing else is wrong. */
function idIn(detail: unknown): string | null {
  const places = placesIn(detail)
  const isAboutIds = places.length > 0 && places.every(([where]) => where === 'path')
  return isAboutIds ? String(places[0]?.at(-1)) : null
}

function detailOf(body: unknown): unknown {
  return typeof body === 'object' && body !== null && 'detail' in body ? body.detail : undefined
}

function textOf(detail: unknown): string {
  if (typeof detail === 'string' && detail.trim()) return words.refusals.other(detail)
  const problems = problemsIn(detail)
  return problems.map((problem) => problem.message).join(' ')
}

/** `detail` is a list by the reference, a sentence in practice of other endpoints, or anything. */
function problemsIn(detail: unknown): Problem[] {
  if (typeof detail === 'string' && detail.trim())
    return [{ field: null, message: words.refusals.other(detail) }]
  const entries = Array.isArray(detail) ? detail : [detail]
  const problems = entries.flatMap((entry) => {
    const read = validationError.safeParse(entry)
    return read.success ? [problemOf(read.data)] : []
  })
  return problems.length > 0 ? problems : [{ field: null, message: words.refusals.whole }]
}

function problemOf(error: z.infer<typeof validationError>): Problem {
  const last = error.loc.at(-1)
  const field = error.loc[0] === 'body' && typeof last === 'string' && last in labels ? last : null
  return { field, message: messageOf(error, field ? labels[field]!.label : null) }
}

function messageOf(error: z.infer<typeof validationError>, label: string | null): string {
  if (label === null) return words.refusals.other(error.msg)
  const limit = error.ctx?.max_length
  const reason = error.ctx?.reason
  // `value_error.missing` is how pydantic 1 said it, and the vendor's guide still shows that.
  if (error.type === 'missing' || error.type === 'value_error.missing')
    return words.refusals.missing(label)
  if (error.type === 'string_too_short') return words.refusals.tooShort(label)
  if (error.type === 'string_too_long' && typeof limit === 'number')
    return words.refusals.tooLong(label, limit)
  if (error.type === 'value_error' && typeof reason === 'string')
    return words.refusals.email(reason)
  return words.refusals.other(error.msg)
}

function whatIsMissing(detail: unknown, otherwise: 'customer' | 'contact'): 'customer' | 'contact' {
  if (typeof detail !== 'string') return otherwise
  if (/^contact\b/i.test(detail)) return 'contact'
  if (/^customer\b/i.test(detail)) return 'customer'
  return otherwise
}
