import { expect, test } from 'vitest'
import { bidiIsolate } from '#text/isolated.ts'
import { text } from '#text/text.ts'
import { roleChangeText } from '#text/roleChangeText.ts'
import { oddities } from '../security/corpora/oddities.ts'
import { scripts } from '../security/corpora/scripts.ts'

const rightToLeft = ['שלום', 'مرحبا 12', 'Pat שלום (x', '𐤀𐤁', '\u200f!']
const marks = ['\u202a', '\u202d', '\u202e', '\u2066', '\u2067', '\u2068', '\u202c', '\u2069']
const hostile = [
  ...rightToLeft,
  ...marks.flatMap((one) => marks.map((other) => `a${one}b${other}c`)),
  ...['\u2069\u202egnp.a', '\u2069\u2069\u2069\u202ea', '\u2066\u2067\u2068a', 'a\u2029\u202eb'],
  '\u2066\u2069\u2069\u202ea\u2066',
  ...oddities,
]

/** Which characters stand outside of every isolate, by the matching of UAX #9 (BD9, P1). */
function outside(sentence: string): string {
  const open: number[] = []
  const pairs = new Map<number, number>()
  const units = [...sentence]
  units.forEach((unit, at) => {
    if (/[\u2066-\u2068]/.test(unit)) open.push(at)
    else if (unit === '\u2069' && open.length > 0) pairs.set(open.pop()!, at)
  })
  let shown = ''
  for (let at = 0; at < units.length; at++) {
    const end = pairs.get(at)
    if (end === undefined) shown += units[at]
    else {
      shown += '…'
      at = end
    }
  }
  return shown
}

test('a name in a sentence leaves the words around it in their order, whatever it holds', () => {
  const isPlain = (name: string) => bidiIsolate(name) === name
  for (const name of hostile.filter((each) => !isPlain(each))) {
    expect(outside(roleChangeText.moves(name, name))).toBe('Invoices move from … to …')
    expect(outside(text.contacts.notMade(name, name))).toBe('… was not made primary. …')
    expect(bidiIsolate(name)).not.toMatch(/[\n\r\u2029]/)
  }
  expect(rightToLeft.filter(isPlain)).toEqual([])
  expect(marks.filter((mark) => isPlain(`a${mark}b`))).toEqual([])
})

test('a name that is written from left to right stays as it is', () => {
  for (const name of ['Tom Lee', 'Zoë Ångström', '山田 太郎', 'Юлия', 'नेहा', '😀', ...scripts])
    expect(roleChangeText.moves(name, 'Pat')).toBe(`Invoices move from ${name} to Pat`)
})

test('what a button is called can be typed, whatever the name', () => {
  expect(text.contacts.makeName('שלום')).toBe('Make שלום primary')
})
