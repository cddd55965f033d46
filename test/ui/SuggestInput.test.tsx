import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { expect, test, vi } from 'vitest'
import { SuggestInput } from '#ui/SuggestInput.tsx'

function Role({ onSubmit, start = '' }: { onSubmit?(): void; start?: string }) {
  const [value, setValue] = useState(start)
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit?.()
      }}
    >
      <SuggestInput
        aria-label="Role"
        value={value}
        onValueChange={setValue}
        suggestions={['Billing', 'Accounts Payable', 'Technical']}
      />
    </form>
  )
}

function input() {
  return screen.getByRole('combobox', { name: 'Role' })
}

test('anything may be typed, suggested or not', async () => {
  const user = userEvent.setup()
  const onSubmit = vi.fn<() => void>()
  render(<Role onSubmit={onSubmit} />)
  await user.type(input(), 'Tea lady{Enter}')
  expect(input()).toHaveValue('Tea lady')
  expect(onSubmit).toHaveBeenCalledTimes(1)
})

test('a suggestion is taken by Down and Enter, without sending the form', async () => {
  const user = userEvent.setup()
  const onSubmit = vi.fn<() => void>()
  render(<Role onSubmit={onSubmit} />)
  await user.type(input(), 'pay{ArrowDown}{Enter}')
  expect(input()).toHaveValue('Accounts Payable')
  expect(onSubmit).not.toHaveBeenCalled()
})

test('a role that is there already does not hide the others', async () => {
  const user = userEvent.setup()
  render(<Role start="Billing" />)
  await user.click(input())
  expect(screen.getAllByRole('option')).toHaveLength(3)
})

test('Escape closes the list and nothing else', async () => {
  const user = userEvent.setup()
  const heard = vi.fn<(event: KeyboardEvent) => void>()
  document.addEventListener('keydown', heard)
  render(<Role />)
  await user.click(input())
  await user.keyboard('{Escape}')
  expect(screen.queryByRole('listbox')).not.toBeInTheDocument()
  expect(heard).not.toHaveBeenCalled()
  document.removeEventListener('keydown', heard)
})
