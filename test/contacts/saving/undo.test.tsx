import { screen, waitFor } from '@testing-library/react'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Values } from '#contract/fields/kind.ts'
import {
  addAda,
  askToDelete,
  button,
  editTom,
  goneFromList,
  makePrimary,
  message,
  rowOf,
} from '../../helpers/deskPage.ts'
import { addressOf } from '../../helpers/openDesk.tsx'
import { openSpareDesk, type SpareDesk } from '../../helpers/spareDesk.ts'

let desk: SpareDesk
let customer: string

beforeAll(async () => {
  desk = await openSpareDesk({ count: 10 })
})

beforeEach(async () => {
  customer = await desk.next()
})

/** As another person would, past this desk. */
async function elsewhere(name: string, changes: Values): Promise<void> {
  await desk.backend.update(customer, (await desk.stored(name))!.id, changes)
}

describe('undo from the notice', () => {
  it('of a new contact deletes it again', async () => {
    const user = await desk.visit(addressOf(customer))
    await addAda(user)
    let letGo = () => {}
    const held = new Promise<void>((resolve) => (letGo = resolve))
    desk.network.between = async (request, go) => {
      if (request.url.includes('/contacts?')) await held
      return go(request)
    }
    await user.click(button('Undo'))
    expect(await message('Undone: Ada Byron was deleted again')).toBeVisible()
    // At once, not only when the list was read again.
    await goneFromList('Ada Byron')
    letGo()
    expect(await desk.stored('Ada Byron')).toBeUndefined()
  })

  it('of an edit puts back what was there', async () => {
    const user = await desk.visit(addressOf(customer))
    await editTom(user)
    await user.click(button('Undo'))
    expect(await message('Undone: Tom Lee is as it was before')).toBeVisible()
    expect((await desk.stored('Tom Lee'))!.values.phone).toBe('1')
    expect(await (await rowOf('Tom Lee')).findByText('1')).toBeVisible()
  })

  it('is refused with the reason when the contact was changed since', async () => {
    const user = await desk.visit(addressOf(customer))
    await editTom(user)
    await elsewhere('Tom Lee', { phone: '333' })
    await user.click(button('Undo'))
    expect(await message(/^Not undone for Tom Lee\. Someone else changed this/)).toBeVisible()
    expect((await desk.stored('Tom Lee'))!.values.phone).toBe('333')
  })

  it('of a deletion makes the contact anew, and the dialog says that it can', async () => {
    const user = await desk.visit(addressOf(customer))
    await askToDelete(user, 'Priya Das')
    expect(screen.getByText(/You can undo it for 24 hours: .+created again/)).toBeVisible()
    await user.click(button('Delete Priya Das'))
    await message('Priya Das was deleted')
    await user.click(button('Undo'))
    expect(await message('Undone: Priya Das was created again')).toBeVisible()
    expect(await (await rowOf('Priya Das')).findByText('Primary')).toBeVisible()
    expect((await desk.stored('Priya Das'))!.primary).toBe(true)
  })

  it('of the primary gives it back, and the line under the customer follows', async () => {
    const user = await desk.visit(addressOf(customer))
    await makePrimary(user, 'Tom Lee')
    await message('Tom Lee is now the primary contact')
    const line = screen.getByText('Who gets the invoice?').parentElement!
    expect(line).toHaveTextContent('Tom Lee')
    await user.click(button('Undo'))
    expect(await message('Undone: Priya Das is the primary contact again')).toBeVisible()
    await waitFor(() => expect(line).toHaveTextContent('Priya Das'))
    expect((await desk.stored('Priya Das'))!.primary).toBe(true)
  })

  it('that nobody can tell the outcome of is said to be that', async () => {
    const user = await desk.visit(addressOf(customer))
    await editTom(user)
    desk.network.between = (request, go) =>
      request.method === 'PUT' ? Promise.reject(new TypeError('offline')) : go(request)
    await user.click(button('Undo'))
    expect(await message(/^We do not know yet whether this was undone for Tom Lee/)).toBeVisible()
    expect(
      await screen.findByRole('button', { name: 'Recent changes, 1 being checked' }),
    ).toBeVisible()
    desk.network.between = (request, go) => go(request)
    window.dispatchEvent(new Event('online'))
    expect(await message('Undone: Tom Lee is as it was before')).toBeVisible()
    expect(screen.queryByText(/^We do not know yet/)).not.toBeInTheDocument()
    expect(await screen.findByRole('button', { name: 'Recent changes' })).toBeVisible()
  })
})
