import { screen, waitFor, within } from '@testing-library/react'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Failure } from '#contract/api/api.ts'
import type { Send } from '#contract/backend/send.ts'
import { openDesk, type OpenDesk } from '../helpers/openDesk.tsx'
import { aCustomer, people } from '../helpers/people.ts'

let desk: OpenDesk

const address = '/w/dayzero-embedded/settings'
const long = 'شركة النور للتجارة والمقاولات العامة'

beforeAll(async () => {
  desk = await openDesk([aCustomer({ people: people(3) })])
})

beforeEach(() => {
  desk.network.between = (request, go) => go(request)
  desk.billing.between = (request, go) => go(request)
  localStorage.clear()
})

/** The desk of somebody with a role here, and another one in a second workspace. */
const withRoles =
  (here: string, there: string) =>
  async (request: Request, go: Send): Promise<Response> => {
    const answer = await go(request)
    if (!request.url.endsWith('/api/workspaces')) return answer
    const [first] = (await answer.json()) as [object]
    const environment = { word: 'Production', tone: 'production' }
    return Response.json([
      { ...first, role: here },
      { ...first, id: 'second', name: long, role: there, environment },
    ])
  }

const card = async (name = 'Day Zero') => within(await screen.findByRole('region', { name }))
const term = (within_: ReturnType<typeof within>, label: string) =>
  within_.getByText(label).nextElementSibling
const status = (within_: ReturnType<typeof within>) => within_.getByRole('status')

describe('a workspace of which one is admin', () => {
  it('says in words what it is, what it can do, its limits, and how it is set up', async () => {
    await desk.visit(address)
    const here = await card()
    await here.findByText('Capabilities')
    expect(here.getByText('Embedded')).toBeVisible()
    expect(here.getByText('You are an admin')).toBeVisible()
    expect(term(here, 'Search')).toHaveTextContent(/typos included/)
    expect(term(here, 'Items per page')).toHaveTextContent('At most 1,000')
    expect(term(here, 'Address')).toHaveTextContent('Embedded in this desk')
    expect(term(here, 'Business')).toHaveTextContent('01890000-0000-7000-8000-000000000001')
    expect(term(here, 'Access')).toHaveTextContent(/^Sign-in is off/)
    const you = within(screen.getByRole('heading', { name: 'You' }).parentElement!)
    expect(await you.findByText('Local person')).toBeVisible()
    expect(screen.getByText(/DESK_CONFIG names/)).toBeVisible()
    expect(document.body.textContent).not.toContain('dz_embedded')
  })

  it('is tested at a press: what works and how long it took, told to whoever only listens', async () => {
    const user = await desk.visit(address)
    const here = await card()
    await user.click(await here.findByRole('button', { name: 'Test connection' }))
    await waitFor(() => expect(status(here)).toHaveTextContent(/^Everything works\. Tested at /))
    const rows = within(here.getByRole('list', { name: 'Results' })).getAllByRole('listitem')
    expect(rows.map((row) => row.textContent?.replace(/[\d.]+ m?s$/, 'TIME'))).toEqual([
      'Connect and sign inWorksTIME',
      'Find customersWorks, 1 foundTIME',
      'Read a customerWorksTIME',
      'List its contactsWorks, 3 foundTIME',
      'Read a contactWorksTIME',
    ])
  })

  it('shows while it is slow that it is under way, and a second press asks nothing more', async () => {
    let asks = 0
    let letGo = () => {}
    const held = new Promise<void>((resolve) => (letGo = resolve))
    desk.network.between = async (request, go) => {
      if (!request.url.endsWith('/probes')) return go(request)
      asks += 1
      await held
      return go(request)
    }
    const user = await desk.visit(address)
    const here = await card()
    await user.click(await here.findByRole('button', { name: 'Test connection' }))
    const button = await here.findByRole('button', { name: 'Testing…' })
    expect(status(here)).toHaveTextContent('Nothing is written.')
    expect(here.getAllByRole('listitem')).toHaveLength(5)
    await user.click(button)
    letGo()
    await waitFor(() => expect(status(here)).toHaveTextContent(/^Everything works/))
    expect(here.getByRole('button', { name: 'Test connection' })).toHaveFocus()
    expect(asks).toBe(1)
  })

  it('whose desk does not answer the test says so and keeps the button', async () => {
    desk.network.between = (request, go) =>
      request.url.endsWith('/probes') ? Promise.reject(new TypeError('offline')) : go(request)
    const user = await desk.visit(address)
    const here = await card()
    await user.click(await here.findByRole('button', { name: 'Test connection' }))
    await waitFor(() => expect(status(here)).toHaveTextContent(/^Not tested\. .*does not answer/))
    expect(here.getByRole('button', { name: 'Test connection' })).toBeVisible()
  })

  it('that cannot be loaded says why, and is there after another try', async () => {
    let fails = true
    desk.network.between = (request, go) =>
      fails && request.url.endsWith('/settings')
        ? Promise.resolve(Response.json(refusal('permission'), { status: 403 }))
        : go(request)
    const user = await desk.visit(address)
    const here = await card()
    expect(
      await here.findByText(/^Could not load the configuration\. .*Code abc1234$/),
    ).toBeVisible()
    fails = false
    await user.click(here.getByRole('button', { name: 'Retry' }))
    expect(await here.findByText('Capabilities')).toBeVisible()
  })

  it('whose billing system is down says what to look at', async () => {
    // A desk of its own: a result is given again for a while.
    const down = await openDesk([aCustomer()])
    down.billing.between = () => Promise.reject(refused())
    const user = await down.visit(address)
    const here = await card()
    await user.click(await here.findByRole('button', { name: 'Test connection' }))
    await waitFor(() =>
      expect(status(here)).toHaveTextContent(/^1 did not work, 4 could not be tried\./),
    )
    expect(here.getByText(/^Does not work\. Nothing answers\./)).toBeVisible()
    expect(here.getAllByText(/^Skipped, because an earlier step/)).toHaveLength(4)
    down.page?.unmount()
  })
})

describe('several workspaces', () => {
  it('stand there with colour and word, and the one without the role says who may', async () => {
    const asked: string[] = []
    desk.network.between = (request, go) => {
      asked.push(new URL(request.url).pathname)
      return withRoles('admin', 'editor')(request, go)
    }
    await desk.visit(address)
    const first = await card()
    expect(await first.findByText('Capabilities')).toBeVisible()
    expect(first.getByText('Open now')).toBeVisible()
    const second = await card(long)
    expect(second.getByText('Production')).toBeVisible()
    expect(second.getByText('You can make changes')).toBeVisible()
    expect(second.getByText(/^Only admins of this workspace see/)).toBeVisible()
    expect(second.queryByRole('button')).not.toBeInTheDocument()
    expect(second.queryByText('Open now')).not.toBeInTheDocument()
    expect(asked).not.toContain('/api/workspaces/second/settings')
  })

  it('the gateway has the last word on who is admin', async () => {
    // The page was told admin; the role has gone since.
    desk.network.between = async (request, go) =>
      request.url.includes('/second/')
        ? Response.json(
            refusal('rejected', 'Only an admin of this workspace may do that. Ask whoever …'),
            { status: 403 },
          )
        : withRoles('viewer', 'admin')(request, go)
    await desk.visit(address)
    const first = await card()
    expect(first.getByText('You can view')).toBeVisible()
    const second = await card(long)
    expect(await second.findByText(/Only an admin of this workspace may do that/)).toBeVisible()
  })
})

function refusal(kind: 'permission' | 'rejected', message = ''): Failure {
  const said = kind === 'rejected' ? { kind, message } : { kind }
  return { error: { refusal: said, reference: 'abc1234' } }
}

/** What `fetch` says when nothing listens there. */
function refused(): Error {
  return new TypeError('fetch failed', {
    cause: Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }),
  })
}
