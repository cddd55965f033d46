import { act, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { IconButton } from '#ui/basics/IconButton.tsx'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

test('its name shows after a moment under the pointer, and Escape takes it away', () => {
  render(<IconButton label="Make Tom Lee primary" icon={null} />)
  const button = screen.getByRole('button', { name: 'Make Tom Lee primary' })
  fireEvent.pointerEnter(button, { pointerType: 'mouse' })
  expect(screen.queryByText('Make Tom Lee primary')).not.toBeInTheDocument()
  act(() => {
    vi.advanceTimersByTime(500)
  })
  expect(screen.getByText('Make Tom Lee primary')).toBeVisible()
  fireEvent.keyDown(document.body, { key: 'Escape' })
  expect(screen.queryByText('Make Tom Lee primary')).not.toBeInTheDocument()
})
