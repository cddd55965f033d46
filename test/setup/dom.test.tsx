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
