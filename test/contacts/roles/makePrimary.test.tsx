import { screen, waitFor, within } from '@testing-library/react'
import type { UserEvent } from '@testing-library/user-event'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { zuora } from '#backends/zuora/vendor.ts'
import type { Send } from '#contract/backend/send.ts'
import type { Contact } from '#contract/fields/contact.ts'
import { button, chooseFor, makePrimary, rowOf, table } from '../../helpers/deskPage.ts'
import { customerNamed } from '../../helpers/embeddedVendor.ts'
import { addressOf } from '../../helpers/openDesk.tsx'
import { aPerson } from '../../helpers/people.ts'
import { openSpareDesk, type SpareDesk } from '../../helpers/spareDesk.ts'

const people = [
  aPerson({ firstName: 'Priya', lastName: 'Das', primary: true }),
  aPerson({ firstName: 'Tom', lastName: 'Lee' }),
  aPerson({ firstName: 'Uma', lastName: 'Roy' }),
]

let desk: SpareDesk
let customer: string

beforeAll(async () => {
  desk = await openSpareDesk({ count: 20, people, vendor: zuora })
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
  return found
}

const visit = () => desk.visit(addressOf(customer, undefined, zuora))
const shownRoles = async (name: string) => {
  const row = await rowOf(name)
  return ['Primary', 'Bill-to', 'Sold-to', 'Ship-to'].filter((role) => row.queryByText(role))
}

async function makeSoldTo(user: UserEvent, name: string) {
  await chooseFor(user, name, 'Make sold-to')
  await user.click(button('Make sold-to'))
}

/** Keys go on from this contact's row. */
const expectFocusAt = (name: string) =>
  waitFor(async () => expect((await rowOf(name)).getByRole('link', { name })).toHaveFocus())

const isMove = (request: Request) =>
  request.method === 'PUT' && /\/v1\/accounts\//.test(request.url)
const refusal = () =>
  Response.json(
    { success: false, reasons: [{ code: 50000030, message: 'The account is locked.' }] },
    { status: 400 },
  )

/** Holds every move on its way to the billing system until it is let go, or refused. */
function holdMoves() {
  const waiting: { go(): void; refuse(): void }[] = []
  desk.billing.between = async (request: Request, send: Send) => {
    if (!isMove(request)) return send(request)
    const answer = await new Promise<Send>((resolve) =>
      waiting.push({ go: () => resolve(send), refuse: () => resolve(async () => refusal()) }),
    )
    return answer(request)
  }
  return async () => {
    await waitFor(() => expect(waiting).not.toEqual([]))
    return waiting.shift()!
  }
}

describe('moves that overlap', () => {
  it('to the same contact both happen, one after the other', async () => {
    const user = await visit()
    const heldMove = holdMoves()
    let sent = 0
    desk.network.between = (request, go) => {
      if (request.url.includes('/submissions/')) sent++
      return go(request)
    }
    await makePrimary(user, 'Tom Lee')
    await makeSoldTo(user, 'Tom Lee')
    await waitFor(async () =>
      expect(await shownRoles('Tom Lee')).toEqual(['Primary', 'Bill-to', 'Sold-to']),
    )
    const first = await heldMove()
    expect(sent).toBe(1)
    first.go()
    const second = await heldMove()
    expect(sent).toBe(2)
    second.go()
    await screen.findByText('Tom Lee is now the primary contact')
    await screen.findByText('Tom Lee is now sold-to')
    expect((await held('Tom Lee')).roles).toEqual(['billTo', 'soldTo'])
    expect(screen.queryByRole('alert')).not.toBeInTheDocument()
  })

  it('of the same role end with whoever was asked for last', async () => {
    const user = await visit()
    const heldMove = holdMoves()
    await makePrimary(user, 'Tom Lee')
    await makePrimary(user, 'Uma Roy')
    await waitFor(async () => expect(await shownRoles('Uma Roy')).toContain('Primary'))
    expect(await shownRoles('Tom Lee')).toEqual([])
    const first = await heldMove()
    first.go()
    await screen.findByText('Tom Lee is now the primary contact')
    expect(await shownRoles('Uma Roy')).toContain('Primary')
    expect(await shownRoles('Tom Lee')).toEqual([])
    const second = await heldMove()
    second.refuse()
    await waitFor(async () => expect(await shownRoles('Tom Lee')).toEqual(['Primary', 'Bill-to']))
    expect(await shownRoles('Uma Roy')).toEqual([])
  })

  it('that are both refused each say so at the row', async () => {
    const user = await visit()
    const heldMove = holdMoves()
    await makePrimary(user, 'Tom Lee')
    await makeSoldTo(user, 'Tom Lee')
    for (let moves = 0; moves < 2; moves++) {
      const move = await heldMove()
      move.refuse()
    }
    await screen.findByText(/^Tom Lee was not made sold-to\./)
    expect(screen.getByText(/^Tom Lee was not made primary\./)).toBeVisible()
    await expectFocusAt('Tom Lee')
    expect(await shownRoles('Priya Das')).toEqual(['Primary', 'Bill-to', 'Sold-to', 'Ship-to'])
  })
})

describe('a move that is not answered yet', () => {
  it('stays on the screen though another save brings the list anew, and refused takes back only itself', async () => {
    const user = await visit()
    const heldMove = holdMoves()
    await makePrimary(user, 'Tom Lee')
    await waitFor(async () => expect(await shownRoles('Tom Lee')).toEqual(['Primary', 'Bill-to']))
    await expectFocusAt('Tom Lee')

    let reads = 0
    desk.network.between = async (request, go) => {
      const response = await go(request)
      if (request.url.includes('/contacts?')) reads++
      return response
    }
    await desk.backend.update(customer, (await held('Uma Roy')).id, { lastName: 'Raj' })
    await user.click(button('New contact'))
    await screen.findByRole('form', { name: 'New contact' })
    await user.type(screen.getByLabelText('First name'), 'Ada')
    await user.type(screen.getByLabelText('Last name'), 'Byron')
    await user.click(screen.getByRole('button', { name: /^Save(?! and)/ }))
    await screen.findByText('Ada Byron was saved')
    await rowOf('Uma Raj')
    expect(reads).toBeGreaterThan(0)
    expect(await shownRoles('Tom Lee')).toEqual(['Primary', 'Bill-to'])
    expect(await shownRoles('Priya Das')).toEqual(['Sold-to', 'Ship-to'])

    // From here on only what is there can be shown.
    desk.network.between = (request, go) =>
      request.url.includes('/contacts?') ? new Promise(() => {}) : go(request)
    const move = await heldMove()
    move.refuse()
    await screen.findByText(/^Tom Lee was not made primary\./)
    expect(await shownRoles('Priya Das')).toEqual(['Primary', 'Bill-to', 'Sold-to', 'Ship-to'])
    expect(await shownRoles('Tom Lee')).toEqual([])
    await rowOf('Ada Byron')
    await rowOf('Uma Raj')
  })

  it('and is refused after somebody went on to another customer is told there, and at its row after Back', async () => {
    const user = await visit()
    const heldMove = holdMoves()
    await makePrimary(user, 'Tom Lee')
    const move = await heldMove()
    const other = 'Spare 19'
    await user.click(screen.getByRole('combobox', { name: 'Customer' }))
    await user.keyboard(other)
    await screen.findByRole('option', { name: new RegExp(other) })
    await user.keyboard('{Enter}')
    await screen.findByRole('heading', { level: 1, name: other })
    await rowOf('Tom Lee')
    expect(await shownRoles('Tom Lee')).not.toContain('Primary')
    move.refuse()
    expect(await screen.findByText(/^Tom Lee was not made primary\./)).toBeVisible()
    expect(within(await table()).queryByText(/was not made primary/)).not.toBeInTheDocument()

    desk.billing.between = (request, go) => go(request)
    history.back()
    await screen.findByRole('heading', { level: 1, name: desk.customerName })
    await within(await table()).findByText(/^Tom Lee was not made primary\..*The account is locked/)
    expect(await shownRoles('Priya Das')).toContain('Primary')
    await user.click(button('Try again'))
    await screen.findByText('Tom Lee is now the primary contact')
    expect(within(await table()).queryByText(/was not made primary/)).not.toBeInTheDocument()
    expect(await held('Tom Lee')).toMatchObject({ primary: true })
  })

  it('is still shown when somebody comes back to its customer, and told once, at the row', async () => {
    const user = await visit()
    const heldMove = holdMoves()
    await makePrimary(user, 'Tom Lee')
    const move = await heldMove()
    history.pushState(
      null,
      '',
      addressOf(await customerNamed(desk.backend, 'Spare 19'), undefined, zuora),
    )
    await screen.findByRole('heading', { level: 1, name: 'Spare 19' })
    history.back()
    await screen.findByRole('heading', { level: 1, name: desk.customerName })
    await waitFor(async () => expect(await shownRoles('Tom Lee')).toEqual(['Primary', 'Bill-to']))
    move.refuse()
    const note = await screen.findByText(/^Tom Lee was not made primary\./)
    expect(await table()).toContainElement(note)
    expect(await shownRoles('Priya Das')).toContain('Primary')
  })

  it('because its answer was lost is in doubt: the list shows what is there, until it is known', async () => {
    const user = await visit()
    desk.network.between = async (request, go) => {
      if (request.method !== 'PUT') return go(request)
      throw new TypeError('connection lost')
    }
    await makePrimary(user, 'Tom Lee')
    const note = await screen.findByText(/^We do not know yet whether Tom Lee is primary now/)
    expect(await table()).toContainElement(note)
    expect(await shownRoles('Priya Das')).toContain('Primary')
    desk.network.between = (request, go) => go(request)
    await user.click(button('Try again'))
    await screen.findByText('Tom Lee is now the primary contact')
    expect(screen.queryByText(/^We do not know yet/)).not.toBeInTheDocument()
    expect(await held('Tom Lee')).toMatchObject({ primary: true })
  })
})

/** The gateway's answer to the next submissions, as it would be with another person at work. */
function answering(body: unknown) {
  desk.network.between = (request, go) =>
    request.url.includes('/submissions/') ? Promise.resolve(Response.json(body)) : go(request)
}

describe('a move beside another person’s change', () => {
  it('names the person it waits for, at its row, and can be stopped there', async () => {
    const user = await visit()
    answering({ state: 'pending', waitingFor: 'Sam' })
    await makePrimary(user, 'Tom Lee')
    await screen.findByText('Tom Lee is not primary yet. Waiting for Sam’s change')
    expect(await shownRoles('Priya Das')).toContain('Primary')
  })

  it('that came first says who is primary now, and goes on from there when asked again', async () => {
    const user = await visit()
    const uma = await held('Uma Roy')
    await desk.backend.makePrimary(customer, uma.id)
    await makePrimary(user, 'Tom Lee')
    await screen.findByText(
      /^Tom Lee was not made primary, because that changed meanwhile: Uma Roy is primary now\./,
    )
    await user.click(button(/^Try again/))
    await screen.findByText('Tom Lee is now the primary contact')
    expect((await held('Tom Lee')).primary).toBe(true)
  })
})

describe('undo from the notice', () => {
  async function holderOf(role: string): Promise<string | undefined> {
    const { items } = await desk.backend.contacts(customer, {})
    return items.find(({ roles }) => roles.includes(role))?.name
  }

  it('a role goes back to whoever had it', async () => {
    const user = await visit()
    await makeSoldTo(user, 'Tom Lee')
    await screen.findByText('Tom Lee is now sold-to')
    expect(await holderOf('soldTo')).toBe('Tom Lee')
    await user.click(screen.getByRole('button', { name: 'Undo' }))
    expect(await screen.findByText('Undone: the role went back to Priya Das')).toBeVisible()
    expect(await holderOf('soldTo')).toBe('Priya Das')
  })

  it('a role that somebody has moved on since stays where it is', async () => {
    const user = await visit()
    await makeSoldTo(user, 'Tom Lee')
    await screen.findByText('Tom Lee is now sold-to')
    await desk.backend.giveRole(customer, (await held('Uma Roy')).id, 'soldTo')
    await user.click(screen.getByRole('button', { name: 'Undo' }))
    expect(await screen.findByText(/^Not undone for Tom Lee\./)).toBeVisible()
    await waitFor(async () => expect(await holderOf('soldTo')).toBe('Uma Roy'))
  })
})
