import { screen, waitFor, within } from '@testing-library/react'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { button, form, formGone, rowOf } from '../helpers/deskPage.ts'
import { customerNamed } from '../helpers/embeddedVendor.ts'
import { addressOf, openDesk, type OpenDesk } from '../helpers/openDesk.tsx'
import { aCustomer, aPerson } from '../helpers/people.ts'

let desk: OpenDesk
let customer: string

const start = '/w/dayzero-embedded'

beforeAll(async () => {
  const people = [aPerson({ firstName: 'Priya', lastName: 'Das', primary: true })]
  desk = await openDesk([aCustomer({ people })])
  customer = await customerNamed(desk.backend, 'Plain Paper Company')
})

beforeEach(() => localStorage.clear())

const links = () => within(screen.getByRole('navigation', { name: 'Pages' }))
const link = (name: string) => links().findByRole('link', { name })
const current = async (name: string) =>
  waitFor(async () => expect(await link(name)).toHaveAttribute('aria-current', 'page'))
const here = () => location.pathname + location.search

it('every page has an address and a link, and no link leads to nothing', async () => {
  await desk.visit(addressOf(customer))
  await current('Desk')
  const found = links().getAllByRole('link')
  const addresses = found.map((each) => each.getAttribute('href') ?? '')
  expect(addresses).toContain(`${start}/settings`)
  for (const [index, address] of addresses.entries()) {
    await desk.visit(address)
    await current(found[index]?.textContent ?? '')
    expect(links().getAllByRole('link', { current: 'page' })).toHaveLength(1)
    expect(await within(screen.getByRole('main')).findByRole('heading', { level: 1 })).toBeVisible()
  }
})

it.each(['nowhere', 'constructor', 'settings/more'])('there is no page %s', async (path) => {
  await desk.visit(`${start}/${path}`)
  expect(screen.getByRole('heading')).toHaveTextContent('There is nothing at this address')
})

it('from another page the way back leads to the customer and the list as they were left', async () => {
  const left = `${addressOf(customer)}?q=das&sort=name`
  const user = await desk.visit(left)
  await user.click(await link('Settings'))
  await screen.findByRole('heading', { level: 1, name: 'Settings' })
  expect(here()).toBe(`${start}/settings`)
  expect(document.title).toBe('Settings · Day Zero · Contact Desk')
  expect(screen.queryByRole('table', { name: 'Contacts' })).not.toBeInTheDocument()
  await user.click(await link('Desk'))
  expect(here()).toBe(left)
  expect(await screen.findByRole('searchbox', { name: 'Filter contacts' })).toHaveValue('das')
})

it('what was typed and not saved is there again, as after leaving for another customer', async () => {
  const user = await desk.visit(addressOf(customer, 'new'))
  await screen.findByRole('form', { name: 'New contact' })
  await user.type(screen.getByLabelText('Name'), 'Wanda Waits')
  await user.click(await link('Settings'))
  await screen.findByRole('heading', { level: 1, name: 'Settings' })
  expect(screen.queryByRole('form')).not.toBeInTheDocument()
  await user.click(await link('Desk'))
  await screen.findByRole('form', { name: 'New contact' })
  expect(screen.getByLabelText('Name')).toHaveValue('Wanda Waits')
  await user.click(screen.getByRole('button', { name: 'Cancel' }))
  await user.click(await screen.findByRole('button', { name: 'Discard' }))
})

it('a save that is under way ends, and says so on whatever page one is by then', async () => {
  const user = await desk.visit(addressOf(customer, 'new'))
  await screen.findByRole('form', { name: 'New contact' })
  let letGo = () => {}
  const held = new Promise<void>((resolve) => (letGo = resolve))
  desk.network.between = async (request, go) => {
    if (request.method === 'PUT') await held
    return go(request)
  }
  await user.type(screen.getByLabelText('Name'), 'Sally Saved')
  await user.click(screen.getByRole('button', { name: 'Save' }))
  await user.click(await link('Settings'))
  await screen.findByRole('heading', { level: 1, name: 'Settings' })
  letGo()
  expect(await screen.findByText(/Sally Saved was saved/)).toBeVisible()
  desk.network.between = (request, go) => go(request)
})

it('a customer that is picked on another page is opened at the desk', async () => {
  const user = await desk.visit(`${start}/settings`)
  await screen.findByRole('heading', { level: 1, name: 'Settings' })
  await user.type(screen.getByRole('combobox', { name: 'Customer' }), 'plain')
  await user.click(await screen.findByRole('option', { name: /Plain Paper Company/ }))
  await screen.findByRole('heading', { level: 1, name: 'Plain Paper Company' })
  expect(here()).toBe(addressOf(customer))
  await current('Desk')
})

it('the first Tab offers to skip over header and links, on every page', async () => {
  const user = await desk.visit(`${start}/settings`)
  await user.tab()
  expect(screen.getByRole('link', { name: 'Skip to the page' })).toHaveFocus()
  await desk.visit(addressOf(customer))
  await user.tab()
  expect(screen.getByRole('link', { name: 'Skip to contacts' })).toHaveFocus()
})

describe('addresses', () => {
  it('Back closes the panel and comes back to the list', async () => {
    const user = await desk.visit(addressOf(customer))
    await rowOf('Priya Das')
    await user.click(button('New contact'))
    await form('New contact')
    expect(location.pathname).toBe(addressOf(customer, 'new'))
    history.back()
    await formGone()
    expect(location.pathname).toBe(addressOf(customer))
  })

  it('a customer that is not there is said to be not there', async () => {
    await desk.visit(addressOf('01890000-0000-7000-8000-00000000dead'))
    // The list may say it first; what stays is the page's own heading.
    const name = /^This customer no longer exists\./
    expect(await screen.findByRole('heading', { level: 1, name })).toBeVisible()
  })
})
