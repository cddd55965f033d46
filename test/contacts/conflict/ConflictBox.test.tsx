import { render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { form } from '#backends/dayzero/fields.ts'
import { ConflictBox, type Choices } from '#contacts/conflict/ConflictBox.tsx'
import { conflictsIn } from '#contacts/conflict/conflicts.ts'
import { fieldsFor } from '#contract/fields/form.ts'

const fields = fieldsFor(form, 'edit')
const was = { name: 'Tom Lee', email: '', phone: '1', role: '', notes: '' }
const mine = { ...was, phone: '22', role: 'Billing' }
const theirs = { ...was, phone: '333', role: '', notes: 'Called' }

function setup(over: { mine?: typeof was; theirs?: typeof was } = {}) {
  const onApply = vi.fn<(choices: Choices) => void>()
  const drafts = { was, mine, theirs, ...over }
  render(
    <ConflictBox
      id="conflict"
      conflicts={conflictsIn(fields, drafts)}
      mine={drafts.mine}
      onApply={onApply}
    />,
  )
  return { onApply, user: userEvent.setup() }
}

const group = (label: string) => within(screen.getByRole('group', { name: label }))
const both = { theirs: { ...theirs, role: 'Technical' } }

test('only a field that both changed is asked about, and nothing is chosen for anybody', () => {
  setup()
  expect(screen.getAllByRole('group').map((each) => each.textContent)).toEqual([
    expect.stringMatching(/^PhoneKeep mine 22Take theirs 333Was 1$/),
  ])
  for (const radio of screen.getAllByRole('radio')) expect(radio).not.toBeChecked()
})

test('each choice is named by what it is and what it holds', () => {
  setup(both)
  expect(group('Phone').getByRole('radio', { name: 'Keep mine 22' })).toBeVisible()
  expect(group('Role').getByRole('radio', { name: 'Take theirs Technical' })).toBeVisible()
  expect(group('Role').getByText('nothing')).toBeVisible()
})

test('it cannot be applied before every field has its choice, and leads to the first without', async () => {
  const { onApply, user } = setup(both)
  await user.click(group('Phone').getByRole('radio', { name: /^Keep mine/ }))
  await user.click(screen.getByRole('button', { name: 'Apply' }))
  expect(onApply).not.toHaveBeenCalled()
  expect(screen.getByRole('status')).toHaveTextContent('Choose first: role')
  expect(group('Role').getByRole('radio', { name: /^Keep mine/ })).toHaveFocus()
  await user.keyboard('{ArrowDown}')
  await user.click(screen.getByRole('button', { name: 'Apply' }))
  expect(onApply).toHaveBeenCalledWith({ phone: 'mine', role: 'theirs' })
})

test('what both changed to the same is no conflict, whatever blanks stand around it', () => {
  const same = conflictsIn(fields, { was, mine, theirs: { ...was, phone: '22' } })
  const blank = conflictsIn(fields, { was, mine: { ...was, phone: ' 333 ' }, theirs })
  expect([same, blank]).toEqual([[], []])
})

test('a field that holds again what it held before is no conflict', () => {
  expect(conflictsIn(fields, { was, mine: was, theirs })).toEqual([])
  expect(conflictsIn(fields, { was, mine, theirs: was })).toEqual([])
})
