import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it, test } from 'vitest'
import { findBinaries } from '#server/database/binaries.ts'
import { foldedWords, foldInPlace, foldText, nameKey, phoneDigits } from '#text/fold.ts'

/** Every letter, digit, mark, sign and blank of the first two planes. */
const characters = Array.from({ length: 0x20000 }, (_, at) => at)
  .filter((at) => at < 0xd800 || at > 0xdfff)
  .map((at) => String.fromCodePoint(at))
  // Thousands of them are all alike.
  .filter((character) => !/[\p{Cn}\p{Co}\p{Ideographic}]|\p{Script=Hangul}/u.test(character))

const anyText = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: fc.constantFrom(...characters) }),
)

describe('folding', () => {
  it.each([
    ['accents', 'Bäckerei José Śćibor Ñandú', 'backerei jose scibor nandu'],
    ['accents that are characters of their own', 'Jose\u0301 A\u030angstrom', 'jose angstrom'],
    [
      'letters with a stroke',
      'Łukasz Wałęsa Ødegård Đorđe Ħamrun',
      'lukasz walesa odegard dorde hamrun',
    ],
    ['two letters in one', 'Ægir Œuvre Þór Weiß WEIẞ ﬁn', 'aegir oeuvre thor weiss weiss fin'],
    ['the four i of Turkish', 'İSTANBUL ışık I i', 'istanbul isik i i'],
    ['every sigma', 'ΟΔΥΣΣΕΥΣ Ὀδυσσεύς', 'οδυσσευσ οδυσσευσ'],
    ['Cyrillic', 'ЁЛКА Ёлка', 'елка елка'],
    ['Armenian', 'ԵՐԵՎԱՆ Երևան', 'երեվան երեւան'],
    ['full width', 'ＡＢＣ　１２３＠ｘ', 'abc 123@x'],
    ['half width', 'ﾄﾖﾀ', 'トヨタ'],
    [
      'apostrophes',
      'O’Brien O`Brien OʻBrien O´Brien O＇Brien',
      'obrien obrien obrien obrien obrien',
    ],
    ['dashes', 'A–B A—B A‑B A−B A－B', 'a-b a-b a-b a-b a-b'],
    ['blanks', '\u00a0A\u2003B\t\nC\u2800D\u3000', 'a b c d'],
    ['what is not drawn', 'A\u200bd\u00ada\u2060 \u202aBy\ufeffron\u3164', 'ada byron'],
    ['digits', '٠١٢ ۳۴ १२ ④', '012 34 12 4'],
    ['vowel signs', 'निर्माण שָׁלוֹם شَرِكَة', 'नरमण שלום شركه'],
    ['the other keyboard', 'کریم كريم', 'كريم كريم'],
    ['Hangul in pieces', '삼성'.normalize('NFD'), '삼성'],
  ])('takes away %s', (_, text, folded) => {
    expect(foldText(text)).toBe(folded)
  })

  it('knows every letter of the Latin alphabets that PostgreSQL’s unaccent knows', async () => {
    const { postgres } = await findBinaries()
    const rules = resolve(postgres, '../../share/postgresql/tsearch_data/unaccent.rules')
    const known = readFileSync(rules, 'utf8')
      .split('\n')
      .map((line) => line.split('\t') as [string, string?])
      .filter(([letter, plain]) => /^[\u00c0-\u024f\u1e00-\u1eff]$/.test(letter) && plain)
      .filter(([letter]) => /\p{L}/u.test(letter))
    expect(known.length).toBeGreaterThan(500)
    const other = known.filter(([letter, plain]) => foldText(letter) !== foldText(plain!))
    expect(other.map(([letter]) => letter)).toEqual([...rareLetters])
  })

  it('gives every numbering system ASCII’s digits', () => {
    const systems = Intl.supportedValuesOf('numberingSystem').map((numberingSystem) =>
      new Intl.NumberFormat('en', { numberingSystem, useGrouping: false }).format(1234567890),
    )
    const digits = systems.filter((written) => /^\p{Nd}+$/u.test(written))
    expect(digits.length).toBeGreaterThan(20)
    expect(digits.map(foldText)).toEqual(digits.map(() => '1234567890'))
  })

  it('is the same for a letter in either case, and for what is folded already', () => {
    const moved = characters.filter((character) => {
      const folded = foldText(`x${character}x`)
      return foldText(folded) !== folded
    })
    expect(moved).toEqual([])
    const cased = characters.filter((it) => it.toLowerCase() !== it.toUpperCase())
    expect(
      cased.filter(
        (letter) =>
          foldText(letter.toLowerCase()) !== foldText(letter) ||
          foldText(letter.toUpperCase()) !== foldText(letter),
      ),
    ).toEqual([])
  })

  it('does not depend on how a text is composed, and leaves nothing that is not drawn', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const folded = foldText(text)
        for (const form of ['NFC', 'NFD'] as const)
          expect(foldText(text.normalize(form))).toBe(folded)
        expect(foldText(folded)).toBe(folded)
        expect(folded).not.toMatch(/^ | $| {2}|[\p{M}\p{Default_Ignorable_Code_Point}\p{Cc}]/u)
        expect(foldedWords(text).join(' ')).toBe(folded)
      }),
    )
  })

  it('keeps its place: every letter is found where it stands', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { folded, from, to } = foldInPlace(text)
        const pieces = from.map((start, at) => foldInPlace(text.slice(start, to[at])).folded)
        // A letter that is two when folded stands for both of them.
        const letters = pieces.filter((_, at) => from[at] !== from[at - 1])
        expect(letters.join('')).toBe(folded)
        expect([...new Set(to)].slice(0, -1)).toEqual([...new Set(from)].slice(1))
      }),
    )
  })
})

/** Letters of phonetic notations, which are in nobody’s name. */
const rareLetters = 'ƕƢƣȡȴȵȶȷȸȹȿɀẜẝỺỻỼỽỾỿ'

test.each([
  ['St. Lucia', 'Saint Lucia'],
  ['Trinidad & Tobago', 'trinidad and tobago'],
  ['The Bahamas', 'Bahamas'],
  ['U.K.', 'UK'],
  ['Guinea–Bissau', 'Guinea Bissau'],
  ['CÔTE D’IVOIRE', "Cote d'Ivoire"],
])('%s is called the same as %s', (one, other) => {
  expect(nameKey(one)).toBe(nameKey(other))
})

test.each([
  '+44 20 7946 0958',
  '+44 (0)20 7946-0958',
  '0044.20.7946.0958',
  '\u202a+44\u00a020\u00a07946\u00a00958\u202c',
  '＋４４　２０　７９４６　０９５８',
])('%s has the same digits, however it is written', (phone) => {
  expect(phoneDigits(phone)).toBe('442079460958')
})
