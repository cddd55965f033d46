import { useVirtualizer } from '@tanstack/react-virtual'
import { render, screen } from '@testing-library/react'
import { useRef } from 'react'
import { expect, test } from 'vitest'

/** The smallest virtual list there is. */
function List() {
  'use no memo'
  const scroller = useRef<HTMLDivElement>(null)
  // oxlint-disable-next-line react/incompatible-library -- one list, nothing memoised around it
  const rows = useVirtualizer({
    count: 2000,
    getScrollElement: () => scroller.current,
    estimateSize: () => 40,
  })
  return (
    <div ref={scroller}>
      {rows.getVirtualItems().map((row) => (
        <p key={row.key}>row {row.index}</p>
      ))}
    </div>
  )
}

test('a virtual list shows the rows of one screenful, as in a browser', async () => {
  render(<List />)
  expect(await screen.findByText('row 0')).toBeVisible()
  expect(screen.getAllByText(/^row/).length).toBeLessThan(100)
})

test('one test leaves nothing on the page of the next', () => {
  expect(document.body).toBeEmptyDOMElement()
})

test('what is hidden is found no longer by its role, whenever and on whatever ancestor it is said', () => {
  const { container } = render(
    <section>
      <div>
        <button type="button">Save</button>
      </div>
    </section>,
  )
  const section = container.querySelector('section')!
  const isFound = () => screen.queryByRole('button', { name: 'Save' }) !== null
  expect(isFound()).toBe(true)
  for (const hidden of ['display: none', 'visibility: hidden']) {
    section.style.cssText = hidden
    expect(isFound()).toBe(false)
    expect(screen.getByText('Save')).not.toBeVisible()
    section.style.cssText = ''
    expect(isFound()).toBe(true)
  }
  section.hidden = true
  expect(isFound()).toBe(false)
  section.hidden = false
  const sheet = document.head.appendChild(document.createElement('style'))
  sheet.textContent = 'section div { display: none }'
  expect(isFound()).toBe(false)
  sheet.remove()
  expect(isFound()).toBe(true)
})

test('what is waited for in vain fails with the page as it was at the end', async () => {
  const { rerender } = render(<p>Loading</p>)
  const waiting = screen.findByText('Saved', {}, { timeout: 100 })
  rerender(<p>Refused</p>)
  await expect(waiting).rejects.toThrow(/Unable to find .+Saved[^]+Refused/)
})
