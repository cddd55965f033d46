/**
 * The last two digits of an error's code, which say what kind of mistake it was. The first six name
 * the field or resource; Zuora's own numbers for those of contacts are not published.
 */
export type Category = keyof typeof statuses

/** The statuses that the categories have from version 2024-05-20 on. */
const statuses = {
  10: 403,
  11: 401,
  20: 400,
  21: 400,
  22: 400,
  23: 400,
  27: 400,
  30: 400,
  40: 404,
  45: 400,
  50: 409,
  60: 500,
  70: 429,
  90: 400,
} as const

export interface Reason {
  code: number
  message: string
}

/** Resource code of calls without a body, and of whatever is about no field. */
const noResource = 500_000

export function reason(category: Category, message: string, resource = noResource): Reason {
  return { code: resource * 100 + category, message }
}

interface ErrorOptionsOfZuora extends ErrorOptions {
  /** Where it is not the one of the first reason's category. */
  status?: number
  headers?: Record<string, string>
  /** Made in front of the API: it keeps its status whatever version is asked for. */
  atGate?: boolean
  /** What an action's `FaultCode` says; without it, it has the body of any other call. */
  fault?: string
}

/** Any answer that is not a success. */
export class ZuoraError extends Error {
  readonly reasons: readonly Reason[]
  readonly status: number
  readonly headers: Record<string, string>
  readonly atGate: boolean
  readonly fault: string | undefined

  constructor(reasons: readonly Reason[], options: ErrorOptionsOfZuora = {}) {
    super(reasons.map(({ message }) => message).join(' '), options)
    this.name = 'ZuoraError'
    this.reasons = reasons
    this.status = options.status ?? statusOf(reasons)
    this.headers = options.headers ?? {}
    this.atGate = options.atGate ?? false
    this.fault = options.fault
  }
}

function statusOf([first]: readonly Reason[]): number {
  const category = first && first.code % 100
  return (statuses as Record<number, number>)[category ?? 60] ?? 500
}

/** Throws all of them, in the order in which Zuora looks for them: unknown, missing, wrong. */
export function throwAny(reasons: readonly Reason[]): void {
  if (reasons.length === 0) return
  const order = [21, 22, 20].flatMap((category) =>
    reasons.filter(({ code }) => code % 100 === category),
  )
  throw new ZuoraError(order)
}

/** A required field that is not there. */
export function missing(field: string, resource?: number): Reason {
  return reason(22, `'${field}' may not be null`, resource)
}

/** A field whose value is not one: `says` goes on after its name. */
export function wrongValue(field: string, says: string, resource?: number): Reason {
  return reason(20, `'${field}' ${says}`, resource)
}

export function unknownFields(names: readonly string[]): Reason {
  return reason(21, `Invalid parameter(s): '${names.join(',')}'.`)
}

/** What a business rule forbids. */
export function rule(message: string): ZuoraError {
  return new ZuoraError([reason(30, message)])
}

export function notFound(key: string): ZuoraError {
  return new ZuoraError([reason(40, `Cannot find entity by key: '${key}'.`)])
}

/** A parameter of Object Query that is none. */
export function badQuery(message: string): ZuoraError {
  return new ZuoraError([reason(27, message)])
}

export function malformed(message: string, options?: ErrorOptions): ZuoraError {
  return new ZuoraError([reason(90, message)], options)
}

/** An action (ZOQL) that failed. Actions have statuses and bodies of their own in every version. */
export function faulty(code: string, message: string): ZuoraError {
  return new ZuoraError([reason(20, message)], { fault: code, atGate: true })
}
