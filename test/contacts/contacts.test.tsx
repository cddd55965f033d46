import { screen, waitFor, within } from '@testing-library/react'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { button, field, form, formGone, rowOf, table } from '../helpers/deskPage.ts'
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
  desk = await openSpareDesk({ count: 30, people, others: [aCustomer({ name: 'Nobody There' })] })
})

beforeEach(async () => {
  customer = await desk.next()
})

const primaries = async () =>
  (await desk.backend.contacts(customer, {})).items.map(({ name, primary }) => ({ name, primary }))

describe('adding a contact', () => {
  it('puts it into the list, and into the billing system once', async () => {
    const user = await desk.visit(addressOf(customer))
    await rowOf('Tom Lee')
    await user.click(button('New contact'))
    await form('New contact')
    await user.type(field('Name'), 'Ada Byron')
    await user.type(field('Email'), 'ada@people.example')
    await user.dblClick(button('Save'))
    await rowOf('Ada Byron')
    expect(await screen.findByText('Ada Byron was saved')).toBeVisible()
    await formGone()
    expect((await primaries()).filter(({ name }) => name === 'Ada Byron')).toHaveLength(1)
  })

  it('asks for what is missing at the field, sends nothing, and keeps what is there', async () => {
    const user = await desk.visit(addressOf(customer, 'new'))
    await form('New contact')
    await user.type(field('Email'), 'nonsense')
    await user.type(field('Notes'), 'Long story')
    await user.click(button('Save'))
    const summary = await screen.findByRole('alert')
    expect(within(summary).getByText('There is a problem')).toBeVisible()
    expect(field('Name')).toBeInvalid()
    expect(field('Email')).toHaveAccessibleDescription(/correct format/)
    expect([field('Email').value, field('Notes').value]).toEqual(['nonsense', 'Long story'])
    expect(await primaries()).toHaveLength(2)
    await user.click(within(summary).getByRole('link', { name: 'Enter the name' }))
    expect(field('Name')).toHaveFocus()
  })

  it('shows a refusal that only the billing system makes at its field', async () => {
    const user = await desk.visit(addressOf(customer, 'new'))
    await form('New contact')
    await user.type(field('Name'), 'Ada Byron')
    await user.type(field('Email'), 'ada@mail.test')
    await user.click(button('Save'))
    await waitFor(() =>
      expect(field('Email')).toHaveAccessibleDescription(/special-use or reserved name/),
    )
    expect(field('Name').value).toBe('Ada Byron')
    await user.clear(field('Email'))
    await user.type(field('Email'), 'ada@people.example')
    await user.click(button('Save'))
    await rowOf('Ada Byron')
    expect(await primaries()).toHaveLength(3)
  })

  it('says what happens to the invoices when it shall be primary, and then it is', async () => {
    const user = await desk.visit(addressOf(customer, 'new'))
    await form('New contact')
    expect(screen.getByText('Invoices move from Priya Das to this contact')).toBeVisible()
    await user.type(field('Name'), 'Ada Byron')
    await user.click(field('Primary contact'))
    await user.click(button('Save'))
    expect((await rowOf('Ada Byron')).getByText('Primary')).toBeVisible()
    expect((await primaries()).filter(({ primary }) => primary)).toEqual([
      { name: 'Ada Byron', primary: true },
    ])
  })

  it('of a customer without contacts is primary unless somebody says no', async () => {
    const user = await desk.visit(addressOf(await customerNamed(desk.backend, 'Nobody There')))
    expect(await screen.findByText('No contacts yet')).toBeVisible()
    await user.click(screen.getAllByRole('button', { name: 'New contact' })[0]!)
    await form('New contact')
    expect(field('Primary contact')).toBeChecked()
  })

  it('several in a row keeps the form open and empty', async () => {
    const user = await desk.visit(addressOf(customer, 'new'))
    await form('New contact')
    for (const name of ['Ada Byron', 'Grace Hopper']) {
      await user.type(field('Name'), name)
      await user.click(button('Save and new'))
      await rowOf(name)
      await waitFor(() => expect(field('Name').value).toBe(''))
      await waitFor(() => expect(field('Name')).toHaveFocus())
    }
    expect(await primaries()).toHaveLength(4)
  })

  it('says so when the billing system stored something else than was typed', async () => {
    const user = await desk.visit(addressOf(customer, 'new'))
    await form('New contact')
    await user.type(field('Name'), 'Ada Byron')
    await user.type(field('Email'), 'Ada@PEOPLE.example')
    await user.click(button('Save'))
    expect(
      await screen.findByText(/stored this differently from what was typed: Email/),
    ).toBeVisible()
    expect((await rowOf('Ada Byron')).getByText('Ada@people.example')).toBeVisible()
  })
})

describe('editing a contact', () => {
  it('stays open, with what was typed, when the contact goes away meanwhile', async () => {
    const user = await desk.visit(addressOf(customer))
    await user.click((await rowOf('Tom Lee')).getByText('Tom Lee'))
    await form('Edit contact')
    await user.type(field('Name'), ' Junior')
    const tom = (await desk.backend.contacts(customer, {})).items.find(
      ({ name }) => name === 'Tom Lee',
    )
    await desk.backend.remove(customer, tom!.id)
    const priya = await rowOf('Priya Das')
    await user.click(priya.getByRole('button', { name: 'More for Priya Das' }))
    await user.click(await screen.findByRole('menuitem', { name: 'Delete contact' }))
    await user.click(await screen.findByRole('button', { name: 'Delete Priya Das' }))
    expect(await screen.findByText('No contacts yet')).toBeVisible()
    expect(field('Name').value).toBe('Tom Lee Junior')
    await user.click(button('Save'))
    expect(await screen.findByText('This contact no longer exists.')).toBeVisible()
    expect(field('Name').value).toBe('Tom Lee Junior')
  })

  it('sends the one field that was changed', async () => {
    const user = await desk.visit(addressOf(customer))
    await user.click((await rowOf('Tom Lee')).getByText('Tom Lee'))
    await form('Edit contact')
    const bodies: unknown[] = []
    desk.network.between = async (request, go) => {
      if (request.method === 'PUT') bodies.push(await request.clone().json())
      return go(request)
    }
    await user.clear(field('Phone'))
    await user.type(field('Phone'), '+49 30 1234')
    await user.click(button('Save'))
    await formGone()
    expect((await rowOf('Tom Lee')).getByText('+49 30 1234')).toBeVisible()
    expect(bodies).toEqual([
      expect.objectContaining({ op: 'update', values: { phone: '+49 30 1234' } }),
    ])
  })

  it('keeps typed text when the panel is left by the list, and asks before throwing it away', async () => {
    const user = await desk.visit(addressOf(customer))
    await user.click((await rowOf('Tom Lee')).getByText('Tom Lee'))
    await form('Edit contact')
    await user.type(field('Name'), ' Junior')
    await user.click((await rowOf('Priya Das')).getByText('Priya Das'))
    await waitFor(() => expect(field('Name').value).toBe('Priya Das'))
    await user.click((await rowOf('Tom Lee')).getByText('Tom Lee'))
    await waitFor(() => expect(field('Name').value).toBe('Tom Lee Junior'))
    expect(screen.getByText(/Your unsaved text from/)).toBeVisible()
    await user.click(button('Cancel'))
    await user.click(await screen.findByRole('button', { name: 'Keep editing' }))
    expect(field('Name').value).toBe('Tom Lee Junior')
    await user.click(button('Cancel'))
    await user.click(await screen.findByRole('button', { name: 'Discard' }))
    await formGone()
    await user.click((await rowOf('Tom Lee')).getByText('Tom Lee'))
    await form('Edit contact')
    expect(field('Name').value).toBe('Tom Lee')
  })

  it('an address opened before the list is there leads to the form', async () => {
    const tom = (await desk.backend.contacts(customer, {})).items.find(
      ({ name }) => name === 'Tom Lee',
    )
    await desk.visit(addressOf(customer, tom!.id))
    await form('Edit contact')
    expect([field('Name').value, field('Notes').value]).toEqual(['Tom Lee', 'Knows the history'])
  })

  it('a contact that is gone is said to be gone', async () => {
    await desk.visit(addressOf(customer, '01890000-0000-7000-8000-00000000dead'))
    expect(await screen.findByText('This contact no longer exists')).toBeVisible()
  })
})

describe('the primary', () => {
  const askForTom = async () => {
    const user = await desk.visit(addressOf(customer))
    const tom = await rowOf('Tom Lee')
    await user.click(tom.getByRole('button', { name: 'Make Tom Lee primary' }))
    expect(await screen.findByText('Invoices move from Priya Das to Tom Lee')).toBeVisible()
    return user
  }

  it('moves after the sentence was agreed to, and stands first', async () => {
    const user = await askForTom()
    await user.click(button('Make primary'))
    expect(await screen.findByText('Tom Lee is now the primary contact')).toBeVisible()
    const rows = within(await table()).getAllByRole('row')
    expect(rows[1]).toHaveTextContent('Tom Lee')
    expect(await primaries()).toContainEqual({ name: 'Tom Lee', primary: true })
    expect(await primaries()).toContainEqual({ name: 'Priya Das', primary: false })
  })

  it('is shown at once, and taken back with a message at the row when it is refused', async () => {
    const user = await askForTom()
    let letGo = () => {}
    const held = new Promise<void>((resolve) => (letGo = resolve))
    desk.network.between = async (request, go) => {
      if (request.method !== 'PUT') return go(request)
      await held
      return Response.json({
        state: 'rejected',
        refusal: { kind: 'rejected', message: 'Not on a Sunday.' },
      })
    }
    await user.click(button('Make primary'))
    expect(await (await rowOf('Tom Lee')).findByText('Primary')).toBeVisible()
    letGo()
    expect(await (await rowOf('Priya Das')).findByText('Primary')).toBeVisible()
    expect(screen.getByText('Tom Lee was not made primary. Not on a Sunday.')).toBeVisible()
  })

  it('two of them are said to be two', async () => {
    const user = await askForTom()
    desk.network.between = async (request, go) => {
      const answer = await go(request)
      if (!request.url.includes('/contacts?')) return answer
      const page = (await answer.json()) as { items: { primary: boolean }[] }
      for (const contact of page.items) contact.primary = true
      return Response.json(page)
    }
    await user.click(button('Make primary'))
    expect(await screen.findByText(/More than one contact is marked as primary/)).toBeVisible()
  })
})

describe('deleting a contact', () => {
  it('warns when it is the primary, and then does what was asked', async () => {
    const user = await desk.visit(addressOf(customer))
    await user.click((await rowOf('Priya Das')).getByRole('button', { name: 'More for Priya Das' }))
    await user.click(await screen.findByRole('menuitem', { name: 'Delete contact' }))
    const dialog = await screen.findByRole('dialog', { name: 'Delete Priya Das?' })
    expect(within(dialog).getByText(/Priya Das is the primary contact of Spare/)).toBeVisible()
    expect(within(dialog).getByRole('button', { name: 'Keep the contact' })).toHaveFocus()
    await user.click(within(dialog).getByRole('button', { name: 'Delete Priya Das' }))
    expect(await screen.findByText('Priya Das was deleted')).toBeVisible()
    expect(await primaries()).toEqual([{ name: 'Tom Lee', primary: false }])
    expect(screen.queryByRole('button', { name: 'More for Priya Das' })).not.toBeInTheDocument()
  })
})

describe('the list', () => {
  it('filters by any word, whatever the accents, and the address keeps it', async () => {
    const user = await desk.visit(addressOf(customer))
    await rowOf('Tom Lee')
    const filter = screen.getByRole('searchbox', { name: 'Filter contacts' })
    await user.type(filter, 'LÉE tom')
    expect(await screen.findByText('1 of 2 contacts')).toBeVisible()
    expect(new URLSearchParams(location.search).get('q')).toBe('LÉE tom')
    await user.clear(filter)
    await user.type(filter, 'zzz')
    expect(await screen.findByText('Nothing matches “zzz”')).toBeVisible()
  })

  it('keeps its order over a reload', async () => {
    const user = await desk.visit(addressOf(customer))
    await rowOf('Tom Lee')
    await user.click(within(await table()).getByRole('button', { name: /Email/ }))
    expect(location.search).toBe('?sort=email')
    await desk.visit(location.pathname + location.search)
    await rowOf('Tom Lee')
    const header = screen.getByRole('columnheader', { name: /Email/ })
    expect(header).toHaveAttribute('aria-sort', 'ascending')
  })

  it('that cannot be loaded says so and comes with a retry', async () => {
    desk.network.between = (request, go) =>
      request.url.includes('/contacts?') ? Promise.reject(new TypeError('offline')) : go(request)
    const user = await desk.visit(addressOf(customer))
    const failed = await screen.findByText('Could not load the contacts', {}, { timeout: 5000 })
    expect(failed).toBeVisible()
    desk.network.between = (request, go) => go(request)
    await user.click(button('Retry'))
    await rowOf('Tom Lee')
  })
})
