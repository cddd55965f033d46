import { screen, waitFor, within } from '@testing-library/react'
import type { UserEvent } from '@testing-library/user-event'
import { expect } from 'vitest'

/** What tests look for and press on the page, by the names that people see. */

export const picker = () => screen.getByRole('combobox', { name: 'Customer' })

export const table = (name = 'Contacts') => screen.findByRole('table', { name })

/** The row of the contact with this name, for looking inside it. */
export async function rowOf(name: string) {
  const found = await within(await table()).findAllByText(name)
  const header = found.find((each) => each.closest('th'))
  if (!header) throw new Error(`no row for ${name}`)
  return within(header.closest('tr')!)
}

export const goneFromList = (name: string) =>
  waitFor(async () => expect(within(await table()).queryByText(name)).not.toBeInTheDocument())

export const form = (name: 'New contact' | 'Edit contact') => screen.findByRole('form', { name })

export const formGone = () =>
  waitFor(() => expect(screen.queryByRole('form')).not.toBeInTheDocument())

export const dialogGone = () =>
  waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument())

export const field = (label: string) => screen.getByLabelText<HTMLInputElement>(label)

/** The button with this name, which has to be there already. */
export const button = (name: string | RegExp) => screen.getByRole('button', { name })

export const message = (text: string | RegExp) => screen.findByText(text)

/** Replaces what a field holds. */
export async function retype(user: UserEvent, label: string, text: string): Promise<void> {
  await user.clear(field(label))
  await user.type(field(label), text)
}

/** Chooses one entry of a contact's menu. */
export async function chooseFor(user: UserEvent, name: string, entry: string): Promise<void> {
  await user.click((await rowOf(name)).getByRole('button', { name: `More for ${name}` }))
  await user.click(await screen.findByRole('menuitem', { name: entry }))
}

export async function askToDelete(user: UserEvent, name: string): Promise<void> {
  await chooseFor(user, name, 'Delete contact')
  await screen.findByRole('dialog', { name: `Delete ${name}?` })
}

/** Presses the star in the contact's row, and waits for the question what will move. */
export async function askForPrimary(user: UserEvent, name: string): Promise<void> {
  await user.click((await rowOf(name)).getByRole('button', { name: `Make ${name} primary` }))
  await screen.findByRole('button', { name: 'Make primary' })
}

/** Presses the star in the contact's row, and agrees. */
export async function makePrimary(user: UserEvent, name: string): Promise<void> {
  await askForPrimary(user, name)
  await user.click(button('Make primary'))
}

/** Opens Tom Lee's form from the list; a spare customer has him. */
export async function openTom(user: UserEvent): Promise<void> {
  await user.click((await rowOf('Tom Lee')).getByText('Tom Lee'))
  await form('Edit contact')
}

/** Gives Tom Lee this phone number, from the list on, until it is saved. */
export async function editTom(user: UserEvent, phone = '22'): Promise<void> {
  await openTom(user)
  await retype(user, 'Phone', phone)
  await user.click(button('Save'))
  await message('Tom Lee was saved')
  await formGone()
}

/** Adds Ada Byron, until she is saved. */
export async function addAda(user: UserEvent): Promise<void> {
  await user.click(button('New contact'))
  await form('New contact')
  await user.type(field('Name'), 'Ada Byron')
  await user.click(button('Save'))
  await message('Ada Byron was saved')
  await formGone()
}

/** Deletes the contact, until that is done. */
export async function deleteContact(user: UserEvent, name: string): Promise<void> {
  await askToDelete(user, name)
  await user.click(await screen.findByRole('button', { name: `Delete ${name}` }))
  await message(`${name} was deleted`)
}
