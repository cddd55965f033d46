import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Vendor } from '#contract/backend/vendor.ts'
import { dayzero } from '#backends/dayzero/vendor.ts'
import { zuora } from '#backends/zuora/vendor.ts'
import { openDeskOn, type DeskOn } from '../helpers/deskOn.tsx'

/*
 * Billing systems that have nothing but what the two original pages document: a token, and the
 * create. Everything else answers as a router without that route does.
 */

interface Held {
  customer: string
  values: Record<string, unknown>
  key: string | null
}

/** What the stand-in was sent, and what it does with the next create. */
interface StandIn {
  held: Held[]
  /** 200 of these are answered by nothing: the connection ends after the contact was made. */
  loses: number
}

const notThere = () => Response.json({ detail: 'Not Found' }, { status: 404 })

function dayZeroAlone(it: StandIn) {
  return async (request: Request): Promise<Response> => {
    const path = /^\/api\/v1\/customers\/([^/]+)\/contacts$/.exec(new URL(request.url).pathname)
    if (!path) return notThere()
    if (request.method !== 'POST')
      return Response.json({ detail: 'Method Not Allowed' }, { status: 405 })
    const values = (await request.json()) as Record<string, unknown>
    it.held.push({ customer: path[1]!, values, key: null })
    if (it.loses-- > 0) throw Object.assign(new Error('reset'), { code: 'ECONNRESET' })
    const at = '2026-11-28T12:00:00Z'
    const own = { entity_type: 'customer', entity_id: path[1], created_at: at, updated_at: at }
    return Response.json({ id: `contact-${it.held.length}`, ...own, ...values }, { status: 201 })
  }
}

function zuoraAlone(it: StandIn) {
  const made = new Map<string, Record<string, unknown>>()
  return async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url)
    if (pathname === '/oauth/token')
      return Response.json({ access_token: 't', token_type: 'bearer', expires_in: 3598 })
    if (pathname !== '/v1/contacts')
      return Response.json({ message: 'no Route matched' }, { status: 404 })
    if (request.method !== 'POST') return new Response('', { status: 405 })
    const key = request.headers.get('idempotency-key')
    const { accountId, accountNumber, ...values } = (await request.json()) as Record<string, string>
    const before = key === null ? undefined : made.get(key)
    if (before) return Response.json(before)
    // The page's list of the answer's fields has no id.
    const answer = { ...values, accountId, accountNumber, success: true }
    if (key !== null) made.set(key, answer)
    it.held.push({
      customer: `${accountId ? 'id' : 'number'} ${accountId ?? accountNumber}`,
      values,
      key,
    })
    if (it.loses-- > 0) throw Object.assign(new Error('reset'), { code: 'ECONNRESET' })
    return Response.json(answer)
  }
}

interface Side {
  vendor: Vendor
  alone: (it: StandIn) => (request: Request) => Promise<Response>
  settings: Record<string, unknown>
  customer: string
  sentAs: string
  fill: Record<string, string>
  name: string
}

const sides: Side[] = [
  {
    vendor: dayzero,
    alone: dayZeroAlone,
    settings: {
      address: 'https://dayzero.example',
      token: 'dz_secret_of_the_test',
      businessId: '01890000-0000-7000-8000-000000000001',
    },
    customer: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
    sentAs: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
    fill: { Name: 'Kuhi Das' },
    name: 'Kuhi Das',
  },
  {
    vendor: zuora,
    alone: zuoraAlone,
    settings: {
      address: 'https://zuora.example',
      clientId: 'client',
      clientSecret: 'not-a-sample',
    },
    customer: 'A00000001',
    sentAs: 'number A00000001',
    fill: { 'First name': 'Kuhi', 'Last name': 'Das' },
    name: 'Kuhi Das',
  },
]

describe.each(sides)('$vendor.title with nothing but its create', (side) => {
  let desk: DeskOn
  let it_: StandIn

  beforeEach(async () => {
    localStorage.clear()
    it_ = { held: [], loses: 0 }
    desk = await openDeskOn(side.vendor, side.settings, side.alone(it_))
  })

  async function create(user: Awaited<ReturnType<DeskOn['visit']>>) {
    await user.click((await screen.findAllByRole('button', { name: 'New contact' }))[0]!)
    const form = await screen.findByRole('form', { name: 'New contact' })
    for (const [label, value] of Object.entries(side.fill))
      await user.type(within(form).getByLabelText(label), value)
    await user.click(within(form).getByRole('button', { name: 'Save' }))
  }

  it('says on the workspace’s page that it does not work, and what to check', async () => {
    await desk.visit('/w/outside')
    expect(
      await screen.findByRole('heading', { name: 'The outside one does not work' }),
    ).toBeInTheDocument()
    expect(screen.getByText(/Check that settings\.address/)).toBeInTheDocument()
    expect(screen.getByText(/open a customer by its id or account number/)).toBeInTheDocument()
    expect(screen.getByRole('button', { name: 'Check again' })).toBeInTheDocument()
    expect(screen.queryByText(/Pick a customer/)).toBeNull()
  })

  it('opens a customer that is pasted into the picker, creates a contact and lists it', async () => {
    const user = await desk.visit('/w/outside')
    await user.click(screen.getByRole('combobox', { name: 'Customer' }))
    await user.paste(side.customer)
    await user.click(await screen.findByRole('option', { name: new RegExp(side.customer) }))
    expect(
      await screen.findByRole('heading', { level: 1, name: side.customer }),
    ).toBeInTheDocument()
    expect(
      await screen.findByText('This billing system lists no contacts here'),
    ).toBeInTheDocument()
    await create(user)
    const table = await screen.findByRole('table', { name: 'Created here' })
    expect(await within(table).findByText(side.name)).toBeInTheDocument()
    expect(it_.held).toMatchObject([{ customer: side.sentAs }])
    expect(screen.queryByRole('button', { name: /Make .* primary/ })).toBeNull()
    expect(screen.queryByRole('button', { name: /^More for/ })).toBeNull()
  })

  it('opens a customer by its address, and still lists it after the page was opened again', async () => {
    const user = await desk.visit(`/w/outside/c/${side.customer}`)
    expect(await screen.findByText('Nothing was created here yet')).toBeInTheDocument()
    await create(user)
    await screen.findByRole('table', { name: 'Created here' })
    await desk.visit(`/w/outside/c/${side.customer}`)
    const table = await screen.findByRole('table', { name: 'Created here' })
    expect(await within(table).findByText(side.name)).toBeInTheDocument()
  })

  it('does not say that nobody is primary, as it cannot know', async () => {
    const user = await desk.visit(`/w/outside/c/${side.customer}`)
    await screen.findByText('This billing system lists no contacts here')
    expect(screen.queryByText('Who gets the invoice?')).toBeNull()
    await user.click((await screen.findAllByRole('button', { name: 'New contact' }))[0]!)
    await screen.findByRole('form', { name: 'New contact' })
    const flag = screen.queryByRole('checkbox', { name: /^Primary contact/ })
    if (side.vendor === dayzero) expect(flag).not.toBeChecked()
  })

  it('never sends a create again blindly whose answer was lost', async () => {
    it_.loses = 1
    const user = await desk.visit(`/w/outside/c/${side.customer}`)
    await screen.findByText('This billing system lists no contacts here')
    await create(user)
    if (side.vendor === zuora) {
      // Its key makes it safe to ask again.
      const table = await screen.findByRole('table', { name: 'Created here' }, { timeout: 10_000 })
      expect(await within(table).findByText(side.name)).toBeInTheDocument()
    } else {
      expect(
        await screen.findByText(
          'We do not know yet whether this was saved',
          {},
          { timeout: 10_000 },
        ),
      ).toBeInTheDocument()
      await waitFor(
        async () => {
          await desk.sweep()
          expect(
            screen.getByText(/lists no contacts, so the desk may never find out/),
          ).toBeInTheDocument()
        },
        { timeout: 15_000, interval: 500 },
      )
      expect(screen.getByRole('button', { name: /I have looked/ })).toBeInTheDocument()
    }
    expect(it_.held).toHaveLength(1)
  })
})
