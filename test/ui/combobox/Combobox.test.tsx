import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState, type ReactNode } from 'react'
import { expect, test, vi } from 'vitest'
import { Combobox } from '#ui/combobox/Combobox.tsx'

const all = ['Acme', 'Acme Industrial', 'Beta', 'Gamma']

interface Props {
  onPick?(item: string): void
  onEndReached?(): void
  status?: ReactNode
  found?: (typed: string) => string[]
}

const startingWith = (typed: string) =>
  all.filter((item) => item.toLowerCase().startsWith(typed.toLowerCase()))

function Customers({ onPick = () => {}, onEndReached, status, found = startingWith }: Props) {
  const [typed, setTyped] = useState('')
  const items = found(typed)
  return (
    <>
      <Combobox
        label="Customer"
        value={typed}
        onValueChange={setTyped}
        groups={items.length ? [{ heading: typed ? undefined : 'Recent', items }] : []}
        itemKey={(item) => item}
        itemName={(item) => item}
        renderItem={(item) => item}
        onPick={onPick}
        onEndReached={onEndReached}
        status={status}
        announce={`${items.length} customers`}
      />
      <button type="button">next</button>
    </>
  )
}

function input() {
  return screen.getByRole('combobox', { name: 'Customer' })
}

function active() {
  return document.getElementById(input().getAttribute('aria-activedescendant') ?? '')
}

test('three letters, Down and Enter pick; the focus never leaves the input', async () => {
  const user = userEvent.setup()
  const onPick = vi.fn<(item: string) => void>()
  render(<Customers onPick={onPick} />)
  await user.click(input())
  await user.keyboard('acm')
  expect(screen.getAllByRole('option')).toHaveLength(2)
  await user.keyboard('{ArrowDown}{ArrowDown}')
  expect(active()).toHaveTextContent('Acme Industrial')
  expect(active()).toHaveAttribute('aria-selected', 'true')
  expect(input()).toHaveFocus()
  await user.keyboard('{Enter}')
  expect(onPick).toHaveBeenCalledExactlyOnceWith('Acme Industrial')
  expect(input()).toHaveValue('Acme Industrial')
  expect(screen.queryByRole('listbox')).not.toBeInTheDocument()
})

test('Enter takes nothing that nobody chose', async () => {
  const user = userEvent.setup()
  const onPick = vi.fn<(item: string) => void>()
  render(<Customers onPick={onPick} />)
  await user.click(input())
  await user.keyboard('be{Enter}')
  expect(onPick).not.toHaveBeenCalled()
})

test('going on typing takes the choice back', async () => {
  const user = userEvent.setup()
  const onPick = vi.fn<(item: string) => void>()
  render(<Customers onPick={onPick} />)
  await user.click(input())
  await user.keyboard('{ArrowDown}a')
  expect(active()).toBeNull()
  await user.keyboard('{Enter}')
  expect(onPick).not.toHaveBeenCalled()
})

test('moving the caret takes the choice back', async () => {
  const user = userEvent.setup()
  const onPick = vi.fn<(item: string) => void>()
  render(<Customers onPick={onPick} />)
  await user.click(input())
  await user.keyboard('ac{ArrowDown}{ArrowLeft}{Enter}')
  expect(onPick).not.toHaveBeenCalled()
})

test('Escape closes the list first and clears the text after; a panel around it stays open', async () => {
  const user = userEvent.setup()
  const onEscape = vi.fn<(event: KeyboardEvent) => void>()
  document.addEventListener('keydown', onEscape)
  render(<Customers />)
  await user.click(input())
  onEscape.mockClear()
  await user.keyboard('a')
  expect(input()).toHaveAttribute('aria-expanded', 'true')
  await user.keyboard('{Escape}')
  expect(input()).toHaveAttribute('aria-expanded', 'false')
  expect(input()).toHaveValue('a')
  await user.keyboard('{Escape}')
  expect(input()).toHaveValue('')
  const heard = () => onEscape.mock.calls.filter(([event]) => event.key === 'Escape').length
  expect(heard()).toBe(0)
  await user.keyboard('{Escape}')
  expect(heard()).toBe(1)
  document.removeEventListener('keydown', onEscape)
})

test('the arrows go round, and Alt with an arrow opens and closes without moving', async () => {
  const user = userEvent.setup()
  render(<Customers />)
  input().focus()
  await user.keyboard('{Alt>}{ArrowDown}{/Alt}')
  expect(screen.getByRole('listbox', { name: 'Customer' })).toBeInTheDocument()
  expect(active()).toBeNull()
  await user.keyboard('{ArrowUp}')
  expect(active()).toHaveTextContent('Gamma')
  await user.keyboard('{ArrowDown}')
  expect(active()).toHaveTextContent('Acme')
  await user.keyboard('{Alt>}{ArrowUp}{/Alt}')
  expect(screen.queryByRole('listbox')).not.toBeInTheDocument()
})

test('what is active stays active when others come before it, and is let go when it goes', async () => {
  const user = userEvent.setup()
  const { rerender } = render(<Customers found={() => ['Beta', 'Gamma']} />)
  await user.click(input())
  await user.keyboard('{ArrowDown}')
  rerender(<Customers found={() => ['Acme', 'Beta', 'Gamma']} />)
  expect(active()).toHaveTextContent('Beta')
  rerender(<Customers found={() => ['Acme', 'Gamma']} />)
  expect(active()).toBeNull()
})

test('a heading names its group, and the count is said politely', async () => {
  const user = userEvent.setup()
  render(<Customers />)
  await user.click(input())
  expect(screen.getByRole('group', { name: 'Recent' })).toBeInTheDocument()
  expect(screen.getByText('4 customers')).toHaveAttribute('aria-live', 'polite')
})

test('Tab reaches what the status line offers, then leaves and closes', async () => {
  const user = userEvent.setup()
  render(<Customers found={() => []} status={<button type="button">Retry</button>} />)
  await user.click(input())
  await user.tab()
  expect(screen.getByRole('button', { name: 'Retry' })).toHaveFocus()
  await user.tab()
  expect(screen.getByRole('button', { name: 'next' })).toHaveFocus()
  expect(screen.queryByRole('button', { name: 'Retry' })).not.toBeInTheDocument()
})

test('a press on an option picks it and keeps the focus in the input', async () => {
  const user = userEvent.setup()
  const onPick = vi.fn<(item: string) => void>()
  render(<Customers onPick={onPick} />)
  await user.click(input())
  await user.click(screen.getByRole('option', { name: 'Beta' }))
  expect(onPick).toHaveBeenCalledExactlyOnceWith('Beta')
  expect(input()).toHaveFocus()
})

test('arriving at the last option asks for more', async () => {
  const user = userEvent.setup()
  const onEndReached = vi.fn<() => void>()
  render(<Customers onEndReached={onEndReached} />)
  await user.click(input())
  await user.keyboard('{ArrowUp}')
  expect(onEndReached).toHaveBeenCalled()
})
