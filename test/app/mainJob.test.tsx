import { screen, waitFor, within } from '@testing-library/react'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Send } from '#contract/backend/send.ts'
import { customerNamed } from '../helpers/embeddedVendor.ts'
import { addressOf, openDesk, type OpenDesk } from '../helpers/openDesk.tsx'
import { aCustomer, aPerson } from '../helpers/people.ts'

let desk: OpenDesk
let next = 0
let customer: string

const pair = () => [
  aPerson({ firstName: 'Priya', lastName: 'Das', primary: true }),
  aPerson({ firstName: 'Tom', lastName: 'Lee', notes: 'Knows the history' }),
]

beforeAll(async () => {
  desk = await openDesk([
    aCustomer({ name: 'Zinnia Flowers', people: pair() }),
    ...Array.from({ length: 40 }, (_, n) =>
      aCustomer({ name: `Spare ${String(n).padStart(2, '0')}`, people: pair() }),
    ),
    aCustomer({ name: 'Nobody There' }),
  ])
})

beforeEach(async () => {
  desk.network.between = (request, go) => go(request)
  localStorage.clear()
  customer = await customerNamed(desk.backend, `Spare ${String(next++).padStart(2, '0')}`)
})

const picker = () => screen.getByRole('combobox', { name: 'Customer' })
const table = () => screen.findByRole('table', { name: 'Contacts' })
const rowOf = async (name: string) => {
  const cell = await within(await table()).findByText(name)
  return within(cell.closest('tr')!)
}
const stored = async () =>
  (await desk.backend.contacts(customer, {})).items.map(({ name, primary }) => ({ name, primary }))
const form = (name = 'New contact') => screen.findByRole('form', { name })
const formGone = () => waitFor(() => expect(screen.queryByRole('form')).not.toBeInTheDocument())
const field = (label: string) => screen.getByLabelText<HTMLInputElement>(label)
const press = (name: string) => screen.getByRole('button', { name })

describe('finding a customer', () => {
  it('three letters and Enter lead to its contacts, and the address says so', async () => {
    const user = await desk.visit()
    await user.click(picker())
    await user.keyboard('zin')
    await screen.findByRole('option', { name: /Zinnia Flowers/ })
    await user.keyboard('{ArrowDown}{Enter}')
    expect(await screen.findByRole('heading', { level: 1, name: 'Zinnia Flowers' })).toBeVisible()
    await rowOf('Priya Das')
    expect(location.pathname).toBe(addressOf(await customerNamed(desk.backend, 'Zinnia Flowers')))
  })

  it('an answer that comes late never replaces a newer one', async () => {
    const user = await desk.visit()
    let letGo = () => {}
    const held = new Promise<void>((resolve) => (letGo = resolve))
    desk.network.between = async (request, go) => {
      if (request.url.includes('search=z&')) await held
      return go(request)
    }
    await user.click(picker())
    await user.keyboard('z')
    expect(await screen.findByText('Searching…')).toBeVisible()
    await user.clear(picker())
    await user.keyboard('spare 01')
    await screen.findByRole('option', { name: /Spare 01/ })
    letGo()
    await waitFor(() =>
      expect(screen.queryByRole('option', { name: /Zinnia/ })).not.toBeInTheDocument(),
    )
    expect(screen.getByRole('option', { name: /Spare 01/ })).toBeVisible()
  })

  it('while an answer is awaited, nothing can be picked that does not fit', async () => {
    const user = await desk.visit()
    await user.click(picker())
    await screen.findByRole('option', { name: /Nobody There/ })
    let letGo = () => {}
    const held = new Promise<void>((resolve) => (letGo = resolve))
    desk.network.between = async (request, go) => {
      if (request.url.includes('search=zin')) await held
      return go(request)
    }
    await user.keyboard('zin{ArrowDown}{Enter}')
    expect(screen.queryByRole('option', { name: /Nobody There/ })).not.toBeInTheDocument()
    expect(location.pathname).not.toContain('/c/')
    letGo()
    expect(await screen.findByRole('option', { name: /Zinnia Flowers/ })).toBeVisible()
  })

  it('nothing found and a failed search each say so, and a retry finds it', async () => {
    const user = await desk.visit()
    await user.click(picker())
    await user.keyboard('qqqqq')
    expect(await screen.findByText('No customer matches “qqqqq” in Day Zero')).toBeVisible()
    desk.network.between = () => Promise.reject(new TypeError('offline'))
    await user.clear(picker())
    await user.keyboard('zinn')
    const again = await screen.findByRole('button', { name: 'Retry' }, { timeout: 5000 })
    desk.network.between = (request, go) => go(request)
    await user.click(again)
    expect(await screen.findByRole('option', { name: /Zinnia Flowers/ })).toBeVisible()
  })

  it('the last opened customers are offered first', async () => {
    await desk.visit(addressOf(await customerNamed(desk.backend, 'Zinnia Flowers')))
    await rowOf('Priya Das')
    const user = await desk.visit()
    await user.click(picker())
    const recent = await screen.findByRole('group', { name: 'Recent' })
    expect(within(recent).getByRole('option')).toHaveTextContent('Zinnia Flowers')
  })
})

describe('adding a contact', () => {
  it('puts it into the list, and into the billing system once', async () => {
    const user = await desk.visit(addressOf(customer))
    await rowOf('Tom Lee')
    await user.click(press('New contact'))
    await form()
    await user.type(field('Name'), 'Ada Byron')
    await user.type(field('Email'), 'ada@people.example')
    await user.dblClick(press('Save'))
    await rowOf('Ada Byron')
    expect(await screen.findByText('Ada Byron was saved')).toBeVisible()
    await formGone()
    expect((await stored()).filter(({ name }) => name === 'Ada Byron')).toHaveLength(1)
  })

  it('asks for what is missing at the field, sends nothing, and keeps what is there', async () => {
    const user = await desk.visit(addressOf(customer, 'new'))
    await form()
    await user.type(field('Email'), 'nonsense')
    await user.type(field('Notes'), 'Long story')
    await user.click(press('Save'))
    const summary = await screen.findByRole('alert')
    expect(within(summary).getByText('There is a problem')).toBeVisible()
    expect(field('Name')).toBeInvalid()
    expect(field('Email')).toHaveAccessibleDescription(/correct format/)
    expect([field('Email').value, field('Notes').value]).toEqual(['nonsense', 'Long story'])
    expect(await stored()).toHaveLength(2)
    await user.click(within(summary).getByRole('link', { name: 'Enter the name' }))
    expect(field('Name')).toHaveFocus()
  })

  it('shows a refusal that only the billing system makes at its field', async () => {
    const user = await desk.visit(addressOf(customer, 'new'))
    await form()
    await user.type(field('Name'), 'Ada Byron')
    await user.type(field('Email'), 'ada@mail.test')
    await user.click(press('Save'))
    await waitFor(() =>
      expect(field('Email')).toHaveAccessibleDescription(/special-use or reserved name/),
    )
    expect(field('Name').value).toBe('Ada Byron')
    await user.clear(field('Email'))
    await user.type(field('Email'), 'ada@people.example')
    await user.click(press('Save'))
    await rowOf('Ada Byron')
    expect(await stored()).toHaveLength(3)
  })

  it('says what happens to the invoices when it shall be primary, and then it is', async () => {
    const user = await desk.visit(addressOf(customer, 'new'))
    await form()
    expect(screen.getByText('Invoices move from Priya Das to this contact')).toBeVisible()
    await user.type(field('Name'), 'Ada Byron')
    await user.click(field('Primary contact'))
    await user.click(press('Save'))
    expect((await rowOf('Ada Byron')).getByText('Primary')).toBeVisible()
    expect((await stored()).filter(({ primary }) => primary)).toEqual([
      { name: 'Ada Byron', primary: true },
    ])
  })

  it('of a customer without contacts is primary unless somebody says no', async () => {
    const user = await desk.visit(addressOf(await customerNamed(desk.backend, 'Nobody There')))
    expect(await screen.findByText('No contacts yet')).toBeVisible()
    await user.click(screen.getAllByRole('button', { name: 'New contact' })[0]!)
    await form()
    expect(field('Primary contact')).toBeChecked()
  })

  it('several in a row keeps the form open and empty', async () => {
    const user = await desk.visit(addressOf(customer, 'new'))
    await form()
    for (const name of ['Ada Byron', 'Grace Hopper']) {
      await user.type(field('Name'), name)
      await user.click(press('Save and new'))
      await rowOf(name)
      await waitFor(() => expect(field('Name').value).toBe(''))
      await waitFor(() => expect(field('Name')).toHaveFocus())
    }
    expect(await stored()).toHaveLength(4)
  })

  it('says so when the billing system stored something else than was typed', async () => {
    const user = await desk.visit(addressOf(customer, 'new'))
    await form()
    await user.type(field('Name'), 'Ada Byron')
    await user.type(field('Email'), 'Ada@PEOPLE.example')
    await user.click(press('Save'))
    expect(
      await screen.findByText(/stored this differently from what was typed: Email/),
    ).toBeVisible()
    expect((await rowOf('Ada Byron')).getByText('Ada@people.example')).toBeVisible()
  })
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
      await form()
      await user.type(field('Name'), 'Ada Byron')
      lose(after)
      await user.click(press('Save'))
      const alert = await screen.findByRole('alert')
      expect(alert).toHaveTextContent('We do not know yet whether this was saved')
      expect(screen.getByText(/^Checking since .+ server does not answer/)).toBeVisible()
      expect(field('Name').value).toBe('Ada Byron')
      await user.click(press('Check now'))
      await waitFor(() => expect(puts.length).toBeGreaterThan(1))
      expect(new Set(puts.map((put) => JSON.stringify(put))).size).toBe(1)
      expect(screen.getByRole('alert')).toBe(alert)
      expect(screen.queryByText(/^Ada Byron was saved|not saved/)).not.toBeInTheDocument()

      desk.network.between = (request, go) => go(request)
      await user.click(press('Check now'))
      expect(await screen.findByText('Ada Byron was saved')).toBeVisible()
      await formGone()
      expect(await adas()).toHaveLength(1)
    },
  )

  it('text typed after a lost answer becomes a change of the contact, not a second one', async () => {
    const user = await desk.visit(addressOf(customer, 'new'))
    await form()
    await user.type(field('Name'), 'Ada Byron')
    lose(true)
    await user.click(press('Save'))
    await screen.findByText('We do not know yet whether this was saved')
    await user.type(field('Role'), 'Billing')
    desk.network.between = (request, go) => go(request)
    await user.click(press('Check now'))
    await form('Edit contact')
    expect(screen.getByText(/was saved as it was when you pressed Save/)).toBeVisible()
    expect(field('Role').value).toBe('Billing')
    await user.click(press('Save'))
    await formGone()
    expect((await adas()).map(({ values }) => values.role)).toEqual(['Billing'])
  })

  it('the form may be closed: the desk goes on, says how it ends, and keeps what was typed since', async () => {
    const user = await desk.visit(addressOf(customer, 'new'))
    await form()
    await user.type(field('Name'), 'Ada Byron')
    lose(true)
    await user.click(press('Save'))
    await screen.findByText('We do not know yet whether this was saved')
    await user.type(field('Role'), 'Billing')
    await user.click(press('Cancel'))
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
    await form()
    await user.type(field('Name'), 'Ada Byron')
    lose(false)
    await user.click(press('Save'))
    await user.click(await screen.findByRole('button', { name: 'Copy your text' }))
    await screen.findByText('Your text is on the clipboard')
    expect(await navigator.clipboard.readText()).toBe('Name: Ada Byron')
  })

  it('a page of another person instead of an answer is no answer', async () => {
    const user = await desk.visit(addressOf(customer, 'new'))
    await form()
    await user.type(field('Name'), 'Ada Byron')
    desk.network.between = (request, go) =>
      request.method === 'PUT'
        ? Promise.resolve(new Response('<html>Sign in to Wi-Fi', { status: 200 }))
        : go(request)
    await user.click(press('Save'))
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
    await form()
    await user.type(field('Name'), 'Ada Byron')
    answering({ state: 'unknown', since: '2026-01-02T03:04:05Z' })
    await user.click(press('Save'))
    expect(await screen.findByText('We do not know yet whether this was saved')).toBeVisible()
    expect(screen.queryByText(/server does not answer/)).not.toBeInTheDocument()
    expect(screen.queryByText(/Ada Byron was saved/)).not.toBeInTheDocument()
    desk.network.between = (request, go) => go(request)
    await user.click(press('Check now'))
    await formGone()
    expect(await adas()).toHaveLength(1)
  })

  it('because somebody saves the same contact just now, that is said', async () => {
    const user = await desk.visit(addressOf(customer, 'new'))
    await form()
    await user.type(field('Name'), 'Ada Byron')
    answering({ state: 'pending', duplicateInFlight: true })
    await user.click(press('Save'))
    await screen.findByText('Not saved yet: an identical contact is being saved for this customer')
    // It is tried again by itself, within seconds.
    answering({ state: 'rejected', refusal: { kind: 'rejected', message: 'It is there.' } }, 200)
    await screen.findByText('It is there.', undefined, { timeout: 10_000 })
    expect(field('Name').value).toBe('Ada Byron')
  })

  it('because another person changes this customer just now, that person is named', async () => {
    const user = await desk.visit(addressOf(customer, 'new'))
    await form()
    await user.type(field('Name'), 'Ada Byron')
    answering({ state: 'pending', waitingFor: 'Tom' })
    await user.click(press('Save'))
    await screen.findByText('Waiting for Tom’s change')
    await user.click(press('Stop trying'))
    expect(await screen.findByRole('button', { name: 'Save' })).toBeEnabled()
    expect(field('Name').value).toBe('Ada Byron')
  })

  it('what the billing system has no time for is sent anew until it works', async () => {
    const user = await desk.visit(addressOf(customer, 'new'))
    await form()
    await user.type(field('Name'), 'Ada Byron')
    answering({ state: 'rejected', refusal: { kind: 'busy', retryAfter: 60 } }, 200)
    await user.click(press('Save'))
    expect(
      await screen.findByText('Not saved yet: the billing system asks for a pause'),
    ).toBeVisible()
    expect(screen.getByText(/Next try at/)).toBeVisible()
    desk.network.between = (request, go) => go(request)
    await user.click(press('Try now'))
    await formGone()
    expect(await adas()).toHaveLength(1)
  })

  it('who does not want to wait stops it, and it is not saved', async () => {
    const user = await desk.visit(addressOf(customer, 'new'))
    await form()
    await user.type(field('Name'), 'Ada Byron')
    answering({ state: 'rejected', refusal: { kind: 'backendUnreachable' } }, 200)
    await user.click(press('Save'))
    await screen.findByText('Not saved yet: the billing system cannot be reached')
    await user.click(press('Stop trying'))
    await waitFor(() =>
      expect(screen.queryByRole('button', { name: 'Try now' })).not.toBeInTheDocument(),
    )
    expect(await adas()).toHaveLength(0)
    desk.network.between = (request, go) => go(request)
    await screen.findByRole('button', { name: 'Save' })
    await user.type(field('Role'), 'Billing')
    await user.click(press('Save'))
    await formGone()
    expect((await adas()).map(({ values }) => values.role)).toEqual(['Billing'])
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
    await user.click(press('Save'))
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
    await user.click(press('Save'))
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
    await user.click(press('Cancel'))
    await user.click(await screen.findByRole('button', { name: 'Keep editing' }))
    expect(field('Name').value).toBe('Tom Lee Junior')
    await user.click(press('Cancel'))
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
    await user.click(press('Make primary'))
    expect(await screen.findByText('Tom Lee is now the primary contact')).toBeVisible()
    const rows = within(await table()).getAllByRole('row')
    expect(rows[1]).toHaveTextContent('Tom Lee')
    expect(await stored()).toContainEqual({ name: 'Tom Lee', primary: true })
    expect(await stored()).toContainEqual({ name: 'Priya Das', primary: false })
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
    await user.click(press('Make primary'))
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
    await user.click(press('Make primary'))
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
    expect(await stored()).toEqual([{ name: 'Tom Lee', primary: false }])
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
    await user.click(press('Retry'))
    await rowOf('Tom Lee')
  })
})

describe('addresses', () => {
  it('Back closes the panel and comes back to the list', async () => {
    const user = await desk.visit(addressOf(customer))
    await rowOf('Tom Lee')
    await user.click(press('New contact'))
    await form()
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
