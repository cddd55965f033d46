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

test.each([
  ['Straße Nord', 'strasse', ['Straße']],
  ['Straße', 'as', ['aß']],
  ['Łukasz Wałęsa', 'walesa luk', ['Łuk', 'Wałęsa']],
  ['Jose\u0301 A', 'jose', ['Jose\u0301']],
  ['O’Brien', "o'bri", ['O’Bri']],
  ['Ægir Æ', 'ae', ['Æ', 'Æ']],
  ['ﬁrm', 'i', ['ﬁ']],
  ['A\u00adcme', 'ac', ['A\u00adc']],
  ['İSTANBUL', 'ist', ['İST']],
  ['Ｎｏｒｄ ４４', 'nord 44', ['Ｎｏｒｄ ４４']],
  ['👩‍💻 Ada', 'ada', ['Ada']],
  ['निर्माण', 'नर', ['निर्']],
])('in %j, %j marks whole letters: %j', (text, match, marks) => {
  expect(marked(text, match)).toEqual(marks)
})
