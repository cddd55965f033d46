import { act, screen, waitFor, within } from '@testing-library/react'
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Send } from '#contract/backend/send.ts'
import type { Failure } from '#contract/api/api.ts'
import { button, field, table } from '../helpers/deskPage.ts'
import { customerNamed } from '../helpers/embeddedVendor.ts'
import { addressOf } from '../helpers/openDesk.tsx'
import { aCustomer, aPerson } from '../helpers/people.ts'
import { openSpareDesk, type SpareDesk } from '../helpers/spareDesk.ts'

const people = [
  aPerson({ firstName: 'Priya', lastName: 'Das', primary: true }),
  aPerson({ firstName: 'Tom', lastName: 'Lee', notes: 'Knows the history' }),
]

let desk: SpareDesk
let customer: string

beforeAll(async () => {
  desk = await openSpareDesk({ count: 20, people, others: [aCustomer({ name: 'Nobody There' })] })
})

beforeEach(async () => {
  customer = await desk.next()
})

const over = /^Your session has ended\. Sign in again to continue/
const note = 'You can view this workspace but not change it'

/** What the gateway of a desk with sign-in answers to whoever is not signed in. */
const toNobody: Send = async ({ url }) => {
  if (url.endsWith('/api/session')) return Response.json({ person: null, signIn: 'oidc' })
  const failure: Failure = { error: { refusal: { kind: 'signedOut' }, reference: 'abc1234' } }
  return Response.json(failure, { status: 401 })
}

/** The desk of somebody who has signed in. */
const signedIn =
  (id = 'local', name = 'Ann Other') =>
  async (request: Request, go: Send) =>
    request.url.endsWith('/api/session')
      ? Response.json({ person: { id, name }, signIn: 'oidc' })
      : go(request)

/** The desk of somebody who may only look. */
async function asViewer(request: Request, go: Send): Promise<Response> {
  const answer = await go(request)
  if (!request.url.endsWith('/api/workspaces')) return answer
  const workspaces = (await answer.json()) as object[]
  return Response.json(workspaces.map((workspace) => ({ ...workspace, role: 'viewer' })))
}

const contactsNow = async () => (await desk.backend.contacts(customer, {})).items

describe('before anybody has signed in', () => {
  it('there is one button, and it leads to the sign-in and back to this very page', async () => {
    desk.network.between = toNobody
    const path = `${addressOf(customer)}?q=das&sort=name`
    const user = await desk.visit(path)
    expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent('Sign in to Contact Desk')
    expect(screen.queryByRole('combobox')).not.toBeInTheDocument()
    expect(screen.queryByRole('alert')).not.toBeInTheDocument()
    expect(screen.getAllByRole('button')).toHaveLength(1)
    await user.click(button('Sign in'))
    expect(desk.left).toEqual([`/auth/sign-in?returnTo=${encodeURIComponent(path)}`])
  })
})

describe('when the session ends while the desk is open', () => {
  it('a save waits, says why, keeps what was typed, and goes on after signing in', async () => {
    const user = await desk.visit(addressOf(customer, 'new'))
    await screen.findByRole('form', { name: 'New contact' })
    await user.type(field('Name'), 'Wanda Waits')
    const puts: string[] = []
    desk.network.between = (request, go) => {
      // It had the key by then.
      if (request.url.includes('/api/session')) return go(request)
      // Not the query: it says how long ago Save was pressed.
      if (request.method === 'PUT') puts.push(new URL(request.url).pathname)
      return toNobody(request)
    }
    await user.click(button('Save'))
    expect(await screen.findByText('Not sent yet: you are signed out')).toBeVisible()
    expect(screen.getByText(/^It is kept here\. Sign in again to continue\./)).toBeVisible()
    expect(await screen.findByText(over)).toBeVisible()
    expect(field('Name')).toHaveValue('Wanda Waits')
    expect(screen.queryByText(/not saved\. /)).not.toBeInTheDocument()
    expect(new Set(puts).size).toBe(1)

    desk.network.between = (request, go) => go(request)
    act(() => void dispatchEvent(new Event('focus')))
    expect(await screen.findByText(/^Wanda Waits was saved/)).toBeVisible()
    await waitFor(() => expect(screen.queryByText(over)).not.toBeInTheDocument())
    const made = (await contactsNow()).filter(({ name }) => name === 'Wanda Waits')
    expect(made).toHaveLength(1)
  })

  it('a read says so too, and the focus stays where somebody types', async () => {
    const user = await desk.visit(addressOf(customer, 'new'))
    await screen.findByRole('form', { name: 'New contact' })
    await user.type(field('Name'), 'Wanda')
    desk.network.between = toNobody
    await user.click(button('Recent changes'))
    await screen.findByText(over)
    await user.click(field('Name'))
    await user.keyboard(' Waits')
    expect(field('Name')).toHaveValue('Wanda Waits')
  })

  it('a page with nothing unsaved goes to the sign-in, and back to where it is', async () => {
    const user = await desk.visit(addressOf(customer))
    await within(await table()).findByText('Tom Lee')
    desk.network.between = toNobody
    await user.click(button('Recent changes'))
    await user.click(await screen.findByRole('button', { name: 'Sign in again' }))
    expect(desk.left).toEqual([`/auth/sign-in?returnTo=${encodeURIComponent(addressOf(customer))}`])
  })

  it('a page whose text no disk has stays, and the sign-in opens beside it', async () => {
    const open = vi.spyOn(window, 'open').mockReturnValue(window)
    const user = await desk.visit(addressOf(customer, 'new'))
    await screen.findByRole('form', { name: 'New contact' })
    await user.type(field('Name'), 'Wanda')
    desk.network.between = toNobody
    await user.click(button('Recent changes'))
    await user.click(await screen.findByRole('button', { name: 'Sign in again' }))
    expect(await screen.findByText(/^Sign in in the new tab/)).toBeVisible()
    const address = `/auth/sign-in?returnTo=${encodeURIComponent(addressOf(customer, 'new'))}`
    expect(open).toHaveBeenCalledWith(address, '_blank')
    expect(desk.left).toEqual([])
    open.mockRestore()
  })

  it('nothing is carried out or shown as another person who has signed in meanwhile', async () => {
    // The page is Ann's. Another tab has signed in another person: the gateway's own person.
    desk.network.between = signedIn()
    const user = await desk.visit(addressOf(customer, 'new'))
    await screen.findByRole('form', { name: 'New contact' })
    await screen.findByText('Ann Other')
    await user.type(field('Name'), 'Wanda Waits')
    desk.network.between = (request, go) => {
      const changed = new Request(request)
      if (changed.headers.get('x-contact-desk-person') === 'local')
        changed.headers.set('x-contact-desk-person', 'ann')
      return go(changed)
    }
    await user.click(button('Save'))
    expect(await screen.findByText('Not sent yet: you are signed out')).toBeVisible()
    expect(await screen.findByText(over)).toBeVisible()
    expect((await contactsNow()).map(({ name }) => name)).not.toContain('Wanda Waits')
  })
})

describe('signing out', () => {
  it('with sign-in, the person is named, and signing out leads to where the gateway says', async () => {
    desk.network.between = (request, go) => {
      if (!request.url.endsWith('/auth/sign-out')) return signedIn()(request, go)
      expect([request.method, request.headers.get('x-contact-desk')]).toEqual(['POST', '1'])
      return Promise.resolve(Response.json({ next: 'https://login.example/end' }))
    }
    const user = await desk.visit(addressOf(customer))
    expect(await screen.findByText('Ann Other')).toBeVisible()
    await user.click(await screen.findByRole('button', { name: 'Sign out' }))
    await waitFor(() => expect(desk.left).toEqual(['https://login.example/end']))
  })

  it('forgets which customers were opened, for whoever sits there next', async () => {
    desk.network.between = (request, go) =>
      request.url.endsWith('/auth/sign-out')
        ? Promise.resolve(Response.json({ next: '/' }))
        : signedIn()(request, go)
    const user = await desk.visit(addressOf(customer))
    const remembered = () => JSON.stringify({ ...localStorage })
    await waitFor(() => expect(remembered()).toContain(customer))
    await user.click(await screen.findByRole('button', { name: 'Sign out' }))
    await waitFor(() => expect(desk.left).toEqual(['/']))
    expect(remembered()).not.toContain(customer)
  })

  it('that fails says so, and the person stays', async () => {
    desk.network.between = (request, go) =>
      request.url.endsWith('/auth/sign-out')
        ? Promise.reject(new TypeError('offline'))
        : signedIn()(request, go)
    const user = await desk.visit(addressOf(customer))
    await user.click(await screen.findByRole('button', { name: 'Sign out' }))
    expect(await screen.findByText(/^You are still signed in\./)).toBeVisible()
    expect(desk.left).toEqual([])
  })

  it('without sign-in is not offered', async () => {
    await desk.visit(addressOf(customer))
    expect(await screen.findByText(/^Sign-in is off/)).toBeVisible()
    expect(screen.queryByRole('button', { name: 'Sign out' })).not.toBeInTheDocument()
  })
})

describe('whoever may only look', () => {
  beforeEach(() => {
    desk.network.between = asViewer
  })

  it('is offered no change in the list, and told so once', async () => {
    await desk.visit(addressOf(customer))
    await within(await table()).findByText('Tom Lee')
    expect(screen.getByText(note)).toBeVisible()
    for (const name of [/New contact/, /Make .*primary/, /^More for/, /Delete/])
      expect(screen.queryByRole('button', { name })).not.toBeInTheDocument()
  })

  it('reads a contact, all of it, without a form', async () => {
    const tom = (await contactsNow()).find(({ name }) => name === 'Tom Lee')!
    await desk.visit(addressOf(customer, tom.id))
    const panel = within(await screen.findByRole('dialog', { name: 'Tom Lee' }))
    expect(panel.getByText(note)).toBeVisible()
    expect(panel.getByText('Knows the history')).toBeVisible()
    expect(panel.getByText('tom.lee@people.example')).toBeVisible()
    expect(panel.queryByRole('textbox')).not.toBeInTheDocument()
    expect(screen.queryByRole('button', { name: /^Save/ })).not.toBeInTheDocument()
  })

  it('finds no form at the address of a new contact either', async () => {
    await desk.visit(addressOf(customer, 'new'))
    const panel = within(await screen.findByRole('dialog', { name: 'New contact' }))
    expect(panel.getByText(note)).toBeVisible()
    expect(screen.queryByRole('form')).not.toBeInTheDocument()
  })

  it('at an empty customer is not asked to add the first one', async () => {
    await desk.visit(addressOf(await customerNamed(desk.backend, 'Nobody There')))
    expect(await screen.findByText('No contacts yet')).toBeVisible()
    expect(screen.getAllByText(note)).toHaveLength(2)
    expect(screen.queryByRole('button', { name: /New contact/ })).not.toBeInTheDocument()
  })

  it.each([
    ['p', 'p'],
    ['c', 'c'],
    ['Ctrl Z', '{Control>}z{/Control}'],
  ])('presses %s, and hears why nothing happens', async (_, keys) => {
    const before = await contactsNow()
    const user = await desk.visit(addressOf(customer))
    const row = (await within(await table()).findByText('Tom Lee')).closest('tr')!
    await screen.findByRole('button', { name: 'Recent changes' })
    act(() => row.focus())
    await user.keyboard(keys)
    await waitFor(() => expect(screen.getAllByText(note)).toHaveLength(2))
    expect(screen.queryByRole('form')).not.toBeInTheDocument()
    expect(await contactsNow()).toEqual(before)
  })

  it('presses the keys that save, and hears why nothing happens', async () => {
    const [tom] = (await contactsNow()).filter(({ name }) => name === 'Tom Lee')
    const user = await desk.visit(addressOf(customer, tom!.id))
    await screen.findByRole('dialog', { name: 'Tom Lee' })
    const before = screen.getAllByText(note).length
    await user.keyboard('{Control>}s{/Control}')
    await waitFor(() => expect(screen.getAllByText(note)).toHaveLength(before + 1))
  })
})
