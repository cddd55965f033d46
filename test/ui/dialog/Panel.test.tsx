import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { expect, test, vi } from 'vitest'
import { Dialog } from '#ui/dialog/Dialog.tsx'
import { Panel } from '#ui/dialog/Panel.tsx'

function Page({ modal = false, late = false }: { modal?: boolean; late?: boolean }) {
  const [open, setOpen] = useState(false)
  const [asking, setAsking] = useState(false)
  const [loaded, setLoaded] = useState(!late)
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        New
      </button>
      {open && (
        <Panel title="New contact" modal={modal} onClose={() => setOpen(false)}>
          {loaded && <input aria-label="Name" />}
          <button type="button" onClick={() => setAsking(true)}>
            Ask
          </button>
          <button type="button" onClick={() => setLoaded(true)}>
            Load
          </button>
          {asking && (
            <Dialog
              title="Discard?"
              onClose={() => setAsking(false)}
              actions={
                <>
                  <button type="button">Keep</button>
                  <button type="button">Discard</button>
                </>
              }
            >
              <input aria-label="Why" />
            </Dialog>
          )}
        </Panel>
      )}
    </>
  )
}

for (const modal of [false, true])
  test(`${modal ? 'modal' : 'beside the page'}: focus goes to the first input, Escape closes, focus comes back`, async () => {
    const user = userEvent.setup()
    render(<Page modal={modal} />)
    const opener = screen.getByRole('button', { name: 'New' })
    await user.click(opener)
    expect(screen.getByRole('dialog', { name: 'New contact' })).toBeVisible()
    expect(screen.getByLabelText('Name')).toHaveFocus()
    await user.keyboard('{Escape}')
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument()
    expect(opener).toHaveFocus()
  })

test('an input that loads late gets the focus, unless somebody has gone elsewhere', async () => {
  const user = userEvent.setup()
  const { unmount } = render(<Page late />)
  await user.click(screen.getByRole('button', { name: 'New' }))
  expect(screen.getByRole('dialog')).toHaveFocus()
  // Pressed without moving the focus, as a loader would.
  screen.getByRole('dialog').querySelectorAll('button')[2]!.click()
  expect(await screen.findByLabelText('Name')).toHaveFocus()
  unmount()

  render(<Page late />)
  await user.click(screen.getByRole('button', { name: 'New' }))
  await user.click(screen.getByRole('button', { name: 'Load' }))
  expect(await screen.findByLabelText('Name')).not.toHaveFocus()
})

test('turning modal keeps what was typed, and the focus', async () => {
  const user = userEvent.setup()
  const { rerender } = render(<Page />)
  await user.click(screen.getByRole('button', { name: 'New' }))
  await user.type(screen.getByLabelText('Name'), 'Priya')
  rerender(<Page modal />)
  expect(screen.getByLabelText('Name')).toHaveValue('Priya')
  expect(screen.getByLabelText('Name')).toHaveFocus()
})

test('a question takes Escape for itself, and starts on its safe button', async () => {
  const user = userEvent.setup()
  render(<Page />)
  await user.click(screen.getByRole('button', { name: 'New' }))
  await user.click(screen.getByRole('button', { name: 'Ask' }))
  expect(screen.getByRole('button', { name: 'Keep' })).toHaveFocus()
  await user.keyboard('{Escape}')
  expect(screen.queryByRole('dialog', { name: 'Discard?' })).not.toBeInTheDocument()
  expect(screen.getByRole('dialog', { name: 'New contact' })).toBeVisible()
  expect(screen.getByRole('button', { name: 'Ask' })).toHaveFocus()
})

test('the back gesture asks as Escape does, instead of closing by itself', () => {
  const onClose = vi.fn<() => void>()
  render(
    <Panel title="New contact" modal onClose={onClose}>
      text
    </Panel>,
  )
  const cancel = new Event('cancel', { cancelable: true })
  screen.getByRole('dialog').dispatchEvent(cancel)
  expect(cancel.defaultPrevented).toBe(true)
  expect(onClose).toHaveBeenCalledTimes(1)
})
