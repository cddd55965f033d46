import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { Menu } from '#ui/overlay/Menu.tsx'

function setup(checked?: string) {
  const onPick = vi.fn<(label: string) => void>()
  render(
    <>
      <Menu
        label="Workspace"
        button="Day Zero"
        items={['Edit', 'Erase', 'Make primary'].map((label) => ({
          id: label,
          label,
          checked: checked === undefined ? undefined : label === checked,
          onPick: () => onPick(label),
        }))}
      />
      <button type="button">next</button>
    </>,
  )
  return {
    user: userEvent.setup(),
    onPick,
    button: screen.getByRole('button', { name: 'Workspace' }),
  }
}

function item(name: string) {
  return screen.getByRole('menuitem', { name })
}

test('Enter opens on the first item, Up on the last, and the arrows go round', async () => {
  const { user, button } = setup()
  button.focus()
  await user.keyboard('{Enter}')
  expect(item('Edit')).toHaveFocus()
  expect(button).toHaveAttribute('aria-expanded', 'true')
  await user.keyboard('{ArrowUp}')
  expect(item('Make primary')).toHaveFocus()
  await user.keyboard('{ArrowDown}{End}{Home}')
  expect(item('Edit')).toHaveFocus()
  await user.keyboard('{Escape}{ArrowUp}')
  expect(item('Make primary')).toHaveFocus()
})

test('letters lead to the item that begins with them', async () => {
  const { user, button } = setup()
  await user.click(button)
  await user.keyboard('er')
  expect(item('Erase')).toHaveFocus()
})

test('Escape closes and gives the focus back; Tab closes and goes on', async () => {
  const { user, button } = setup()
  await user.click(button)
  await user.keyboard('{Escape}')
  expect(button).toHaveFocus()
  await user.keyboard('{Enter}')
  await user.tab()
  expect(screen.queryByRole('menu')).not.toBeInTheDocument()
  expect(screen.getByRole('button', { name: 'next' })).toHaveFocus()
})

test('picking closes first, with the focus on the button, then acts', async () => {
  const { user, button, onPick } = setup()
  await user.click(button)
  onPick.mockImplementation(() => {
    expect(button).toHaveFocus()
  })
  await user.keyboard('{ArrowDown}{Enter}')
  expect(onPick).toHaveBeenCalledExactlyOnceWith('Erase')
  expect(screen.queryByRole('menu')).not.toBeInTheDocument()
})

test('a choice shows which one it is, and opens there', async () => {
  const { user, button } = setup('Erase')
  await user.click(button)
  const chosen = screen.getByRole('menuitemradio', { name: 'Erase', checked: true })
  expect(chosen).toHaveFocus()
})

test('a press elsewhere closes it', async () => {
  const { user, button } = setup()
  await user.click(button)
  await user.click(screen.getByRole('button', { name: 'next' }))
  expect(screen.queryByRole('menu')).not.toBeInTheDocument()
})
