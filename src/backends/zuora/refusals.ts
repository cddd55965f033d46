import * as z from 'zod/mini'
import { pauseOf, type Answer } from '#contract/backend/call.ts'
import { BackendError, type Problem, type Refusal } from '#contract/api/refusal.ts'
import { words } from './en.ts'
import type { Retry } from './retry.ts'

/** What a message may name: the form's fields, with their labels. */
export type Labels = ReadonlyMap<string, string>

export interface Asked {
  /** What a call asks for, where Zuora only says that something is not there. */
  missing: 'customer' | 'contact'
  labels: Labels
  /** It only reads. */
  reads: boolean
  /** It was sent under an idempotency key. */
  keyed: boolean
}

interface Reason {
  /** The last two digits of Zuora's code: what kind of mistake. Null for a code that has none. */
  category: number | null
  message: string
}

/** What a category comes to where no field is to blame: 27 a wrong query, 30 a rule, 45 unsupported, 90 malformed. */
const byCategory: Readonly<Record<number, Refusal['kind']>> = {
  10: 'permission',
  11: 'credentials',
  27: 'rejected',
  30: 'rejected',
  40: 'notFound',
  45: 'rejected',
  50: 'busy',
  70: 'busy',
  90: 'rejected',
}

/** What a status comes to without a category. */
const byStatus: Readonly<Record<number, Refusal['kind']>> = {
  400: 'rejected',
  401: 'credentials',
  403: 'permission',
  404: 'notFound',
  406: 'rejected',
  413: 'rejected',
  414: 'rejected',
  415: 'rejected',
  429: 'busy',
  431: 'rejected',
}

/**
 * Any answer that is not the expected one, as a refusal. The kind of mistake is in the code, not in
 * the status: legacy versions of the API send every one of them with 200.
 */
export function refusalOf(answer: Answer, { missing, labels, reads, keyed }: Asked): Refusal {
  const { status } = answer
  const retryAfter = pauseOf(answer.headers)
  // An earlier try under this key is being carried out, or was: whatever the code says of this one.
  if (keyed && (status === 409 || status === 422)) return { kind: 'outcomeUnknown', status }
  // Never followed: credentials would travel along.
  if (status >= 300 && status < 400)
    return { kind: 'rejected', message: words.refusals.elsewhere, viaProxy: true }
  if (isSetup(answer)) return { kind: 'setup', status }
  const reasons = reasonsIn(answer.body)
  const categories = reasons.map(({ category }) => category ?? NaN)
  if (reads && status === 503 && retryAfter !== null) return { kind: 'busy', retryAfter }
  // A fault on their side proves nothing about a write, whatever it is called.
  if (status >= 500 || categories.some((category) => [60, 61, 99].includes(category)))
    return { kind: 'outcomeUnknown', status }
  if (categories.some((category) => category >= 20 && category <= 23))
    return { kind: 'fields', problems: reasons.flatMap((reason) => problemsOf(reason, labels)) }
  const known = categories.find((category) => byCategory[category])
  switch (known === undefined ? byStatus[status] : byCategory[known]) {
    case 'credentials':
      return { kind: 'credentials' }
    case 'permission':
      return { kind: 'permission' }
    case 'notFound':
      return { kind: 'notFound', what: missing }
    case 'busy':
      return { kind: 'busy', retryAfter }
    case 'rejected':
      return { kind: 'rejected', message: sentenceOf(reasons) }
    default:
      // A failure that came as a success was told after all was checked: nothing is written.
      return status === 200 && isFailure(answer.body)
        ? { kind: 'rejected', message: sentenceOf(reasons) }
        : { kind: 'outcomeUnknown', status }
  }
}

/** Zuora's own words, and those of its gateway, for a path that it does not have. */
const noSuchEndpoint = /\bendpoint\b.*\b(?:not exist|not found)|^there is nothing at\b/i

/**
 * Whether it is the workspace that is wrong: what answers does not have this call. Zuora's own
 * answers carry `reasons` or a code; anything else is a proxy's, a gateway's or another product's.
 */
export function isSetup({ status, headers, body }: Answer): boolean {
  if (status === 405) return true
  if (status === 403) return headers.get('content-type')?.includes('html') ?? false
  if (status !== 404) return false
  return !isOwn(body) || reasonsIn(body).some(({ message }) => noSuchEndpoint.test(message))
}

/** What Zuora's failures have at the top, in any of their shapes. */
const ownKeys = ['reasons', 'success', 'Success', 'Errors', 'processId', 'code', 'FaultCode']

function isOwn(body: unknown): boolean {
  const told = firstOf(body)
  return typeof told === 'object' && told !== null && ownKeys.some((key) => key in told)
}

/**
 * Whether a refused call may be made again as it was. Who lost a lock (50) has written nothing, and
 * Zuora's guide to errors would have it repeated; but another person was writing the same thing just
 * then, so whoever wished the write should look first. Only reads are.
 */
export function repeatOf(answer: Answer, asked: Asked): Retry | null {
  const after = pauseOf(answer.headers)
  if (asked.keyed && answer.status === 409) return { why: 'running', after }
  if (refusalOf(answer, asked).kind !== 'busy') return null
  const locked = reasonsIn(answer.body).some(({ category }) => category === 50)
  if (!locked || answer.status === 429) return { why: 'limit', after }
  return asked.reads ? { why: 'lock', after } : null
}

/** True for a 409 that brings what an earlier try under its key has made. */
export function isReplay({ status, body }: Answer): boolean {
  return status === 409 && typeof body === 'object' && body !== null && 'id' in body
}

/** For what comes before a write: however it fails, the write was not sent. */
export async function nothingWritten<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work
  } catch (error) {
    if (!(error instanceof BackendError) || error.refusal.kind !== 'outcomeUnknown') throw error
    throw new BackendError({ kind: 'backendUnreachable' }, { cause: error })
  }
}

/** True where the body itself says that it is a failure. Actions spell it with a capital. */
export function isFailure(body: unknown): boolean {
  const told = firstOf(body)
  if (typeof told !== 'object' || told === null) return false
  return (
    ('success' in told && told.success === false) || ('Success' in told && told.Success === false)
  )
}

/** True where the body itself says that it was done. */
export function saysSuccess(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'success' in body && body.success === true
}

/** Actions answer with a list of what became of each record; the desk only ever sends one. */
function firstOf(body: unknown): unknown {
  return Array.isArray(body) ? (body as unknown[])[0] : body
}

/** What to quote to Zuora's support, and to find in its logs. Never a message: it may name people. */
export function supportCodes({ status, headers, body }: Answer): string {
  const told = z.object({ processId: z.string(), requestId: z.string() })
  const { processId, requestId } = z.partial(told).safeParse(body).data ?? {}
  const codes = reasonsIn(body).map(({ category }) => category)
  return [
    `status ${status}`,
    codes.length > 0 && `categories ${codes.join(' ')}`,
    processId && `processId ${processId}`,
    `requestId ${requestId ?? headers.get('zuora-request-id') ?? 'unknown'}`,
  ]
    .filter(Boolean)
    .join(', ')
}

/** `code` is text in the reference and a number on the wire; actions say `Code` and `Message`. */
const reasonSchema = z.object({
  code: z.optional(z.union([z.string(), z.number()])),
  Code: z.optional(z.union([z.string(), z.number()])),
  FaultCode: z.optional(z.string()),
  message: z.optional(z.string()),
  Message: z.optional(z.string()),
  FaultMessage: z.optional(z.string()),
})

/** Nobody reads more, and it is looked through for names and limits. */
const longestSentence = 2_000

function reasonsIn(body: unknown): Reason[] {
  const told = firstOf(body)
  if (typeof told !== 'object' || told === null) return []
  const listed = 'reasons' in told ? told.reasons : 'Errors' in told ? told.Errors : undefined
  return (Array.isArray(listed) ? listed : [told]).flatMap((entry) => {
    const read = reasonSchema.safeParse(entry)
    if (!read.success) return []
    const { code, Code, FaultCode, message, Message, FaultMessage } = read.data
    const category = categoryOf(code ?? Code ?? FaultCode)
    const says = (message ?? Message ?? FaultMessage ?? '').slice(0, longestSentence)
    return category === null && says === '' ? [] : [{ category, message: says }]
  })
}

/** Never the first six digits: "not found" of a nested resource comes under that resource's own. */
function categoryOf(code: string | number | undefined): number | null {
  return /^\d{8}$/.test(String(code)) ? Number(code) % 100 : null
}

function sentenceOf(reasons: readonly Reason[]): string {
  const said = reasons.filter(({ message }) => message.trim())
  if (said.length === 0) return words.refusals.whole
  return said.map(({ message }) => words.refusals.other(message)).join(' ')
}

/** The same field under the names of Object Query. */
const otherNames = new Map([
  ['postalCode', 'zipCode'],
  ['description', 'contactDescription'],
])

/** One for each field that the message names; else one for no field. */
function problemsOf(reason: Reason, labels: Labels): Problem[] {
  const problems = fieldsIn(reason.message, labels).map(({ field, label }) => ({
    field,
    message: messageOf(reason, field, label),
  }))
  return problems.length > 0 ? problems : [{ field: null, message: sentenceOf([reason]) }]
}

/** Fields are named between quotes, perhaps inside of another object, or several with commas. */
function fieldsIn(message: string, labels: Labels): { field: string; label: string }[] {
  const quoted = [...message.matchAll(/'([^']+)'/g)].flatMap(([, names = '']) => names.split(','))
  const fields = quoted.map((path) => {
    const name = path.trim().split('.').at(-1) ?? ''
    return otherNames.get(name) ?? name
  })
  return [...new Set(fields)].flatMap((field) => {
    const label = labels.get(field)
    return label === undefined ? [] : [{ field, label }]
  })
}

function messageOf({ category, message }: Reason, field: string, label: string): string {
  const { refusals } = words
  if (category === 21) return refusals.unknown(label)
  if (category === 22 || /may not be (null|empty|blank)/i.test(message))
    return refusals.missing(label)
  const limit = /(?:length|characters?|long|most|exceeds?)\D*(\d+)/i.exec(message)?.[1]
  if (limit) return refusals.tooLong(label, limit)
  const options = /should be one of:\s*(.+)$/i.exec(message)?.[1]
  if (options) return refusals.oneOf(label, options)
  if (/four bytes|4-byte|emoji/i.test(message)) return refusals.basicPlane(label)
  if (field === 'country') return refusals.country(label)
  if (field === 'state') return refusals.state(label)
  if (field === 'workEmail' || field === 'personalEmail') return refusals.email(label)
  return refusals.other(message)
}
