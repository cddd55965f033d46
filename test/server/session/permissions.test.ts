import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { accessRoles, type AccessRole } from '#contract/api/accessRole.ts'
import { outcomeSchema } from '#contract/api/submission.ts'
import { supportCodeOf } from '#contract/api/supportCode.ts'
import { aCreate, customer, origin, workspaceOn, writing } from '../../helpers/gateway.ts'
import { memoryBackend, type MemoryBackend } from '../../helpers/memoryBackend.ts'
import { startProvider, type TestProvider } from '../../helpers/provider.ts'
import type { Visitor } from '../../helpers/visitor.ts'
import { openSignInDesk, type SignInDesk } from './signInDesk.ts'

/*
 * Roles × workspaces × every route of the API × ids that are one's own, another person's, and nobody's.
 * The routes come from the API's own document, so that a new one is in here before it is thought of.
 */

/** In each workspace each role belongs to a group of its own. */
const groupOf = (workspace: string, role: AccessRole) => `${workspace}-${role}`
const workspaces = ['here', 'there']
/** Nobody configured this one. */
const nowhere = 'nowhere'

/** What somebody is in each workspace. */
type Standing = Record<string, AccessRole | null>
const standings: Standing[] = [null, ...accessRoles].flatMap((here) =>
  [null, ...accessRoles].map((there) => ({ here, there })),
)
const nameOf = ({ here, there }: Standing) => `${here ?? 'nobody'}-${there ?? 'nobody'}`

/** Whose id stands in the address. */
const whose = ['own', 'foreign', 'missing'] as const
type Whose = (typeof whose)[number]

interface Operation {
  method: 'GET' | 'PUT'
  path: string
}

let provider: TestProvider
let desk: SignInDesk
const backends = new Map<string, MemoryBackend>()
const browsers = new Map<string, Visitor>()
let operations: Operation[]
/** By workspace: what somebody who left did there. */
const foreign = new Map<string, { submissionId: string; contact: string }>()
/** By person and workspace. */
const own = new Map<string, { submissionId: string; contact: string }>()

const documentSchema = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
})

beforeAll(async () => {
  provider = await startProvider(origin)
  const groups = Object.fromEntries(workspaces.map((id) => [id, groupsIn(id)]))
  for (const id of workspaces) backends.set(id, memoryBackend(customer))
  desk = await openSignInDesk(
    provider,
    { workspaces: [...backends].map(([id, backend]) => workspaceOn(backend, id)) },
    new Map(Object.entries(groups)),
  )
  const left = await signedIn('left', { here: 'editor', there: 'editor' })
  for (const id of workspaces) foreign.set(id, await saved(left, id))

  for (const standing of standings) {
    const person = nameOf(standing)
    // What they did while they might; the role may have gone since.
    const before = await signedIn(person, { here: 'editor', there: 'editor' })
    for (const id of workspaces) own.set(`${person} ${id}`, await saved(before, id))
    browsers.set(person, await signedIn(person, standing))
  }

  const answer = await browsers.get('admin-admin')!.ask('/api/openapi.json')
  const { paths } = z.parse(documentSchema, await answer.json())
  operations = Object.entries(paths).flatMap(([path, its]) =>
    Object.keys(its).map((method) => ({
      method: method === 'get' ? ('GET' as const) : ('PUT' as const),
      path,
    })),
  )
})

afterAll(() => provider.stop())

function groupsIn(workspace: string) {
  return Object.fromEntries(accessRoles.map((role) => [role, [groupOf(workspace, role)]]))
}

async function signedIn(person: string, standing: Standing): Promise<Visitor> {
  provider.people[person] = {
    name: person,
    groups: Object.entries(standing).flatMap(([id, role]) => (role ? [groupOf(id, role)] : [])),
  }
  return desk.signedIn(person)
}

let submissionIds = 0
const newSubmissionId = () => `01890000-0000-7000-8000-${String(++submissionIds).padStart(12, '0')}`

async function saved(browser: Visitor, workspace: string) {
  const submissionId = newSubmissionId()
  const path = `/api/workspaces/${workspace}/submissions/${submissionId}`
  const answer = await browser.ask(path, writing(aCreate({ name: `By ${submissionId}` })))
  const outcome = z.parse(outcomeSchema, await answer.json())
  if (outcome.state !== 'succeeded' || !outcome.contact) throw new Error('nothing was saved')
  return { submissionId, contact: outcome.contact.id }
}

interface Asked extends Operation {
  person: string
  workspace: string
  whose: Whose
}

/** The route with everything in its place. */
function addressOf({ path, person, workspace, whose }: Asked): string {
  const done = whose === 'own' ? own.get(`${person} ${workspace}`) : foreign.get(workspace)
  const ids: Record<string, string> = {
    workspace,
    customer: whose === 'missing' ? 'c-none' : customer.id,
    contact: whose === 'missing' || !done ? 'none' : done.contact,
    id: whose === 'missing' || !done ? newSubmissionId() : done.submissionId,
    // Ending another person's session is as ending none.
    session: 'none',
  }
  const address = path.replace(/\{(\w+)\}/g, (_, name: string) => ids[name]!)
  return path.endsWith('/recipients') ? `${address}?customers=${ids['customer']}` : address
}

function bodyOf({ method, path }: Operation): RequestInit {
  if (method === 'GET') return {}
  if (path.startsWith('/api/sessions')) return writing({ ended: true })
  if (path.endsWith('/shortcuts')) return writing({ keys: {}, singleKeys: false })
  if (path.endsWith('/contact')) return writing({ contact: 'c-1' })
  return writing(
    path.endsWith('/duplicate') ? { keep: true } : aCreate({ name: `New ${++submissionIds}` }),
  )
}

/** Everything that comes back, without the code that is another one each time. */
async function askedBy(browser: Visitor, asked: Asked): Promise<[number, string, string[][]]> {
  const answer = await browser.ask(addressOf(asked), bodyOf(asked))
  const body = await answer.text()
  return [answer.status, body.replace(/"reference":"\w{7}"/, '"reference":""'), [...answer.headers]]
}

/** What has to come of it, by the rules alone. */
function expected({ method, path, whose }: Asked, role: AccessRole | null): number {
  if (!path.includes('{workspace}')) return 200
  if (!role) return 404
  if (method === 'PUT' && role === 'viewer') return 403
  // How it is configured, and whether it works, is for whoever looks after it.
  if (/\/(settings|probes)$/.test(path)) return role === 'admin' ? 200 : 403
  // What the desk created needs no customer that the billing system knows.
  if (path.endsWith('/health') || path.endsWith('/created')) return 200
  if (/\/(receipts|log|customers)$/.test(path)) return 200
  if (path.includes('{id}')) {
    // What was saved asks about no contact.
    if (path.endsWith('/contact')) return whose === 'own' ? 409 : 404
    // Another person's is as good as none, for admins too; a create under a free id is a new one.
    if (path.endsWith('/duplicate') || method === 'GET') return whose === 'own' ? 200 : 404
    return whose === 'own' ? 422 : whose === 'foreign' ? 404 : 200
  }
  // Contacts and customers belong to the workspace, not to a person.
  return whose === 'missing' ? 404 : 200
}

// Hundreds of requests: a busy machine is slow.
test('every cell of the matrix comes to what the rules say', { timeout: 300_000 }, async () => {
  const wrong: unknown[] = []
  let cells = 0
  for (const standing of standings)
    for (const operation of operations)
      for (const workspace of workspaces)
        for (const each of whose) {
          const asked: Asked = { ...operation, person: nameOf(standing), workspace, whose: each }
          const [status, body] = await askedBy(browsers.get(asked.person)!, asked)
          const should = expected(asked, standing[workspace] ?? null)
          cells += 1
          if (status !== should) wrong.push({ ...asked, should, status, body })
        }
  expect(wrong).toEqual([])
  expect(operations.length).toBeGreaterThanOrEqual(15)
  expect(cells).toBe(16 * operations.length * 2 * 3)
})

test('a workspace without a role is, byte for byte, a workspace that is not there', async () => {
  const different: unknown[] = []
  let compared = 0
  for (const standing of standings)
    for (const operation of operations) {
      if (!operation.path.includes('{workspace}')) continue
      const asked = { ...operation, person: nameOf(standing) }
      const browser = browsers.get(asked.person)!
      const missing = await askedBy(browser, { ...asked, workspace: nowhere, whose: 'missing' })
      expect(missing[0]).toBe(404)
      for (const workspace of workspaces.filter((id) => !standing[id]))
        for (const each of whose) {
          compared += 1
          const found = await askedBy(browser, { ...asked, workspace, whose: each })
          if (JSON.stringify(found) !== JSON.stringify(missing))
            different.push({ ...asked, workspace, whose: each, found, missing })
        }
    }
  expect(different).toEqual([])
  const inWorkspaces = operations.filter(({ path }) => path.includes('{workspace}'))
  // Each of the four standings in one workspace is without a role in the other, and the other way.
  expect(compared).toBe(8 * inWorkspaces.length * whose.length)
})

test('what another person did is, byte for byte, what nobody did', async () => {
  for (const standing of standings)
    for (const operation of operations) {
      if (!operation.path.includes('{id}')) continue
      const person = nameOf(standing)
      const browser = browsers.get(person)!
      // Under a free id a create is a submission of one's own, and not refused.
      const isCreate = operation.path.endsWith('{id}')
      if (operation.method === 'PUT' && isCreate) continue
      for (const workspace of workspaces) {
        const asked = { ...operation, person, workspace }
        expect(await askedBy(browser, { ...asked, whose: 'foreign' })).toEqual(
          await askedBy(browser, { ...asked, whose: 'missing' }),
        )
      }
    }
})

test('nobody wrote anything where they may not', async () => {
  const held = [...backends.values()].map((backend) => backend.held.length)
  for (const standing of standings)
    for (const workspace of workspaces) {
      if (standing[workspace] === 'editor' || standing[workspace] === 'admin') continue
      const path = `/api/workspaces/${workspace}/submissions/${newSubmissionId()}`
      await browsers.get(nameOf(standing))!.ask(path, writing(aCreate({ name: 'Not allowed' })))
    }
  expect([...backends.values()].map((backend) => backend.held.length)).toEqual(held)
  const rows = await desk.database.query<{ n: number }>(
    `select count(*) as n from desk.submissions where payload like '%Not allowed%'`,
  )
  expect(rows).toEqual([{ n: 0 }])
})

test('people see the workspaces in which they are somebody, and what they are there', async () => {
  for (const standing of standings) {
    const answer = await browsers.get(nameOf(standing))!.ask('/api/workspaces')
    const listed: { id: string; role: string }[] = await answer.json()
    expect(listed.map(({ id, role }) => [id, role])).toEqual(
      Object.entries(standing).filter(([, role]) => role),
    )
  }
})

test('what others did is for admins, and for everybody else it is as if it had not been', async () => {
  for (const standing of standings)
    for (const workspace of workspaces) {
      const role = standing[workspace]
      if (!role) continue
      const path = `/api/workspaces/${workspace}/receipts?limit=1000`
      const browser = browsers.get(nameOf(standing))!
      const people = async (query = '') => {
        const page: { items: { person: string }[] } = await (await browser.ask(path + query)).json()
        return [...new Set(page.items.map((receipt) => receipt.person))]
      }
      expect(await people('&mine=true')).toEqual([nameOf(standing)])
      if (role === 'admin') expect((await people()).length).toBeGreaterThan(10)
      else expect(await people()).toEqual([nameOf(standing)])
    }
})

test('the log is everybody’s for an admin, and for everybody else as if only they were here', async () => {
  for (const standing of standings)
    for (const workspace of workspaces) {
      const role = standing[workspace]
      if (!role) continue
      const name = nameOf(standing)
      const people = async (query: string) => {
        const path = `/api/workspaces/${workspace}/log?limit=1000${query}`
        const page: { items: { person: { name: string } }[] } = await (
          await browsers.get(name)!.ask(path)
        ).json()
        return [...new Set(page.items.map((entry) => entry.person.name))]
      }
      if (role === 'admin') {
        expect((await people('')).length).toBeGreaterThan(10)
        expect(await people('&person=left')).toEqual(['left'])
      } else {
        expect(await people('')).toEqual([name])
        expect(await people('&person=left')).toEqual([])
        expect(
          await people(`&code=${supportCodeOf(foreign.get(workspace)!.submissionId)}`),
        ).toEqual([])
      }
      expect(
        await people(`&code=${supportCodeOf(own.get(`${name} ${workspace}`)!.submissionId)}`),
      ).toEqual([name])
    }
})

test('a viewer is told why, and what was typed is not looked at', async () => {
  const viewer = browsers.get('viewer-nobody')!
  const path = `/api/workspaces/here/submissions/${newSubmissionId()}`
  const answer = await viewer.ask(path, writing(aCreate({ email: 'no address' })))
  expect(answer.status).toBe(403)
  expect(await answer.json()).toMatchObject({
    error: {
      refusal: {
        kind: 'rejected',
        message: 'You can look at this workspace, but not change anything in it',
      },
    },
  })
})

test('whoever was an editor and is a viewer now cannot undo what they did', async () => {
  const viewer = browsers.get('viewer-nobody')!
  const { submissionId } = own.get('viewer-nobody here')!
  const undo = { op: 'undo', revision: 1, customer: customer.id, of: submissionId }
  const path = `/api/workspaces/here/submissions/${newSubmissionId()}`
  expect((await viewer.ask(path, writing(undo))).status).toBe(403)
})

test('a role that the settings no longer give is gone with the next request', async () => {
  const admin = browsers.get('admin-admin')!
  const other = await openSignInDesk(
    provider,
    {
      database: desk.database,
      workspaces: [...backends].map(([id, backend]) => workspaceOn(backend, id)),
    },
    new Map([['here', { viewer: ['here-admin'] }]]),
  )
  const cookie = `__Host-desk=${admin.cookie('__Host-desk')}`
  const answer = await other.raw(new Request(`${origin}/api/workspaces`, { headers: { cookie } }))
  expect(await answer.json()).toMatchObject([{ id: 'here', role: 'viewer' }])
})
