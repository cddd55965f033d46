import { screen, waitFor, within } from '@testing-library/react'
import type { UserEvent } from '@testing-library/user-event'
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  askToDelete,
  button,
  dialogGone,
  field,
  form,
  formGone,
  makePrimary,
  message,
  openTom,
  retype,
  rowOf,
} from '../helpers/deskPage.ts'
import { addressOf } from '../helpers/openDesk.tsx'
import { openSpareDesk, type SpareDesk } from '../helpers/spareDesk.ts'

let desk: SpareDesk
let customer: string

beforeAll(async () => {
  desk = await openSpareDesk({ count: 20 })
})

beforeEach(async () => {
  customer = await desk.next()
})

const undoKey = '{Control>}z{/Control}'

/** The gateway has answered that nothing was sent: the billing system cannot be reached. */
const postpone = () => {
  const outcome = { state: 'rejected', refusal: { kind: 'backendUnreachable' } }
  desk.network.between = (request, go) =>
    request.method === 'PUT' ? Promise.resolve(Response.json(outcome)) : go(request)
}

/** Holds what is written, or writes of one kind, until it is let go. */
function hold(op = '') {
  let letGo = () => {}
  const held = new Promise<void>((resolve) => (letGo = resolve))
  desk.network.between = async (request, go) => {
    if (request.method === 'PUT' && (await request.clone().text()).includes(op)) await held
    return go(request)
  }
  return () => letGo()
}

describe('a delete that waits', () => {
  it('is not sent any more once somebody keeps the contact', async () => {
    const user = await desk.visit(addressOf(customer))
    await askToDelete(user, 'Tom Lee')
    const online = vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false)
    await user.click(button('Delete Tom Lee'))
    expect(await message(/^Tom Lee is not deleted yet\./)).toBeVisible()
    expect(screen.queryByText(/^We do not know yet/)).not.toBeInTheDocument()
    await user.click(button('Keep the contact'))
    await dialogGone()
    expect(await screen.findByRole('button', { name: 'Recent changes' })).toBeVisible()
    online.mockRestore()
    window.dispatchEvent(new Event('online'))
    expect(await desk.stored('Tom Lee')).toBeDefined()
  })

  it('can be hurried or given up in the tray', async () => {
    const user = await desk.visit(addressOf(customer))
    await openTom(user)
    postpone()
    await retype(user, 'Phone', '22')
    await user.click(button('Save'))
    await user.click(
      await screen.findByRole('button', { name: 'Recent changes, 1 waiting to be sent' }),
    )
    const tray = within(await screen.findByRole('dialog', { name: 'Recent changes' }))
    expect(tray.getByRole('button', { name: 'Try now: Tom Lee' })).toBeVisible()
    await user.click(tray.getByRole('button', { name: 'Stop trying: Tom Lee' }))
    await waitFor(() => expect(button('Recent changes')).toBeVisible())
    expect((await desk.stored('Tom Lee'))!.values.phone).toBe('1')
  })
})

describe('a delete in doubt, once repeats are turned away for good', () => {
  let user: UserEvent

  beforeEach(async () => {
    let sent = 0
    const failure = { error: { refusal: { kind: 'permission' }, reference: 'REFEREN' } }
    desk.network.between = async (request, go) => {
      if (request.method !== 'PUT') return go(request)
      if (sent++ > 0) return Response.json(failure, { status: 403 })
      await go(request)
      throw new TypeError('fetch failed')
    }
    user = await desk.visit(addressOf(customer))
    await askToDelete(user, 'Tom Lee')
    await user.click(button('Delete Tom Lee'))
  })

  it('can be left in its dialog, and is called neither deleted nor kept', async () => {
    for (let turn = 0; turn < 3; turn++)
      await user.click(await screen.findByRole('button', { name: 'Check now' }))
    await user.click(await screen.findByRole('button', { name: 'I have looked: stop checking' }))
    await dialogGone()
    expect(await message(/^Tom Lee: the desk never found out whether it was deleted/)).toBeVisible()
  })

  it('can be left in the tray when its dialog was closed', async () => {
    await screen.findByRole('button', { name: 'Check now' })
    await user.click(button('Close, keep checking'))
    await user.click(await screen.findByRole('button', { name: /^Recent changes/ }))
    for (let turn = 0; turn < 3; turn++)
      await user.click(await screen.findByRole('button', { name: 'Check now: Tom Lee' }))
    const leave = 'I have looked: stop checking: Tom Lee'
    await user.click(await screen.findByRole('button', { name: leave }))
    expect(await message(/^Tom Lee: the desk never found out whether it was deleted/)).toBeVisible()
  })
})

describe('the end of a delete', () => {
  it('is said when its dialog was closed, and closes no other dialog', async () => {
    const user = await desk.visit(addressOf(customer))
    await askToDelete(user, 'Tom Lee')
    const letGo = hold()
    await user.click(button('Delete Tom Lee'))
    await user.click(button('Close, keep checking'))
    await dialogGone()
    await askToDelete(user, 'Priya Das')
    letGo()
    expect(await message('Tom Lee was deleted')).toBeVisible()
    expect(screen.getByRole('dialog', { name: 'Delete Priya Das?' })).toBeVisible()
  })

  it('is said too when it was refused', async () => {
    const user = await desk.visit(addressOf(customer))
    await askToDelete(user, 'Tom Lee')
    const tom = await desk.stored('Tom Lee')
    await desk.backend.update(customer, tom!.id, { notes: 'Do not delete' })
    const letGo = hold()
    await user.click(button('Delete Tom Lee'))
    await user.click(button('Close, keep checking'))
    await dialogGone()
    letGo()
    expect(await message(/^Tom Lee was not deleted\. Someone else changed this/)).toBeVisible()
  })

  it('is a question again when a colleague has made the contact primary', async () => {
    const user = await desk.visit(addressOf(customer))
    await askToDelete(user, 'Tom Lee')
    await desk.backend.makePrimary(customer, (await desk.stored('Tom Lee'))!.id)
    await user.click(button('Delete Tom Lee'))
    expect(await screen.findByRole('alert')).toHaveTextContent(/not deleted.+Primary contact\s*Yes/)
    expect(screen.getByText(/^Tom Lee is the primary contact of Spare/)).toBeVisible()
    expect(await desk.stored('Tom Lee')).toBeDefined()
  })
})

describe('the undo key', () => {
  it('is answered while an undo is in doubt, and what was pressed then never happens later', async () => {
    const user = await desk.visit(addressOf(customer))
    await openTom(user)
    for (const phone of ['22', '33']) {
      await retype(user, 'Phone', phone)
      await user.click(button('Save'))
      await formGone()
      await user.click((await rowOf('Tom Lee')).getByText('Tom Lee'))
      await form('Edit contact')
    }
    await user.click(button('Cancel'))
    await formGone()
    const letGo = hold()
    await user.click(document.body)
    await user.keyboard(undoKey)
    await user.keyboard(undoKey)
    expect(await message(/^Your last change is still being checked/)).toBeVisible()
    letGo()
    expect(await message('Undone: Tom Lee is as it was before')).toBeVisible()
    // Whatever the second press had left behind would be sent before this is answered.
    await user.keyboard(undoKey)
    await waitFor(async () => expect((await desk.stored('Tom Lee'))!.values.phone).toBe('1'))
    expect(await message('Undone: Tom Lee is as it was before')).toBeVisible()
  })
})

describe('leaving a form while it is being saved', () => {
  it('asks no other question when the submission ends meanwhile', async () => {
    const user = await desk.visit(addressOf(customer))
    await openTom(user)
    await desk.backend.update(customer, (await desk.stored('Tom Lee'))!.id, { phone: '333' })
    const letGo = hold()
    await retype(user, 'Phone', '22')
    await user.click(button('Save'))
    await user.click(button('Cancel'))
    await screen.findByRole('dialog', { name: 'Close the form?' })
    letGo()
    expect(await screen.findByRole('region', { name: /Someone else changed/ })).toBeVisible()
    expect(screen.queryByRole('dialog', { name: /^(Close|Discard)/ })).not.toBeInTheDocument()
    expect(field('Phone').value).toBe('22')
  })

  it('and coming back to it still finds what another person changed', async () => {
    const user = await desk.visit(addressOf(customer))
    await openTom(user)
    await desk.backend.update(customer, (await desk.stored('Tom Lee'))!.id, { phone: '333' })
    const letGo = hold('"update"')
    await retype(user, 'Phone', '22')
    await user.click(button('Save'))
    await user.click(button('Cancel'))
    await user.click(await screen.findByRole('button', { name: 'Close and keep checking' }))
    await formGone()
    // The list is read anew after it, with theirs.
    await makePrimary(user, 'Tom Lee')
    expect(await (await rowOf('Tom Lee')).findByText('333')).toBeVisible()
    await user.click((await rowOf('Tom Lee')).getByText('Tom Lee'))
    await form('Edit contact')
    expect(field('Phone').value).toBe('22')
    await retype(user, 'Notes', 'Long story')
    letGo()
    const box = await screen.findByRole('region', { name: 'Someone else changed the same fields' })
    await user.click(button('Save'))
    expect((await desk.stored('Tom Lee'))!.values).toMatchObject({ phone: '333', notes: null })
    await user.click(within(box).getByRole('radio', { name: 'Take theirs 333' }))
    await user.click(within(box).getByRole('button', { name: 'Apply' }))
    await user.click(button('Save'))
    await formGone()
    expect((await desk.stored('Tom Lee'))!.values).toMatchObject({
      phone: '333',
      notes: 'Long story',
    })
  })
})

describe('a save of which nobody can tell the contact', () => {
  /** As the gateway says it when the contact is not found again. */
  const unseen = () => {
    let letGo = () => {}
    const held = new Promise<void>((resolve) => (letGo = resolve))
    desk.network.between = async (request, go) => {
      if (request.method !== 'PUT') return go(request)
      await held
      return Response.json({ state: 'succeeded', contact: null })
    }
    return () => letGo()
  }

  it('keeps what was typed since, in the form that stays open', async () => {
    const user = await desk.visit(addressOf(customer, 'new'))
    await form('New contact')
    await user.type(field('Name'), 'Ada Byron')
    const letGo = unseen()
    await user.click(button('Save'))
    await user.type(field('Role'), 'Billing')
    letGo()
    expect(await message(/^This was saved.+cannot tell.+typed since is kept$/)).toBeVisible()
    expect(field('Role').value).toBe('Billing')
  })

  it('keeps it also for the form that was closed', async () => {
    const user = await desk.visit(addressOf(customer, 'new'))
    await form('New contact')
    await user.type(field('Name'), 'Ada Byron')
    const letGo = unseen()
    await user.click(button('Save'))
    await user.type(field('Role'), 'Billing')
    await user.click(button('Cancel'))
    await user.click(await screen.findByRole('button', { name: 'Close and keep checking' }))
    await formGone()
    letGo()
    expect(await message(/^This was saved.+cannot tell.+typed since is kept$/)).toBeVisible()
    await user.click(button('New contact'))
    await form('New contact')
    expect(field('Role').value).toBe('Billing')
  })

  it('is over where nothing was typed since, and offers no undo', async () => {
    const user = await desk.visit(addressOf(customer, 'new'))
    await form('New contact')
    await user.type(field('Name'), 'Ada Byron')
    const letGo = unseen()
    await user.click(button('Save'))
    letGo()
    expect(await message(/^This was saved, but the desk cannot tell/)).toBeVisible()
    await formGone()
    desk.network.between = async (request, go) =>
      request.url.includes('/receipts')
        ? Response.json({ items: [receiptWithoutContact()], next: null })
        : go(request)
    await user.click(button('Recent changes'))
    const tray = within(await screen.findByRole('dialog', { name: 'Recent changes' }))
    expect(await tray.findByText('Ada Byron')).toBeVisible()
    expect(tray.queryByRole('button', { name: /^Undo/ })).not.toBeInTheDocument()
  })
})

function receiptWithoutContact() {
  return {
    ...{
      submissionId: '00000000-0000-4000-8000-000000000001',
      person: 'Local',
      op: 'create',
      customer,
    },
    ...{ contact: null, name: 'Ada Byron', state: 'succeeded', at: new Date().toISOString() },
    ...{ undo: 'possible', undoes: null, leavesDoubt: false, asked: null, duplicate: null },
  }
}
