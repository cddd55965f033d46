import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { vendors } from '#backends/vendors.ts'
import { configFrom } from '#server/config/config.ts'
import { runDesk, type RunningDesk } from '#server/runDesk.ts'
import { freshDatabase } from '../../helpers/database.ts'
import { freePort } from '../../helpers/desk.ts'
import { writing } from '../../helpers/gateway.ts'
import { client, startProvider, type TestProvider } from '../../helpers/provider.ts'
import { Visitor } from '../../helpers/visitor.ts'

/** One for every credential that the desk holds, each with what has to be written otherwise. */
const canary = {
  dayZero: 'canary/day-zero+"token"=1',
  zuoraId: 'canary-zuora-id',
  zuoraSecret: 'canary/zuora+secret=2',
  zuoraToken: 'canary-zuora-access-token',
  database: 'canary-database-password',
  oidc: client.secret,
}

/** Every byte that has left the desk, and where. */
const left: [place: string, text: string][] = []
/** What was asked of the billing systems. */
const asked: string[] = []

let folder: string
let origin: string
let provider: TestProvider
let upstream: Server
let desk: RunningDesk
/** How the billing systems end from now on. */
let status = 400

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'contact-desk-canary-'))
  const port = await freePort()
  origin = `http://localhost:${port}`
  provider = await startProvider(origin)
  provider.people['ann'] = { name: 'Ann Example', groups: ['writers'] }
  const address = await talkative()
  const database = new URL((await freshDatabase()).url)
  database.password = canary.database
  const file = join(folder, 'desk.json')
  const environment = { word: 'Test', tone: 'test' }
  await writeFile(join(folder, 'zuora-secret'), canary.zuoraSecret)
  await writeFile(join(folder, 'oidc-secret'), canary.oidc)
  await writeFile(
    file,
    JSON.stringify({
      signIn: { claim: 'groups', roles: { admin: ['writers'] } },
      workspaces: [
        {
          ...{ id: 'dayzero', name: 'Day Zero', backend: 'dayzero', environment },
          settings: {
            ...{ address, token: { env: 'DAYZERO_TOKEN' } },
            businessId: '01890000-0000-7000-8000-000000000001',
          },
        },
        {
          ...{ id: 'zuora', name: 'Zuora', backend: 'zuora', environment },
          settings: {
            ...{ address, clientId: { env: 'ZUORA_ID' } },
            clientSecret: { file: 'zuora-secret' },
          },
        },
      ],
    }),
  )
  const config = await configFrom(
    {
      PORT: String(port),
      DATABASE_URL: database.href,
      DESK_CONFIG: file,
      DESK_PUBLIC_URL: origin,
      DESK_OIDC_ISSUER: provider.issuer,
      DESK_OIDC_CLIENT_ID: client.id,
      DESK_OIDC_CLIENT_SECRET_FILE: join(folder, 'oidc-secret'),
      DAYZERO_TOKEN: canary.dayZero,
      ZUORA_ID: canary.zuoraId,
    },
    vendors,
  )
  desk = await runDesk(config, {
    version: '0.0.0-test',
    log: pino({ level: 'trace' }, { write: (line: string) => void left.push(['log', line]) }),
    page: async () => new Response('the page', { headers: { 'content-type': 'text/html' } }),
    print: (line) => void left.push(['console', line]),
  })
})

afterAll(async () => {
  await desk.stop()
  await provider.stop()
  upstream.closeAllConnections()
  upstream.close()
  await rm(folder, { recursive: true })
})

/** Billing systems that quote, in every way they can, what they were asked with. */
async function talkative(): Promise<string> {
  upstream = createServer((request, response) => {
    void (async () => {
      const body = Buffer.concat(await request.toArray()).toString()
      const { authorization = '' } = request.headers
      asked.push(authorization + body)
      if (request.url === '/oauth/token' && status !== 403) {
        const issued = { access_token: canary.zuoraToken, token_type: 'bearer', expires_in: 3600 }
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(issued))
        return
      }
      const secret = new URLSearchParams(body).get('client_secret') ?? ''
      const said = `wrong credentials: ${authorization} ${secret} ${encodeURIComponent(secret)} ${body}`
      const told = said.replace(/^wrong credentials: Bearer /, 'wrong token: ')
      response.writeHead(status, {
        'content-type': status === 502 ? 'text/html' : 'application/json',
        'www-authenticate': said.replaceAll(/[^\x20-\x7e]/g, ''),
        'x-request-id': authorization,
        ...(status === 302 && {
          location: `/elsewhere?token=${encodeURIComponent(authorization)}`,
        }),
        ...(status === 429 && { 'retry-after': '1' }),
      })
      response.end(
        status === 502
          ? `<h1>${said}</h1>`
          : JSON.stringify({
              ...{
                detail: status === 422 ? [{ loc: ['body', 'name'], msg: said, type: said }] : said,
              },
              ...{ success: false, processId: told, requestId: said, message: said },
              reasons: [{ code: 53000000 + status, message: told }],
            }),
      )
    })()
  })
  upstream.listen(0, '127.0.0.1')
  await once(upstream, 'listening')
  return `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`
}

/** A browser whose every answer from the desk is kept, but for the cookies that are its own. */
function watched(): Visitor {
  return new Visitor(origin, async (request) => {
    const answer = await fetch(request)
    const headers = [...answer.headers].filter(([name]) => name !== 'set-cookie')
    left.push([
      new URL(request.url).pathname,
      `${JSON.stringify(headers)} ${await answer.clone().text()}`,
    ])
    return answer
  })
}

const values = { name: 'Pat Plain', firstName: 'Pat', lastName: 'Plain' }

async function work(ann: Visitor, workspace: string): Promise<void> {
  const at = `/api/workspaces/${workspace}`
  for (const path of ['/customers?search=pat', '/customers/c-1', '/customers/c-1/contacts'])
    await ann.ask(at + path)
  await ann.ask(`${at}/customers/c-1/contacts/x-1`)
  const submissionId = crypto.randomUUID()
  const op = { op: 'create', revision: 1, customer: 'c-1' }
  const own =
    workspace === 'zuora'
      ? { firstName: 'Pat', lastName: 'Plain', asBillTo: true, asSoldTo: true, asShipTo: true }
      : { name: values.name, is_primary: false }
  await ann.ask(`${at}/submissions/${submissionId}`, writing({ ...op, values: own }))
  await ann.ask(`${at}/submissions/${submissionId}`)
  await ann.ask(`${at}/submissions/${submissionId}`, writing('{'))
}

function expectNoCanary(): void {
  const forms = Object.entries(canary).flatMap(([name, secret]) =>
    [
      secret,
      encodeURIComponent(secret),
      JSON.stringify(secret).slice(1, -1),
      JSON.stringify(JSON.stringify(secret).slice(1, -1)).slice(1, -1),
      Buffer.from(secret).toString('base64').replace(/=+$/, ''),
    ].map((form) => [name, form] as const),
  )
  const hits = left.flatMap(([place, text]) =>
    forms.filter(([, form]) => text.includes(form)).map(([name]) => `${name} in ${place}: ${text}`),
  )
  expect(hits).toEqual([])
}

test('no credential of the desk is in any answer or line of its log, whoever quotes it', async () => {
  const ann = watched()
  await ann.go('/auth/callback?code=canary&state=canary')
  provider.enters = 'ann'
  await ann.go('/auth/sign-in?returnTo=/w/dayzero')
  for (const path of [
    '/api/session',
    '/api/workspaces',
    '/api/openapi.json',
    '/metrics',
    '/readyz',
  ])
    await ann.ask(path)
  for (status of [400, 401, 403, 404, 409, 422, 302, 429, 500, 502]) await work(ann, 'dayzero')
  for (status of [400, 404, 401, 403]) await work(ann, 'zuora')
  for (const workspace of ['dayzero', 'zuora'])
    await ann.ask(`/api/workspaces/${workspace}/receipts`)
  await ann.ask('/metrics')
  const cookie = ann.cookie('__Host-desk')!
  await ann.signOut()
  await ann.ask('/api/workspaces')

  // They were used, and were quoted.
  for (const secret of [canary.dayZero, canary.zuoraToken])
    expect(asked.some((each) => each.includes(secret))).toBe(true)
  expect(asked.some((each) => each.includes(encodeURIComponent(canary.zuoraSecret)))).toBe(true)
  expect(left.some(([, text]) => text.includes('[hidden]'))).toBe(true)
  expect(left.filter(([place]) => place === 'log').length).toBeGreaterThan(100)
  expectNoCanary()
  for (const [, text] of left) expect(text).not.toContain(cookie)
})

test('nothing that is built for browsers looks at the settings, so no secret gets into it', async () => {
  const src = fileURLToPath(new URL('../../../src', import.meta.url))
  const files = (await readdir(src, { recursive: true }))
    .filter((name) => /\.tsx?$/.test(name) && !/^server\/|\/embedded\//.test(name))
    .map((name) => join(src, name))
  const built = [join(src, '../vite.config.ts'), join(src, '../index.html'), ...files]
  expect(built.length).toBeGreaterThan(100)
  for (const name of built)
    expect([name, await readFile(name, 'utf8')]).toEqual([
      name,
      expect.not.stringMatching(/import\.meta\.env|process\.env|loadEnv|\bdefine:/),
    ])
})
