import { execFile } from 'node:child_process'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import { createAdaptorServer } from '@hono/node-server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { business, openApp, type App, type Contact, type Page } from './openApp.ts'

/*
 * The samples of Day Zero's own page for POST /customers/{customer_id}/contacts, word for word but
 * for host, token and ids, over a real port.
 */

const run = promisify(execFile)
const mount = '/embedded/dayzero'

let app: App
let host: string
let customer: string
let contacts: string
let server: ReturnType<typeof createAdaptorServer>

beforeAll(async () => {
  app = await openApp()
  server = createAdaptorServer({ fetch: (request) => app.send(unmounted(request)) })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // Listening on TCP, so it is no path of a socket.
  host = `http://127.0.0.1:${(server.address() as AddressInfo).port}${mount}`
  customer = await app.newCustomer()
  contacts = `/customers/${customer}/contacts`
})

afterAll(async () => {
  await new Promise((resolve) => server.close(resolve))
})

/** The prefix taken off, as whoever mounts the app does it. */
function unmounted(request: Request): Request {
  const url = new URL(request.url)
  url.pathname = url.pathname.slice(mount.length)
  return new Request(url, request)
}

const made = {
  id: expect.any(String),
  entity_type: 'customer',
  entity_id: expect.any(String),
  name: 'string',
  email: null,
  phone: null,
  role: null,
  is_primary: false,
  notes: null,
  created_at: expect.any(String),
  updated_at: expect.any(String),
}

async function count(): Promise<number | null> {
  const path = `${contacts}?include_total_count=true`
  return (await app.ask<Page<Contact>>('GET', path)).data.total
}

async function has(program: string): Promise<boolean> {
  return run(program, ['--version']).then(
    () => true,
    () => false,
  )
}

describe('the sample in', async () => {
  const [curl, python] = await Promise.all([has('curl'), has('python3')])

  test.runIf(curl)('cURL', async () => {
    const sample = `curl -X POST '${host}/api/v1/customers/${customer}/contacts' \\
  -H 'Authorization: Bearer dz_embedded' \\
  -H 'x-business-id: ${business}' \\
  -H 'Content-Type: application/json' \\
  -d '{
  "name": "string"
}'`
    const before = (await count()) ?? 0
    const { stdout } = await run('sh', ['-c', `${sample} --silent --noproxy '*'`])
    expect(JSON.parse(stdout)).toEqual(made)
    expect(await count()).toBe(before + 1)
  })

  test('JavaScript', async () => {
    const response = await fetch(`${host}/api/v1/customers/${customer}/contacts`, {
      method: 'POST',
      headers: {
        Authorization: 'Bearer dz_embedded',
        'x-business-id': business,
        'Content-Type': 'application/json',
      },
      body: JSON.stringify({
        name: 'string',
      }),
    })
    const data: unknown = await response.json()
    expect([response.status, data]).toEqual([201, made])
  })

  // What httpx 0.28 sends for the sample's `httpx.post(url, headers=headers, json=payload)`: the
  // same headers in the same order, compact JSON. With Python's own client, as httpx is not at hand.
  test.runIf(python)('Python', async () => {
    const { stdout } = await run('python3', ['-c', pythonSample, host, customer, business])
    const [status, data] = JSON.parse(stdout) as unknown[]
    expect([status, data]).toEqual([201, made])
  })
})

const pythonSample = `
import http.client, json, sys
from urllib.parse import urlsplit

host, customer, business = sys.argv[1:]
url = urlsplit(f"{host}/api/v1/customers/{customer}/contacts")

headers = {
    "Authorization": "Bearer dz_embedded",
    "x-business-id": business,
}

payload = {
  "name": "string"
}

body = json.dumps(payload, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
connection = http.client.HTTPConnection(url.hostname, url.port)
connection.putrequest("POST", url.path, skip_host=True, skip_accept_encoding=True)
for name, value in {
    "Host": url.netloc,
    "Accept": "*/*",
    "Accept-Encoding": "gzip, deflate",
    "Connection": "keep-alive",
    "User-Agent": "python-httpx/0.28.1",
    **headers,
    "Content-Length": str(len(body)),
    "Content-Type": "application/json",
}.items():
    connection.putheader(name, value)
connection.endheaders(body)
response = connection.getresponse()
print(json.dumps([response.status, json.loads(response.read())]))
`

test('a slash too many is forgiven over the wire as well', async () => {
  const response = await fetch(`${host}/api/v1${contacts}/?limit=1`, {
    headers: { authorization: 'Bearer dz_embedded', 'x-business-id': business },
  })
  expect([response.status, new URL(response.url).pathname]).toEqual([
    200,
    `${mount}/api/v1${contacts}`,
  ])
})
