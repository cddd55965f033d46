import type { Endpoint } from '#contract/backend/endpoint.ts'
import type { States } from '#backends/zuora/states.ts'
import type { CustomField } from '#contract/fields/field.ts'
import type { Database } from '#contract/backend/vendor.ts'

export type Json = null | boolean | number | string | Json[] | JsonObject
export interface JsonObject {
  [name: string]: Json
}

/** What differs from one Zuora tenant to the next. */
export interface Tenant {
  /** The Ship To Contact feature: contacts know which roles they may be given. */
  shipTo: boolean
  /** The custom fields of its contacts. */
  customFields: readonly CustomField[]
  /** The custom fields of its accounts. */
  accountFields: readonly CustomField[]
  /** The states it knows. */
  states: States
}

/** What an operation is given: a request that is allowed, and whose body is a JSON object. */
export interface Call {
  params: Record<string, string>
  query: URLSearchParams
  /** Empty where the call has no body. */
  body: JsonObject
  /** Under an idempotency key, all of the operation is in one transaction already. */
  queries: Database
  now: Date
  tenant: Tenant
  /** A new id: 32 hexadecimal digits. */
  newId(): string
}

/** Which kind of API a call belongs to. Each has error bodies of its own. */
export type Family = 'v1' | 'objectQuery' | 'action'

/** One endpoint with everything needed to serve it. */
export interface Operation {
  endpoint: Endpoint
  family: Family
  /**
   * Answers the JSON body of a 200.
   * @throws ZuoraError for everything that the caller got wrong; then nothing is written
   */
  run(call: Call): Promise<unknown>
}
