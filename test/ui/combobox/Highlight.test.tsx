import { render } from '@testing-library/react'
import { expect, test } from 'vitest'
import { Highlight } from '#ui/combobox/Highlight.tsx'

function marked(text: string, match: string) {
  const { container, unmount } = render(<Highlight text={text} match={match} />)
  const found = [...container.querySelectorAll('mark')].map((mark) => mark.textContent)
  expect(container).toHaveTextContent(text)
  unmount()
  return found
}

test('every word that was looked for is marked, whatever its case and accents', () => {
  expect(marked('Acmé Industrial', 'acme')).toEqual(['Acmé'])
  expect(marked('Acme Industrial Acme', 'ind acm')).toEqual(['Acm', 'Ind', 'Acm'])
  expect(marked('株式会社アクメ', '会社')).toEqual(['会社'])
  expect(marked('Acme', '')).toEqual([])
})

test('signs that mean something elsewhere are only signs', () => {
  expect(marked('A.B (x)', '. (')).toEqual(['.', '('])
})
