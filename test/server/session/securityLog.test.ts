import { afterAll, beforeAll, expect, test } from 'vitest'
import { BackendError } from '#contract/api/refusal.ts'
import { HttpRefusal } from '#server/http/httpRefusal.ts'
import {
  aCreate,
  customer,
  openGateway,
  origin,
  workspaceOn,
  writing,
} from '../../helpers/gateway.ts'
import { memoryBackend } from '../../helpers/memoryBackend.ts'
import { startProvider, type TestProvider } from '../../helpers/provider.ts'
import type { Visitor } from '../../helpers/visitor.ts'
import { openSignInDesk, type SignInDesk } from './signInDesk.ts'

const info = 30
const warn = 40

let provider: TestProvider
let desk: SignInDesk

beforeAll(async () => {
  provider = await startProvider(origin)
  const email = 'canary@example.com'
  provider.people['ann'] = { name: 'Canary Ann', email, groups: ['lookers'] }
  desk = await openSignInDesk(
    provider,
    { workspaces: ['desk', 'other'].map((id) => workspaceOn(memoryBackend(customer), id)) },
    new Map([['desk', { viewer: ['lookers'] }]]),
  )
})

afterAll(() => provider.stop())

/** The lines that are about who may do what, since the last time. */
function events(): Record<string, unknown>[] {
  return desk.log.splice(0).filter((line) => 'security' in line)
}

async function idOf(browser: Visitor): Promise<string> {
  return ((await (await browser.ask('/api/session')).json()) as { person: { id: string } }).person
    .id
}

test('who signs in and out, and what is refused to whom, is in the log, and no name is', async () => {
  const ann = await desk.signedIn('ann')
  const person = await idOf(ann)
  await ann.ask(`/api/workspaces/desk/submissions/${crypto.randomUUID()}`, writing(aCreate()))
  await ann.ask('/api/workspaces/other/customers')
  await ann.ask('/api/workspaces/nowhere/customers')
  await ann.signOut()
  await ann.ask('/api/workspaces')
  const log = JSON.stringify(desk.log)
  const line = { reference: expect.stringMatching(/^[0-9A-Z]{7}$/) as string, msg: 'request' }
  expect(events()).toMatchObject([
    { ...line, security: 'signed in', person, level: info, status: 303 },
    { ...line, security: 'role refused', person, workspace: 'desk', level: warn, status: 403 },
    {
      ...line,
      security: 'workspace refused',
      person,
      workspace: 'other',
      level: warn,
      status: 404,
    },
    { ...line, security: 'signed out', person, level: info, status: 200 },
    { ...line, security: 'not signed in', level: info, status: 401 },
  ])
  expect(log).not.toMatch(/canary/i)
})

test('a sign-in that fails is in the log, with the code that the person sees', async () => {
  const browser = desk.visitor()
  const { answer } = await browser.go('/auth/callback?code=canary&state=canary')
  const page = await answer.text()
  const [line, ...more] = events()
  expect(more).toEqual([])
  expect(line).toMatchObject({ security: 'sign-in failed', level: warn, status: 400 })
  expect(page).toContain(line?.['reference'])
  expect(JSON.stringify(line)).not.toMatch(/canary/i)
})

test('a write from another page, another host and too many requests are in the log', async () => {
  const backend = memoryBackend(customer)
  const gateway = await openGateway({
    workspaces: [
      workspaceOn({
        ...backend,
        customer: async (id) => {
          if (id === 'ours') throw new HttpRefusal({ kind: 'busy', retryAfter: 1 })
          throw new BackendError({ kind: 'busy', retryAfter: 1 })
        },
      }),
    ],
  })
  const at = '/api/workspaces/desk'
  await gateway.ask(`${at}/submissions/${crypto.randomUUID()}`, {
    ...writing(aCreate()),
    headers: { 'content-type': 'application/json' },
  })
  await gateway.raw(new Request('http://evil.example/api/session'))
  await gateway.ask(`${at}/customers/ours`)
  await gateway.ask(`${at}/customers/theirs`)
  expect(gateway.log.map(({ security, level, status }) => [security, level, status])).toEqual([
    ['foreign write', warn, 403],
    ['foreign host', warn, 421],
    ['asked too often', warn, 429],
    [undefined, info, 429],
  ])
})
