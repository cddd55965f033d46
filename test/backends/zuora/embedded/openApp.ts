import { expect } from 'vitest'
import { zuoraApp, type ZuoraOptions } from '#backends/zuora/embedded/app.ts'
import { embedded } from '#backends/zuora/embedded/embedded.ts'
import { freshDatabase } from '../../../helpers/database.ts'

export interface Ask {
  /** Bytes and text are sent as they are, anything else as JSON. */
  body?: unknown
  /** Null leaves the header out. Left out: a token of this app's own. */
  token?: string | null
  /** Null leaves the header out. Left out: the newest version. */
  version?: string | null
  contentType?: string | null
  headers?: Record<string, string>
}

export interface Reply {
  status: number
  headers: Headers
  /** The bytes as text. */
  text: string
  body: Body
}

/** What tests read of any body. */
export interface Body extends Record<string, unknown> {
  success?: boolean
  id?: string
  reasons?: { code: number; message: string }[]
  requestId?: string
  processId?: string
}

export type App = Awaited<ReturnType<typeof openApp>>

export interface Account {
  id: string
  number: string
  /** Its bill-to and sold-to contact. */
  contact: string
}

/** A clock that stands still until it is moved. */
export function clockAt(start: string) {
  let time = new Date(start).getTime()
  return {
    now: () => new Date(time),
    forward(seconds: number) {
      time += seconds * 1000
    },
  }
}

const form = 'application/x-www-form-urlencoded'
export const credentials =
  'client_id=embedded-client&client_secret=embedded-secret&grant_type=client_credentials'

/** The embedded Zuora on a database of its own. A fault fails the test. */
export async function openApp(options: Partial<ZuoraOptions> = {}) {
  const database = options.database ?? (await freshDatabase()).database
  if (!options.database) await database.query(embedded.schema)
  const faults: unknown[] = []
  const send = zuoraApp({
    database,
    now: () => new Date(),
    onFault: (error) => faults.push(error),
    ...options,
  })
  let own: string | undefined

  async function ask(method: string, path: string, it: Ask = {}): Promise<Reply> {
    const token = it.token === undefined ? (own ??= await newToken()) : it.token
    const headers = headersOf(it, token)
    const url = `http://zuora.example${path}`
    const response = await send(new Request(url, { method, headers, body: bytesOf(it) }))
    const text = await response.text()
    expect(faults).toEqual([])
    expect(response.headers.get('zuora-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    const isJson = text !== '' && !response.headers.has('content-encoding')
    const body = (isJson ? JSON.parse(text) : {}) as Body
    return { status: response.status, headers: response.headers, text, body }
  }

  async function newToken(): Promise<string> {
    const reply = await ask('POST', '/oauth/token', {
      ...{ token: null, body: credentials, contentType: form },
    })
    return String(reply.body.access_token)
  }

  /** One more account with one contact, who has both roles. */
  async function newAccount(contacts = 1): Promise<Account> {
    const id = crypto.randomUUID().replaceAll('-', '')
    const contact = crypto.randomUUID().replaceAll('-', '')
    const number = `A${id.slice(0, 8)}`
    await database.query(
      `insert into zuora.accounts
         (id, account_number, name, currency, bill_to_id, sold_to_id, created_at, updated_at)
       values ($1, $2, 'Plain Paper Company', 'EUR', $3, $3, now(), now())`,
      [id, number, contact],
    )
    await database.query(
      `insert into zuora.contacts (id, account_id, first_name, last_name, created_at, updated_at)
       select case number when 1 then $2 else md5($2 || number) end, $1, 'Bill', 'To', now(), now()
       from generate_series(1, $3::int) as number`,
      [id, contact, contacts],
    )
    return { id, number, contact }
  }

  /** One more contact, as tests need it. */
  async function newContact(account: Account, fields: object = {}): Promise<string> {
    const body = { accountId: account.id, firstName: 'Mia', lastName: 'Berg', ...fields }
    const reply = await ask('POST', '/v1/contacts', { body })
    expect(reply).toMatchObject({ status: 200, body: { success: true } })
    return String(reply.body.id)
  }

  async function contactsOf(account: Account): Promise<number> {
    const [row] = await database.query<{ count: number }>(
      'select count(*) as count from zuora.contacts where account_id = $1',
      [account.id],
    )
    return row?.count ?? 0
  }

  /** Opens every connection there may be, so that what is asked at once is done at once. */
  async function atOnce(): Promise<void> {
    const connections = 5
    let missing = connections
    let open = () => {}
    const all = new Promise<void>((resolve) => (open = resolve))
    const hold = () =>
      database.transaction(async () => {
        if (--missing === 0) open()
        await all
      })
    await Promise.all(Array.from({ length: connections }, hold))
  }

  return { ask, send, database, newAccount, newContact, contactsOf, newToken, atOnce }
}

function headersOf(it: Ask, token: string | null): Headers {
  const headers = new Headers(it.headers)
  if (token !== null) headers.set('authorization', `Bearer ${token}`)
  if (it.version !== null) headers.set('zuora-version', it.version ?? '2025-08-12')
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

/** The categories of an error's reasons, in their order. */
export function categoriesOf({ body }: Reply): number[] {
  return (body.reasons ?? []).map(({ code }) => code % 100)
}

export function messagesOf({ body }: Reply): string[] {
  return (body.reasons ?? []).map(({ message }) => message)
}
