import { screen, waitFor, within } from '@testing-library/react'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { zuora } from '#backends/zuora/vendor.ts'
import type { Contact } from '#contract/fields/contact.ts'
import type { Values } from '#contract/fields/kind.ts'
import { askForPrimary, button, field, rowOf } from '../helpers/deskPage.ts'
import { addressOf } from '../helpers/openDesk.tsx'
import { openSpareDesk, type SpareDesk } from '../helpers/spareDesk.ts'

let desk: SpareDesk
let customer: string

beforeAll(async () => {
  desk = await openSpareDesk({ count: 40, vendor: zuora })
})

beforeEach(async () => {
  customer = await desk.next()
  for (const role of ['billTo', 'soldTo', 'shipTo'])
    await desk.backend.giveRole(customer, (await held('Priya Das')).id, role)
})

async function held(name: string): Promise<Contact> {
  const { items } = await desk.backend.contacts(customer, {})
  const found = items.find((contact) => contact.name === name)
  if (!found) throw new Error(`no ${name}`)
  return desk.backend.contact(customer, found.id)
}

async function change(name: string, values: Values): Promise<void> {
  await desk.backend.update(customer, (await held(name)).id, values)
}

const visit = (panel?: string) => desk.visit(addressOf(customer, panel, zuora))
const rolesIn = async (name: string) =>
  ['Bill-to', 'Sold-to', 'Ship-to'].filter((role, _, row) => row && rowTexts(name).includes(role))
const rowTexts = (name: string) => {
  const row = screen.getByRole('table', { name: 'Contacts' }).querySelectorAll('tr')
  const found = [...row].find((each) => each.textContent.includes(name))
  return [...(found?.querySelectorAll('span') ?? [])].map((each) => each.textContent)
}

const invoiceLine = () => screen.getByText('Who gets the invoice?').closest('p')!

describe('the list', () => {
  it('shows who is what, and that one contact is several', async () => {
    await visit()
    await rowOf('Priya Das')
    expect(await rolesIn('Priya Das')).toEqual(['Bill-to', 'Sold-to', 'Ship-to'])
    expect(await rolesIn('Tom Lee')).toEqual([])
    const row = await rowOf('Priya Das')
    expect(
      row.getByText('One contact is bill-to, sold-to, and ship-to: an edit changes it everywhere'),
    ).toBeInTheDocument()
  })

  it('says who gets the invoice, and follows when that moves', async () => {
    await change('Tom Lee', { workEmail: null, personalEmail: 'tom@home.example' })
    const user = await visit()
    await waitFor(() => expect(invoiceLine()).toHaveTextContent('Priya Das'))
    await askForPrimary(user, 'Tom Lee')
    expect(screen.getByText('Invoices move from Priya Das to Tom Lee')).toBeVisible()
    await user.click(button('Make primary'))
    await screen.findByText('Tom Lee is now the primary contact')
    expect(invoiceLine()).toHaveTextContent('Tom Lee')
    expect(invoiceLine()).toHaveTextContent('tom@home.example')
    expect(await rolesIn('Tom Lee')).toEqual(['Bill-to'])
    expect(await rolesIn('Priya Das')).toEqual(['Sold-to', 'Ship-to'])
  })

  it('says that nobody gets it when the bill-to has no address', async () => {
    await change('Priya Das', { workEmail: null, personalEmail: null })
    await visit()
    await waitFor(() => expect(invoiceLine()).toHaveTextContent('Nobody'))
    expect(invoiceLine()).toHaveTextContent('Priya Das is primary, but has no email address')
  })
})

describe('making primary', () => {
  it('says first that it must be allowed, and does both', async () => {
    await change('Tom Lee', { asBillTo: false })
    const user = await visit()
    await askForPrimary(user, 'Tom Lee')
    expect(
      screen.getByText(/“Can be bill-to” is not ticked for Tom Lee yet, so that is done first/),
    ).toBeVisible()
    await user.click(button('Make primary'))
    await screen.findByText('Tom Lee is now the primary contact')
    expect(await held('Tom Lee')).toMatchObject({ primary: true, values: { asBillTo: true } })
  })

  it('that was only half done says so, puts the old one back, and is offered again', async () => {
    await change('Tom Lee', { asBillTo: false })
    const user = await visit()
    await askForPrimary(user, 'Tom Lee')
    desk.billing.between = async (request, go) =>
      request.method === 'PUT' && request.url.includes('/v1/accounts/')
        ? Response.json(
            { success: false, reasons: [{ code: 50000030, message: 'The account is locked.' }] },
            { status: 400 },
          )
        : go(request)
    await user.click(button('Make primary'))
    const note = await screen.findByText(/^Tom Lee was not made primary\./)
    expect(note).toHaveTextContent(/Zuora now allows Tom Lee as bill-to/)
    expect(note).toHaveTextContent(/The account is locked/)
    await waitFor(async () => expect(await rolesIn('Priya Das')).toContain('Bill-to'))
    expect(await held('Tom Lee')).toMatchObject({ primary: false, values: { asBillTo: true } })

    desk.billing.between = (request, go) => go(request)
    await user.click(button('Try again'))
    await screen.findByText('Tom Lee is now the primary contact')
    expect(screen.queryByText(/^Tom Lee was not made primary/)).not.toBeInTheDocument()
    expect(await held('Tom Lee')).toMatchObject({ primary: true })
  })

  it('is never offered the other way round', async () => {
    await visit()
    const row = await rowOf('Priya Das')
    expect(row.queryByRole('button', { name: /primary/i })).not.toBeInTheDocument()
  })
})

describe('the other roles', () => {
  it.each([
    ['Make sold-to', 'Sold-to moves from Priya Das to Tom Lee', 'soldTo'],
    ['Make ship-to', 'Ship-to moves from Priya Das to Tom Lee', 'shipTo'],
  ])('%s is in the menu, and says what moves', async (item, sentence, role) => {
    const user = await visit()
    await user.click((await rowOf('Tom Lee')).getByRole('button', { name: 'More for Tom Lee' }))
    await user.click(await screen.findByRole('menuitem', { name: item }))
    expect(screen.getByText(sentence)).toBeVisible()
    await user.click(button(item))
    await screen.findByText(/^Tom Lee is now/)
    expect((await held('Tom Lee')).roles).toEqual([role])
    expect((await held('Priya Das')).primary).toBe(true)
  })

  it('keep their contact from being deleted, and the desk says why', async () => {
    const user = await visit()
    await user.click((await rowOf('Priya Das')).getByRole('button', { name: 'More for Priya Das' }))
    await user.click(await screen.findByRole('menuitem', { name: 'Delete contact' }))
    const dialog = await screen.findByRole('dialog', { name: 'Priya Das cannot be deleted' })
    expect(dialog).toHaveTextContent('Make another contact bill-to, sold-to, and ship-to first')
    expect(within(dialog).queryByRole('button', { name: /Delete/ })).not.toBeInTheDocument()
  })
})

describe('the form', () => {
  it('warns that one contact is several', async () => {
    await visit((await held('Priya Das')).id)
    await screen.findByRole('form', { name: 'Edit contact' })
    expect(screen.getByText(/this edit also changes the sold-to and ship-to/i)).toBeVisible()
  })

  it('opens on the whole contact, though the list knows no description', async () => {
    await change('Tom Lee', { contactDescription: 'Back in May' })
    await visit((await held('Tom Lee')).id)
    await screen.findByRole('form', { name: 'Edit contact' })
    expect(field('Description')).toHaveValue('Back in May')
  })

  it('sends what was changed and says what will be emptied', async () => {
    await change('Tom Lee', { nickname: 'Tommy', city: 'London' })
    const user = await visit((await held('Tom Lee')).id)
    await screen.findByRole('form', { name: 'Edit contact' })
    const sent: unknown[] = []
    desk.billing.between = async (request, go) => {
      if (request.method === 'PUT') sent.push(await request.clone().json())
      return go(request)
    }
    await user.clear(field('Nickname'))
    expect(field('Nickname')).toHaveAccessibleDescription(/Will be emptied/)
    await user.clear(field('City'))
    await user.type(field('City'), 'Leeds')
    await user.click(button(/^Save/))
    await screen.findByText('Tom Lee was saved')
    expect(sent).toEqual([{ nickname: '', city: 'Leeds' }])
    expect((await held('Tom Lee')).values).toMatchObject({ nickname: null, city: 'Leeds' })
  })

  it('offers the states of the country, and takes codes for names', async () => {
    const user = await visit('new')
    await screen.findByRole('form', { name: 'New contact' })
    await user.type(field('First name'), 'Ada')
    await user.type(field('Last name'), 'Byron')
    await user.type(field('Country'), 'usa')
    await user.tab()
    expect(field('Country')).toHaveValue('United States')
    await user.type(field('State'), 'new')
    const options = await screen.findAllByRole('option')
    expect(options.map((each) => each.textContent).join()).toMatch(/New Hampshire.*New York/)
    await user.clear(field('State'))
    await user.type(field('State'), 'Bavaria')
    await user.keyboard('{Escape}')
    await user.click(screen.getByRole('button', { name: /^Save(?! and)/ }))
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Zuora does not know this state of that country',
    )
    await user.clear(field('State'))
    await user.type(field('State'), 'ny')
    await user.tab()
    await user.click(screen.getByRole('button', { name: /^Save(?! and)/ }))
    await screen.findByText('Ada Byron was saved')
    expect((await held('Ada Byron')).values).toMatchObject({
      country: 'United States',
      state: 'New York',
      asBillTo: true,
    })
  })

  it('asks for the kind of another phone only with one, and for it then', async () => {
    const user = await visit('new')
    await screen.findByRole('form', { name: 'New contact' })
    await user.click(screen.getAllByRole('button', { name: /^More numbers/ }).at(-1)!)
    expect(screen.queryByLabelText('Other phone type')).not.toBeInTheDocument()
    await user.type(field('Other phone'), '1')
    expect(screen.getByLabelText('Other phone type')).toBeVisible()
    await user.click(screen.getByRole('button', { name: /^Save(?! and)/ }))
    expect(screen.getByLabelText('Other phone type')).toBeInvalid()
  })

  it('opens the section that holds what Zuora refuses', async () => {
    const user = await visit('new')
    await screen.findByRole('form', { name: 'New contact' })
    await user.type(field('First name'), 'Ada')
    await user.type(field('Last name'), 'Byron')
    desk.billing.between = async (request, go) =>
      request.method === 'POST' && request.url.endsWith('/v1/contacts')
        ? Response.json({
            success: false,
            reasons: [
              { code: '67992320', message: "'fax' length must be at most 40" },
              { code: 67990030, message: 'You have had enough contacts.' },
            ],
          })
        : go(request)
    await user.click(screen.getByRole('button', { name: /^Save(?! and)/ }))
    await screen.findByRole('alert')
    expect(await screen.findByLabelText('Fax')).toBeInvalid()
    expect(field('Fax')).toBeVisible()
    expect(screen.getByRole('alert')).toHaveTextContent('You have had enough contacts')
    expect(field('First name')).toHaveValue('Ada')
  })

  it('opens a second time', async () => {
    const user = await visit((await held('Tom Lee')).id)
    await screen.findByRole('form', { name: 'Edit contact' })
    await user.click(button('Cancel'))
    await user.click((await rowOf('Tom Lee')).getByRole('link', { name: 'Tom Lee' }))
    expect(await screen.findByRole('form', { name: 'Edit contact' })).toBeVisible()
  })

  it('leaves alone what it does not ask for, however odd it is', async () => {
    await change('Tom Lee', { otherPhoneType: 'Work', address1: 'Line one\nLine two' })
    const user = await visit((await held('Tom Lee')).id)
    await screen.findByRole('form', { name: 'Edit contact' })
    await user.click(field('Address line 1'))
    await user.tab()
    await user.type(field('Nickname'), 'Tommy')
    await user.click(button(/^Save/))
    await screen.findByText('Tom Lee was saved')
    expect((await held('Tom Lee')).values).toMatchObject({
      nickname: 'Tommy',
      otherPhoneType: 'Work',
      address1: 'Line one\nLine two',
    })
  })

  it('follows who is primary while it is open', async () => {
    const user = await visit((await held('Priya Das')).id)
    await screen.findByRole('form', { name: 'Edit contact' })
    const panel = () => within(screen.getByRole('dialog', { name: 'Edit contact' }))
    expect(panel().getByText('Primary contact')).toBeVisible()
    await askForPrimary(user, 'Tom Lee')
    await user.click(button('Make primary'))
    await screen.findByText('Tom Lee is now the primary contact')
    expect(panel().queryByText('Primary contact')).not.toBeInTheDocument()
  })

  it('keeps what was typed while a save was under way, as a change of what was saved', async () => {
    const user = await visit((await held('Tom Lee')).id)
    await screen.findByRole('form', { name: 'Edit contact' })
    await user.type(field('Nickname'), 'Tommy')
    const { letGo } = holdWrites()
    await user.click(button(/^Save/))
    await user.type(field('City'), ' upon Thames')
    letGo()
    await screen.findByText(/^Tom Lee was saved as it was when you pressed Save/)
    await waitFor(() => expect(field('City').value).toMatch(/ upon Thames$/))
    await user.click(button(/^Save/))
    await screen.findByText('Tom Lee was saved')
    expect((await held('Tom Lee')).values).toMatchObject({
      nickname: 'Tommy',
      city: expect.stringMatching(/ upon Thames$/) as string,
    })
  })

  it('that was left before its answer tells of a refusal all the same', async () => {
    const user = await visit((await held('Tom Lee')).id)
    await screen.findByRole('form', { name: 'Edit contact' })
    await user.type(field('Nickname'), 'Tommy')
    const { letGo } = holdWrites({
      state: 'rejected',
      refusal: { kind: 'rejected', message: 'Not on a Sunday.' },
    })
    await user.click(button(/^Save/))
    await user.click((await rowOf('Priya Das')).getByRole('link', { name: 'Priya Das' }))
    letGo()
    expect(await screen.findByText(/^Tom Lee: not saved\. Not on a Sunday\./)).toBeVisible()
    await user.click((await rowOf('Tom Lee')).getByRole('link', { name: 'Tom Lee' }))
    await waitFor(() => expect(field('Nickname')).toHaveValue('Tommy'))
  })
})

describe('the customer', () => {
  it('is shown with the address its bill-to has by now', async () => {
    const user = await visit((await held('Priya Das')).id)
    await screen.findByRole('form', { name: 'Edit contact' })
    await user.clear(field('Work email'))
    await user.type(field('Work email'), 'new@people.example')
    await user.click(button(/^Save/))
    await screen.findByText('Priya Das was saved')
    const header = screen.getByRole('heading', { level: 1 }).closest('header')!
    await waitFor(() => expect(header.textContent.match(/new@people\.example/g)).toHaveLength(2))
  })

  it('stays on the screen, with the form, when it cannot be read again', async () => {
    const user = await visit('new')
    await screen.findByRole('form', { name: 'New contact' })
    await user.type(field('First name'), 'Ada')
    await askForPrimary(user, 'Tom Lee')
    desk.network.between = (request, go) =>
      new URL(request.url).pathname.endsWith(customer)
        ? Promise.resolve(
            Response.json(
              {
                error: { refusal: { kind: 'busy', retryAfter: 9 }, reference: 'ABCDEFG' },
              },
              { status: 429 },
            ),
          )
        : go(request)
    await user.click(button('Make primary'))
    await screen.findByText('Tom Lee is now the primary contact')
    expect(field('First name')).toHaveValue('Ada')
    expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent(/^Spare/)
  })

  it('of the recent ones is shown as it is now', async () => {
    await visit()
    await waitFor(() => expect(invoiceLine()).toHaveTextContent('Priya Das'))
    const { workEmail } = (await held('Priya Das')).values
    await change('Priya Das', { workEmail: 'moved@people.example' })
    expect(workEmail).not.toBe('moved@people.example')
    const again = await desk.visit('/w/zuora-embedded')
    await again.click(screen.getByRole('combobox', { name: 'Customer' }))
    const recent = await screen.findByRole('group', { name: 'Recent' })
    await again.click(within(recent).getAllByRole('option')[0]!)
    const header = () => screen.getByRole('heading', { level: 1 }).closest('header')!
    await waitFor(() => expect(header()).not.toHaveTextContent(String(workEmail)))
  })
})

/** Writes wait until they are let go; then they are answered so, or go on. */
function holdWrites(answer?: unknown) {
  let letGo = () => {}
  const heldBack = new Promise<void>((resolve) => (letGo = resolve))
  desk.network.between = async (request, go) => {
    if (request.method !== 'PUT') return go(request)
    await heldBack
    return answer ? Response.json(answer) : go(request)
  }
  return { letGo }
}
