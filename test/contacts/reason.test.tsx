import { screen, waitFor, within } from '@testing-library/react'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Send } from '#contract/backend/send.ts'
import { button, chooseFor, rowOf } from '../helpers/deskPage.ts'
import { addressOf } from '../helpers/openDesk.tsx'
import { openSpareDesk, type SpareDesk } from '../helpers/spareDesk.ts'

let desk: SpareDesk
let customer: string

beforeAll(async () => {
  desk = await openSpareDesk({ count: 6, requiresReason: true })
})

beforeEach(async () => {
  customer = await desk.next()
})

const field = () => screen.findByRole('textbox', { name: 'Reason' })
const missing = 'Say why. This workspace asks for a reason.'

async function reasons(): Promise<unknown[]> {
  const rows = await desk.database.query<{ reason: string | null }>(
    `select payload::json->>'reason' as reason from desk.submissions where state = 'succeeded'`,
  )
  return rows.map(({ reason }) => reason)
}

const submissions = async () => (await desk.database.query('select 1 from desk.submissions')).length

/** The billing system refuses to change anything. */
const refusing: Send = async () => Response.json({ detail: 'Closed for today' }, { status: 400 })
const refuseWrites = async (request: Request, go: Send) =>
  request.method === 'GET' ? go(request) : refusing(request)

describe('moving who gets the invoice', () => {
  it('asks why first, takes Enter, and goes nowhere without an answer', async () => {
    const user = await desk.visit(addressOf(customer))
    await user.click((await rowOf('Tom Lee')).getByRole('button', { name: 'Make Tom Lee primary' }))
    expect(await field()).toHaveFocus()
    await user.keyboard('  {Enter}')
    expect(await screen.findByText(missing)).toBeVisible()
    expect(await field()).toHaveFocus()
    await user.click(button('Make primary'))
    expect(await field()).toHaveAccessibleDescription(expect.stringContaining(missing) as string)
    expect(await submissions()).toBe(0)
    await user.type(await field(), 'Priya is on leave{Enter}')
    await waitFor(async () => expect((await desk.stored('Tom Lee'))?.primary).toBe(true))
    await waitFor(async () => expect(await reasons()).toEqual(['Priya is on leave']))

    await user.click(button('Recent changes'))
    expect(await screen.findByText(/Priya is on leave/)).toBeVisible()
  })

  it('keeps the reason for the next try where it was refused', async () => {
    const user = await desk.visit(addressOf(customer))
    desk.billing.between = refuseWrites
    await user.click((await rowOf('Tom Lee')).getByRole('button', { name: 'Make Tom Lee primary' }))
    await user.type(await field(), 'Priya is on leave{Enter}')
    const again = await screen.findByRole('button', { name: 'Try again' })
    desk.billing.between = (request, go) => go(request)
    await user.click(again)
    await waitFor(async () => expect((await desk.stored('Tom Lee'))?.primary).toBe(true))
    await waitFor(async () => expect(await reasons()).toEqual(['Priya is on leave']))
  })
})

describe('deleting', () => {
  it('asks why, and keeps what was typed while it is refused', async () => {
    const user = await desk.visit(addressOf(customer))
    await chooseFor(user, 'Tom Lee', 'Delete contact')
    const dialog = within(await screen.findByRole('dialog', { name: 'Delete Tom Lee?' }))
    const go = dialog.getByRole('button', { name: 'Delete Tom Lee' })
    await user.click(go)
    expect(dialog.getByText(missing)).toBeVisible()
    expect(await field()).toHaveFocus()
    expect(await submissions()).toBe(0)

    desk.billing.between = refuseWrites
    await user.type(await field(), 'Left the company{Enter}')
    expect(await dialog.findByRole('alert')).toHaveTextContent('Closed for today')
    expect(await field()).toHaveValue('Left the company')
    desk.billing.between = (request, send) => send(request)
    await user.click(go)
    await waitFor(async () => expect(await desk.stored('Tom Lee')).toBeUndefined())
    await waitFor(async () => expect(await reasons()).toEqual(['Left the company']))
  })

  it('asks why where the workspace has come to ask since the page was opened', async () => {
    desk.network.between = async (request, go) => {
      const answer = await go(request)
      if (!request.url.endsWith('/api/workspaces')) return answer
      const workspaces: object[] = await answer.json()
      return Response.json(workspaces.map((each) => ({ ...each, requiresReason: undefined })))
    }
    const user = await desk.visit(addressOf(customer))
    await chooseFor(user, 'Tom Lee', 'Delete contact')
    const dialog = within(await screen.findByRole('dialog', { name: 'Delete Tom Lee?' }))
    expect(dialog.queryByRole('textbox')).toBeNull()
    await user.click(dialog.getByRole('button', { name: 'Delete Tom Lee' }))
    expect(await dialog.findByRole('alert')).toHaveTextContent('asks for a reason')
    await user.type(await field(), 'Left the company{Enter}')
    await waitFor(async () => expect(await desk.stored('Tom Lee')).toBeUndefined())
  })
})
