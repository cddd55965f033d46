import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { Button } from '#ui/basics/Button.tsx'

test('its name is its label, whatever keys and reserved room it shows', () => {
  render(
    <Button shortcut="⌘↵" reserve="Saving…">
      Save
    </Button>,
  )
  expect(screen.getByRole('button', { name: 'Save' })).toBeInTheDocument()
})

test('busy, it says so, keeps the focus, and does nothing, not even submit', async () => {
  const user = userEvent.setup()
  const onClick = vi.fn<() => void>()
  const onSubmit = vi.fn<() => void>()
  render(
    <form onSubmit={onSubmit}>
      <Button type="submit" busy="Saving…" onClick={onClick}>
        Save
      </Button>
    </form>,
  )
  const button = screen.getByRole('button', { name: 'Saving…' })
  await user.click(button)
  expect(button).toHaveFocus()
  expect(button).toHaveAttribute('aria-disabled', 'true')
  expect(onClick).not.toHaveBeenCalled()
  expect(onSubmit).not.toHaveBeenCalled()
})
