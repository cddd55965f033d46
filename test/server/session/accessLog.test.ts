import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { logPageSchema } from '#contract/api/history.ts'
import { ownSessionsSchema } from '#contract/api/ownSessions.ts'
import { verifyChains } from '#server/audit/verify.ts'
import { aCreate, customer, origin, workspaceOn, writing } from '../../helpers/gateway.ts'
import { memoryBackend } from '../../helpers/memoryBackend.ts'
import { client, confirmSignOut, startProvider, type TestProvider } from '../../helpers/provider.ts'
import type { Visitor } from '../../helpers/visitor.ts'
import { openSignInDesk, type SignInDesk } from './signInDesk.ts'

const minute = 60_000
const roles = new Map(
  ['here', 'there'].map((id) => [
    id,
    { viewer: [`${id}-lookers`], editor: [`${id}-writers`], admin: [`${id}-chiefs`] },
  ]),
)

let provider: TestProvider
let desk: SignInDesk
/** Another gateway, as far as the two know: they share the database alone. */
let other: SignInDesk

beforeAll(async () => {
  provider = await startProvider(origin)
  provider.refreshes = true
  const workspaces = [...roles.keys()].map((id) => workspaceOn(memoryBackend(customer), id))
  desk = await openSignInDesk(provider, { workspaces }, roles)
  other = await openSignInDesk(provider, { workspaces, database: desk.database }, roles)
})

beforeEach(async () => {
  for (const table of ['sessions', 'audit', 'audit_heads', 'denials', 'known_roles'])
    await desk.database.query(`delete from desk.${table}`)
  at(0)
  provider.people['ann'] = { name: 'Ann Example', groups: ['here-writers'] }
  provider.people['chief'] = { name: 'Chief Example', groups: ['here-chiefs', 'there-chiefs'] }
  provider.people['eve'] = { name: 'Eve Example', groups: [] }
})

afterAll(() => provider.stop())

/** A moment ago a minute began, so that none ends during a test. */
function at(minutes: number): void {
  const begun = minute - (Date.now() % minute)
  for (const gateway of [desk, other]) gateway.clock.ahead = begun + minutes * minute
}

/** What an admin reads about others in the log of a workspace, the newest first. */
async function logOf(workspace: string, query = '?person=example') {
  const chief = await desk.signedIn('chief')
  const answer = await chief.ask(`/api/workspaces/${workspace}/log${query}`)
  const { items } = z.parse(logPageSchema, await answer.json())
  return items.filter(({ person }) => person.name !== 'Chief Example')
}

async function expectWhole(): Promise<void> {
  for (const check of await verifyChains(desk.database)) expect(check.kind).toBe('whole')
}

const newSubmission = (workspace: string) =>
  `/api/workspaces/${workspace}/submissions/${crypto.randomUUID()}`

test('signing in and out are rows of the log of each workspace in which somebody has a role', async () => {
  provider.people['ann'] = { name: 'Ann Example', groups: ['here-writers', 'there-lookers'] }
  const ann = await desk.signedIn('ann')
  expect((await ann.ask(newSubmission('here'), writing(aCreate()))).status).toBe(200)
  await ann.signOut()
  const who = { name: 'Ann Example', role: 'editor' }
  const rows = await logOf('here')
  expect(rows).toMatchObject([
    {
      ...{ op: 'signOut', person: who, outcome: 'saved', customer: '' },
      changes: [
        { field: 'by', old: null, new: 'person' },
        { field: 'sessions', old: null, new: '1' },
      ],
    },
    { op: 'create', person: who, outcome: 'saved' },
    { op: 'signIn', person: who, outcome: 'saved', customer: '', changes: [] },
  ])
  const references = desk.log.filter(({ security }) => security).map(({ reference }) => reference)
  for (const row of rows) if (row.op !== 'create') expect(references).toContain(row.reference)
  expect((await logOf('there')).map(({ op, person }) => [op, person.role])).toEqual([
    ['signOut', 'viewer'],
    ['signIn', 'viewer'],
  ])
  // A support code finds each.
  expect(await logOf('here', `?code=${rows[0]!.code}`)).toMatchObject([{ op: 'signOut' }])
  await expectWhole()
})

test('whoever has no role anywhere is in a chain of their own', async () => {
  const eve = await desk.signedIn('eve')
  await eve.signOut()
  const rows = await desk.database.query(
    `select op, person_name, role from desk.audit where workspace = '*' order by number`,
  )
  const who = { person_name: 'Eve Example', role: null }
  expect(rows).toEqual([
    { op: 'signIn', ...who },
    { op: 'signOut', ...who },
  ])
  expect(await verifyChains(desk.database)).toMatchObject([{ workspace: '*', kind: 'whole' }])
})

test('every way in which a session is ended is a row that says how', async () => {
  const ended = async (how: () => Promise<unknown>) => {
    await desk.database.query('delete from desk.audit')
    await desk.database.query('delete from desk.audit_heads')
    await how()
    const rows = await logOf('here')
    return rows
      .filter(({ op }) => op === 'signOut')
      .map(({ changes }) => changes.map((change) => change.new))
  }
  let ann = await desk.signedIn('ann')
  provider.tells = (request) => other.raw(request)
  expect(await ended(() => leaves(ann))).toEqual([['provider', '1']])

  ann = await desk.signedIn('ann')
  expect(await ended(() => ann.go('/auth/sign-in'))).toEqual([['newSignIn', '1']])

  const others = [await desk.signedIn('ann'), await other.signedIn('ann')]
  expect(await ended(() => ann.ask('/api/sessions', writing({ ended: true })))).toEqual([
    ['otherSession', '2'],
  ])
  expect((await others[0]!.ask('/api/workspaces')).status).toBe(401)
  const { items } = z.parse(ownSessionsSchema, await (await ann.ask('/api/sessions')).json())
  // Nothing ends, so there is nothing to write.
  const none = `/api/sessions/none`
  expect(await ended(() => ann.ask(none, writing({ ended: true })))).toEqual([])
  expect(items).toHaveLength(1)

  await desk.signedIn('ann')
  expect(await ended(() => ann.signOut())).toEqual([['person', '2']])
  expect(await ended(() => ann.signOut())).toEqual([])

  ann = await desk.signedIn('ann')
  delete provider.people['ann']
  at(5)
  expect(await ended(() => ann.ask('/api/workspaces'))).toEqual([['refused', '1']])
})

/** Signs out at the provider itself. */
async function leaves(browser: Visitor): Promise<void> {
  const asks = await browser.go(`${provider.issuer}/session/end?client_id=${client.id}`)
  await confirmSignOut(browser, asks)
}

test('a role that changed is a row with the old and the new one, at work or at the next sign-in', async () => {
  const ann = await desk.signedIn('ann')
  provider.people['ann'] = { name: 'Ann Example', groups: ['here-lookers', 'there-writers'] }
  at(5)
  await ann.ask('/api/workspaces')
  const moves = async (workspace: string) =>
    (await logOf(workspace))
      .filter(({ op }) => op === 'roleChange')
      .map(({ person, changes }) => [person.role, ...changes])
  expect(await moves('here')).toEqual([['viewer', { field: 'role', old: 'editor', new: 'viewer' }]])
  // The first role in a workspace is no change of one.
  expect(await moves('there')).toEqual([])
  await ann.signOut()

  provider.people['ann'] = { name: 'Ann Example', groups: ['here-lookers'] }
  await desk.signedIn('ann')
  await desk.signedIn('ann')
  expect(await moves('there')).toEqual([[null, { field: 'role', old: 'editor', new: null }]])
  expect(await moves('here')).toHaveLength(1)
  await expectWhole()
})

test('refused requests are one row for each person, route and minute, however many they are', async () => {
  provider.people['ann'] = { name: 'Ann Example', groups: ['here-lookers'] }
  const ann = await desk.signedIn('ann')
  for (let times = 0; times < 20; times++)
    expect((await ann.ask(newSubmission('here'), writing(aCreate()))).status).toBe(403)
  expect((await ann.ask('/api/workspaces/here/settings')).status).toBe(403)
  expect((await ann.ask('/api/workspaces/there/customers')).status).toBe(404)
  expect((await ann.ask('/api/workspaces/nowhere/customers')).status).toBe(404)
  const denied = async (workspace: string) =>
    (await logOf(workspace)).filter(({ op }) => op === 'denied')
  await desk.writeDenials()
  expect(await denied('here')).toEqual([])

  at(1)
  await ann.ask(newSubmission('here'), writing(aCreate()))
  at(2)
  await Promise.all([desk.writeDenials(), other.writeDenials()])
  const rows = await denied('here')
  const put = 'PUT /api/workspaces/{workspace}/submissions/{id}'
  const settings = 'GET /api/workspaces/{workspace}/settings'
  expect(rows.map(({ changes }) => changes.map((change) => change.new))).toEqual([
    [put, '1'],
    [settings, '1'],
    [put, '20'],
  ])
  expect(rows[2]).toMatchObject({
    person: { name: 'Ann Example', role: 'viewer' },
    ...{ outcome: 'refused', refusal: 'permission', customer: '' },
    upstream: { status: 403 },
  })
  // The first of them is found in the server's log.
  const lines = desk.log.filter(({ security }) => security === 'role refused')
  expect(rows[2]?.reference).toBe(lines[0]?.['reference'])
  expect(await denied('there')).toMatchObject([
    { person: { name: 'Ann Example', role: null }, upstream: { status: 404 } },
  ])
  expect(await desk.database.query('select 1 from desk.denials')).toEqual([])
  await expectWhole()
})

test('a row that is changed afterwards is found', async () => {
  await desk.signedIn('ann')
  await desk.database.query(`update desk.audit set person_name = 'Somebody Else'`)
  expect(await verifyChains(desk.database)).toMatchObject([
    { kind: 'broken', breaks: [{ kind: 'changed', row: 1 }] },
  ])
})

test('who is no admin reads of their own signing in, and of nobody else’s', async () => {
  await desk.signedIn('chief')
  const ann = await desk.signedIn('ann')
  const answer = await ann.ask('/api/workspaces/here/log')
  const { items } = z.parse(logPageSchema, await answer.json())
  expect(items.map(({ op, person }) => [op, person.name])).toEqual([['signIn', 'Ann Example']])
})

test('no session begins or ends without its row', async () => {
  const ann = await desk.signedIn('ann')
  await desk.database.query('alter table desk.audit rename to gone')
  const tom = await desk.signedIn('eve')
  expect((await tom.ask('/api/workspaces')).status).toBe(401)
  expect((await ann.signOut()).status).toBe(500)
  await desk.database.query('alter table desk.gone rename to audit')
  expect(await desk.database.query('select id from desk.sessions')).toHaveLength(1)
})
