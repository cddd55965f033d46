import { expect, test } from 'vitest'

const page = `
  <form aria-label="New contact" dir="LTR">
    <label for="a">Name</label><input id="a" type="TEXT" list="b" />
    <input type="checkbox" checked /><input /><input type="" name="Other" />
    <select multiple></select><select size="2"></select><a>none</a><a href="/">some</a>
    <div role="status note" title=""><p role="note statuses">P</p></div>
    <svg><title>Drawn</title></svg>
  </form>`

const selectors = [
  '*',
  'p',
  'label,input',
  'input[type="text"],input[type="checkbox"]',
  'input:not([type]):not([list])',
  'a[href]',
  'select[multiple],select:not([multiple])',
  '*[role~="status"]',
  '*[role~="note"],form[aria-label]',
  'form[dir="ltr"]',
  '[title]',
  '[title]:not([title=""])',
  'input[name="other"]',
  '[role~=""]',
]

/** The same for jsdom's own engine, which takes what is not simple. */
const forJsdom = (selector: string) =>
  selector
    .split(',')
    .map((part) => `${part}:is(*)`)
    .join(',')

test.each(selectors)('%s finds what jsdom finds by it', (selector) => {
  document.body.innerHTML = page
  const found = [...document.querySelectorAll(selector)]
  expect(found).toEqual([...document.querySelectorAll(forJsdom(selector))])
  for (const element of document.querySelectorAll('*'))
    expect(element.matches(selector)).toBe(element.matches(forJsdom(selector)))
  document.body.innerHTML = ''
})

test('what was found is looked for anew after any change', () => {
  document.body.innerHTML = page
  const count = (selector: string) => document.querySelectorAll(selector).length
  expect([count('a[href]'), count('p')]).toEqual([1, 1])
  document.querySelector('a')!.setAttribute('href', '/other')
  expect([count('a[href]'), count('p')]).toEqual([2, 1])
  document.querySelector('p')!.remove()
  expect([count('a[href]'), count('p')]).toEqual([2, 0])
  document.body.innerHTML = ''
})
