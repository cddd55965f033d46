import { screen, waitFor, within } from '@testing-library/react'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Send } from '#contract/backend/send.ts'
import { button, field, form, formGone, rowOf } from '../../helpers/deskPage.ts'
import { addressOf } from '../../helpers/openDesk.tsx'
import { aPerson } from '../../helpers/people.ts'
import { openSpareDesk, type SpareDesk } from '../../helpers/spareDesk.ts'

const people = [
  aPerson({ firstName: 'Priya', lastName: 'Das', primary: true }),
  aPerson({ firstName: 'Tom', lastName: 'Lee', notes: 'Knows the history' }),
]
let desk: SpareDesk
let customer: string

beforeAll(async () => {
  desk = await openSpareDesk({ count: 20, people })
})

beforeEach(async () => {
  customer = await desk.next()
})

const adas = async () => {
  const { items } = await desk.backend.contacts(customer, {})
  return items.filter(({ name }) => name === 'Ada Byron')
}

describe('when the answer does not come', () => {
  let puts: { url: string; body: string }[] = []

  /** Loses every answer to a write: after it was carried out, or before it arrives. */
  const lose = (after: boolean) => {
    puts = []
    desk.network.between = async (request: Request, go: Send) => {
      if (request.method !== 'PUT') return go(request)
      // How long ago it was pressed stands in the query, and is no part of what is saved.
      const { pathname } = new URL(request.url)
      puts.push({ url: pathname, body: await request.clone().text() })
      if (after) await go(request)
      throw new TypeError('connection lost')
    }
  }

  it.each([
    { lost: 'the answer', after: true },
    { lost: 'the submission', after: false },
  ])(
    'because $lost was lost, the very same is sent until it is known, and there is one contact',
    async ({ after }) => {
      const user = await desk.visit(addressOf(customer, 'new'))
      await form('New contact')
      await user.type(field('Name'), 'Ada Byron')
      lose(after)
      await user.click(button('Save'))
      const alert = await screen.findByRole('alert')
      expect(alert).toHaveTextContent('We do not know yet whether this was saved')
      expect(screen.getByText(/^Checking since .+ server does not answer/)).toBeVisible()
      expect(field('Name').value).toBe('Ada Byron')
      await user.click(button('Check now'))
      await waitFor(() => expect(puts.length).toBeGreaterThan(1))
      expect(new Set(puts.map((put) => JSON.stringify(put))).size).toBe(1)
      expect(screen.getByRole('alert')).toBe(alert)
      expect(screen.queryByText(/^Ada Byron was saved|not saved/)).not.toBeInTheDocument()

      desk.network.between = (request, go) => go(request)
      await user.click(button('Check now'))
      expect(await screen.findByText('Ada Byron was saved')).toBeVisible()
      await formGone()
      expect(await adas()).toHaveLength(1)
    },
  )

  it('text typed after a lost answer becomes a change of the contact, not a second one', async () => {
    const user = await desk.visit(addressOf(customer, 'new'))
    await form('New contact')
    await user.type(field('Name'), 'Ada Byron')
    lose(true)
    await user.click(button('Save'))
    await screen.findByText('We do not know yet whether this was saved')
    await user.type(field('Role'), 'Billing')
    desk.network.between = (request, go) => go(request)
    await user.click(button('Check now'))
    await form('Edit contact')
    expect(screen.getByText(/was saved as it was when you pressed Save/)).toBeVisible()
    expect(field('Role').value).toBe('Billing')
    await user.click(button('Save'))
    await formGone()
    expect((await adas()).map(({ values }) => values.role)).toEqual(['Billing'])
  })

  it('the form may be closed: the desk goes on, says how it ends, and keeps what was typed since', async () => {
    const user = await desk.visit(addressOf(customer, 'new'))
    await form('New contact')
    await user.type(field('Name'), 'Ada Byron')
    lose(true)
    await user.click(button('Save'))
    await screen.findByText('We do not know yet whether this was saved')
    await user.type(field('Role'), 'Billing')
    await user.click(button('Cancel'))
    const dialog = await screen.findByRole('dialog', { name: 'Close the form?' })
    expect(within(dialog).queryByRole('button', { name: 'Discard' })).not.toBeInTheDocument()
    await user.click(within(dialog).getByRole('button', { name: 'Close and keep checking' }))
    await formGone()
    desk.network.between = (request, go) => go(request)
    window.dispatchEvent(new Event('online'))
    expect(await screen.findByText(/^Ada Byron was saved as it was when/)).toBeVisible()
    await user.click((await rowOf('Ada Byron')).getByText('Ada Byron'))
    await form('Edit contact')
    expect(field('Role').value).toBe('Billing')
    expect(await adas()).toHaveLength(1)
  })

  it('what was typed can be taken elsewhere', async () => {
    const user = await desk.visit(addressOf(customer, 'new'))
    await form('New contact')
    await user.type(field('Name'), 'Ada Byron')
    lose(false)
    await user.click(button('Save'))
    await user.click(await screen.findByRole('button', { name: 'Copy your text' }))
    await screen.findByText('Your text is on the clipboard')
    expect(await navigator.clipboard.readText()).toBe('Name: Ada Byron')
  })

  it('a page of another person instead of an answer is no answer', async () => {
    const user = await desk.visit(addressOf(customer, 'new'))
    await form('New contact')
    await user.type(field('Name'), 'Ada Byron')
    desk.network.between = (request, go) =>
      request.method === 'PUT'
        ? Promise.resolve(new Response('<html>Sign in to Wi-Fi', { status: 200 }))
        : go(request)
    await user.click(button('Save'))
    expect(await screen.findByText('We do not know yet whether this was saved')).toBeVisible()
    expect(field('Name').value).toBe('Ada Byron')
    expect(screen.queryByText(/^Ada Byron was saved/)).not.toBeInTheDocument()
  })
})

describe('when the gateway itself cannot tell yet', () => {
  const answering = (outcome: object, status = 202) => {
    desk.network.between = (request, go) =>
      request.method === 'PUT' ? Promise.resolve(Response.json(outcome, { status })) : go(request)
  }

  it('it is neither saved nor failed, until it can', async () => {
    const user = await desk.visit(addressOf(customer, 'new'))
    await form('New contact')
    await user.type(field('Name'), 'Ada Byron')
    answering({ state: 'unknown', since: '2026-01-02T03:04:05Z' })
    await user.click(button('Save'))
    expect(await screen.findByText('We do not know yet whether this was saved')).toBeVisible()
    expect(screen.queryByText(/server does not answer/)).not.toBeInTheDocument()
    expect(screen.queryByText(/Ada Byron was saved/)).not.toBeInTheDocument()
    desk.network.between = (request, go) => go(request)
    await user.click(button('Check now'))
    await formGone()
    expect(await adas()).toHaveLength(1)
  })

  it('because somebody saves the same contact just now, that is said', async () => {
    const user = await desk.visit(addressOf(customer, 'new'))
    await form('New contact')
    await user.type(field('Name'), 'Ada Byron')
    answering({ state: 'pending', duplicateInFlight: true })
    await user.click(button('Save'))
    await screen.findByText('Not saved yet: an identical contact is being saved for this customer')
    // It is tried again by itself, within seconds.
    answering({ state: 'rejected', refusal: { kind: 'rejected', message: 'It is there.' } }, 200)
    await screen.findByText('It is there.', undefined, { timeout: 10_000 })
    expect(field('Name').value).toBe('Ada Byron')
  })

  it('because another person changes this customer just now, that person is named', async () => {
    const user = await desk.visit(addressOf(customer, 'new'))
    await form('New contact')
    await user.type(field('Name'), 'Ada Byron')
    answering({ state: 'pending', waitingFor: 'Tom' })
    await user.click(button('Save'))
    await screen.findByText('Waiting for Tom’s change')
    await user.click(button('Stop trying'))
    expect(await screen.findByRole('button', { name: 'Save' })).toBeEnabled()
    expect(field('Name').value).toBe('Ada Byron')
  })

  it('what the billing system has no time for is sent anew until it works', async () => {
    const user = await desk.visit(addressOf(customer, 'new'))
    await form('New contact')
    await user.type(field('Name'), 'Ada Byron')
    answering({ state: 'rejected', refusal: { kind: 'busy', retryAfter: 60 } }, 200)
    await user.click(button('Save'))
    expect(
      await screen.findByText('Not saved yet: the billing system asks for a pause'),
    ).toBeVisible()
    expect(screen.getByText(/Next try at/)).toBeVisible()
    desk.network.between = (request, go) => go(request)
    await user.click(button('Try now'))
    await formGone()
    expect(await adas()).toHaveLength(1)
  })

  it('who does not want to wait stops it, and it is not saved', async () => {
    const user = await desk.visit(addressOf(customer, 'new'))
    await form('New contact')
    await user.type(field('Name'), 'Ada Byron')
    answering({ state: 'rejected', refusal: { kind: 'backendUnreachable' } }, 200)
    await user.click(button('Save'))
    await screen.findByText('Not saved yet: the billing system cannot be reached')
    await user.click(button('Stop trying'))
    await waitFor(() =>
      expect(screen.queryByRole('button', { name: 'Try now' })).not.toBeInTheDocument(),
    )
    expect(await adas()).toHaveLength(0)
    desk.network.between = (request, go) => go(request)
    await screen.findByRole('button', { name: 'Save' })
    await user.type(field('Role'), 'Billing')
    await user.click(button('Save'))
    await formGone()
    expect((await adas()).map(({ values }) => values.role)).toEqual(['Billing'])
  })
})
