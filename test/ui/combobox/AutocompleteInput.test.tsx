import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { expect, test, vi } from 'vitest'
import { AutocompleteInput } from '#ui/combobox/AutocompleteInput.tsx'

function Role({ onSubmit, start = '' }: { onSubmit?(): void; start?: string }) {
  const [value, setValue] = useState(start)
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit?.()
      }}
    >
      <AutocompleteInput
        aria-label="Role"
        value={value}
        onValueChange={setValue}
        suggestions={[{ name: 'Billing' }, { name: 'Accounts Payable' }, { name: 'Technical' }]}
      />
    </form>
  )
}

function input() {
  return screen.getByRole('combobox', { name: 'Role' })
}

const all = [
  { name: 'Niger', code: 'NE' },
  { name: 'Nigeria', code: 'NG' },
  { name: 'Norway', code: 'NO' },
]

function Country({ known = all }: { known?: typeof all }) {
  const [value, setValue] = useState('')
  return (
    <AutocompleteInput
      aria-label="Country"
      value={value}
      onValueChange={setValue}
      suggestions={known}
    />
  )
}

function country() {
  return screen.getByRole('combobox', { name: 'Country' })
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

test('a name that others begin with is offered too, or Down and Enter would take another one', async () => {
  const user = userEvent.setup()
  render(<Country />)
  await user.type(country(), 'Niger')
  expect(screen.getAllByRole('option').map((option) => option.textContent)).toEqual([
    'NigerNE',
    'NigeriaNG',
  ])
  await user.keyboard('{ArrowDown}{Enter}')
  expect(country()).toHaveValue('Niger')
})

test('what stands there already is not offered when nothing else fits', async () => {
  const user = userEvent.setup()
  render(<Country />)
  await user.type(country(), 'Nigeria')
  expect(screen.queryByRole('listbox')).not.toBeInTheDocument()
  expect(country()).toHaveAttribute('aria-expanded', 'false')
})

test('with nothing to offer it is a plain line of text', async () => {
  const user = userEvent.setup()
  const { rerender } = render(<Country />)
  await user.type(country(), 'Nig')
  const input = country()
  rerender(<Country known={[]} />)
  expect(screen.getByRole('textbox', { name: 'Country' })).toBe(input)
  expect(input).not.toHaveAttribute('aria-expanded')
  expect(input).toHaveFocus()
  expect(input).toHaveValue('Nig')
})

test('what was refused is offered everything, whatever is typed there', async () => {
  const user = userEvent.setup()
  const options = () => screen.queryAllByRole('option').map((option) => option.textContent)
  function Refused({ refused }: { refused: boolean }) {
    const [value, setValue] = useState('Atlantis')
    return (
      <AutocompleteInput
        aria-label="Country"
        aria-invalid={refused}
        value={value}
        onValueChange={setValue}
        suggestions={all}
      />
    )
  }
  const { rerender } = render(<Refused refused={false} />)
  await user.type(country(), 'x')
  expect(options()).toEqual([])
  rerender(<Refused refused />)
  expect(options()).toHaveLength(all.length)
  await user.keyboard('{Escape}{Alt>}{ArrowDown}{/Alt}')
  expect(options()).toHaveLength(all.length)
  await user.clear(country())
  await user.type(country(), 'nor')
  expect(options()).toEqual(['NorwayNO'])
})

test('another name by which something was found is shown beside its own', async () => {
  const user = userEvent.setup()
  const known = [...all, { name: 'United Kingdom', code: 'GB', aliases: ['UK'] }]
  render(<Country known={known} />)
  await user.type(country(), 'u.k.')
  expect(screen.getAllByRole('option').map((option) => option.textContent)).toEqual([
    'United KingdomUKGB',
  ])
  await user.keyboard('{ArrowDown}{Enter}')
  expect(country()).toHaveValue('United Kingdom')
})
