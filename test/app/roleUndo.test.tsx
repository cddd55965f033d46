import { screen, waitFor, within } from '@testing-library/react'
import type { UserEvent } from '@testing-library/user-event'
import { beforeAll, beforeEach, expect, it } from 'vitest'
import { zuora } from '#backends/zuora/vendor.ts'
import { customerNamed } from '../helpers/embeddedVendor.ts'
import { addressOf, openDesk, type OpenDesk } from '../helpers/openDesk.tsx'
import { aCustomer, aPerson } from '../helpers/people.ts'

let desk: OpenDesk
let next = 0
let customer: string

const nameOf = (n: number) => `Spare ${n}`

beforeAll(async () => {
  desk = await openDesk(
    Array.from({ length: 4 }, (_, n) =>
      aCustomer({
        name: nameOf(n),
        people: [
          aPerson({ firstName: 'Priya', lastName: 'Das', primary: true }),
          aPerson({ firstName: 'Tom', lastName: 'Lee' }),
          aPerson({ firstName: 'Uma', lastName: 'Roy' }),
        ],
      }),
    ),
    zuora,
  )
})

beforeEach(async () => {
  customer = await customerNamed(desk.backend, nameOf(next++))
  for (const role of ['billTo', 'soldTo', 'shipTo'])
    await desk.backend.giveRole(customer, await idOf('Priya Das'), role)
})

async function idOf(name: string): Promise<string> {
  const { items } = await desk.backend.contacts(customer, {})
  return items.find((contact) => contact.name === name)!.id
}

async function holderOf(role: string): Promise<string | undefined> {
  const { items } = await desk.backend.contacts(customer, {})
  return items.find(({ roles }) => roles.includes(role))?.name
}

async function makeSoldTo(user: UserEvent, name: string): Promise<void> {
  const table = await screen.findByRole('table', { name: 'Contacts' })
  const cell = (await within(table).findAllByText(name)).find((it) => it.closest('th'))!
  const row = within(cell.closest('tr')!)
  await user.click(row.getByRole('button', { name: `More for ${name}` }))
  await user.click(await screen.findByRole('menuitem', { name: 'Make sold-to' }))
  await user.click(screen.getByRole('button', { name: 'Make sold-to' }))
  await screen.findByText(`${name} is now sold-to`)
}

it('a role goes back to whoever had it', async () => {
  const user = await desk.visit(addressOf(customer, undefined, zuora))
  await makeSoldTo(user, 'Tom Lee')
  expect(await holderOf('soldTo')).toBe('Tom Lee')
  await user.click(screen.getByRole('button', { name: 'Undo' }))
  expect(await screen.findByText('Undone: the role went back to Priya Das')).toBeVisible()
  expect(await holderOf('soldTo')).toBe('Priya Das')
})

it('a role that somebody has moved on since stays where it is', async () => {
  const user = await desk.visit(addressOf(customer, undefined, zuora))
  await makeSoldTo(user, 'Tom Lee')
  await desk.backend.giveRole(customer, await idOf('Uma Roy'), 'soldTo')
  await user.click(screen.getByRole('button', { name: 'Undo' }))
  expect(await screen.findByText(/^Not undone for Tom Lee\./)).toBeVisible()
  await waitFor(async () => expect(await holderOf('soldTo')).toBe('Uma Roy'))
})
