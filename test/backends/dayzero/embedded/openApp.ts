import { expect } from 'vitest'
import type { DemoCustomer } from '#contract/backend/vendor.ts'
import { dayZeroApp, type DayZeroOptions } from '#backends/dayzero/embedded/app.ts'
import { embedded } from '#backends/dayzero/embedded/embedded.ts'
import { freshDatabase } from '../../../helpers/database.ts'
import { wrongBy } from './conformance.ts'

export const business = '01890000-0000-7000-8000-000000000001'
export const nobody = '01890000-0000-7000-8000-00000000dead'

export const generations = ['bare', 'enveloped'] as const

interface Ask {
  /** Sent as it is when it is text, else as JSON. */
  body?: unknown
  /** Null leaves the header out. */
  token?: string | null
  business?: string | null
  contentType?: string | null
  headers?: Record<string, string>
}

/** What tests read of a contact. */
export interface Contact {
  id: string
  entity_type: string
  entity_id: string
  name: string
  email: string | null
  phone: string | null
  role: string | null
  is_primary: boolean
  notes: string | null
  created_at: string
  updated_at: string
}

/** What tests read of a customer. */
export interface Customer {
  id: string
  name: string
  email: string
  status: string
  is_deleted: boolean
  contacts?: { id: string; customer_id: string }[]
}

export interface Page<Item> {
  items: Item[]
  total: number | null
  limit: number
  next_cursor: string | null
  prev_cursor: string | null
  has_next: boolean
  has_prev: boolean
}

export type App = Awaited<ReturnType<typeof openApp>>

export interface Reply<Data = unknown> {
  status: number
  headers: Headers
  /** The bytes as text. */
  text: string
  body: unknown
  /** What was asked for, out of its envelope where there is one. */
  data: Data
}

/**
 * The embedded Day Zero on a database of its own. Every reply is held against the OpenAPI document
 * and a fault fails the test.
 */
export async function openApp(
  customers: readonly DemoCustomer[] = [],
  options: Partial<DayZeroOptions> = {},
) {
  const { database } = await freshDatabase()
  await database.query(embedded.schema)
  if (customers.length > 0) await embedded.seed(database, customers)
  const faults: unknown[] = []
  const send = dayZeroApp({
    database,
    now: () => new Date(),
    onFault: (error) => faults.push(error),
    ...options,
  })

  async function ask<Data = unknown>(
    method: string,
    path: string,
    it: Ask = {},
  ): Promise<Reply<Data>> {
    const url = new URL(`http://day-zero.example/api/v1${path}`)
    const response = await send(
      new Request(url, { method, headers: headersOf(it), body: bytesOf(it) }),
    )
    const text = await response.text()
    expect(faults).toEqual([])
    expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    const { status, headers } = response
    const body: unknown = text === '' ? undefined : JSON.parse(text)
    if (url.pathname !== '/api/v1/nothing' && status !== 307 && method !== 'HEAD')
      expect(wrongBy(method, url.pathname, status, body)).toBeUndefined()
    // A test says what it expects to read; what is not there fails it.
    const data = (status < 300 ? unwrapped(body) : undefined) as Data
    return { status, headers, text, body, data }
  }

  function unwrapped(body: unknown): unknown {
    if (options.generation !== 'enveloped') return body
    const { data, ...envelope } = body as { data?: unknown }
    expect(envelope).toEqual({ success: true, message: null, code: null })
    return data
  }

  async function customerId(search: string): Promise<string> {
    const { data } = await ask<Page<Customer>>(
      'GET',
      `/customers?limit=1&search=${encodeURIComponent(search)}`,
    )
    return data.items[0]!.id
  }

  /** One more customer, of this test's own. */
  async function newCustomer(name = 'Plain Paper Company'): Promise<string> {
    const email = `${crypto.randomUUID()}@customer.example`
    return (await ask<Customer>('POST', '/customers', { body: { name, email } })).data.id
  }

  return { ask, send, database, customerId, newCustomer }
}

function headersOf({ token = 'dz_embedded', ...it }: Ask): Headers {
  const headers = new Headers(it.headers)
  if (token !== null) headers.set('authorization', `Bearer ${token}`)
  if (it.business !== null) headers.set('x-business-id', it.business ?? business)
  if (it.body !== undefined && it.contentType !== null)
    headers.set('content-type', it.contentType ?? 'application/json')
  return headers
}

/** As bytes, because `Request` would add a Content-Type to text. */
function bytesOf({ body }: Ask): Uint8Array<ArrayBuffer> | undefined {
  if (body === undefined) return undefined
  if (body instanceof Uint8Array) return new Uint8Array(body)
  return new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body))
}
