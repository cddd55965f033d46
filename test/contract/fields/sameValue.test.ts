import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { form as dayzero } from '#backends/dayzero/fields.ts'
import { form as zuora } from '#backends/zuora/fields.ts'
import { plain, type Field } from '#contract/fields/field.ts'
import type { FieldType, Value, Values } from '#contract/fields/kind.ts'
import { coarseOf, normalOf, sameValue, wordsOf } from '#contract/fields/sameValue.ts'

const plainFields = Object.fromEntries(
  (
    ['text', 'multiline', 'email', 'phone', 'url', 'number', 'date', 'flag', 'primary'] as const
  ).map((kind): [FieldType, Field] => [kind, { name: kind, label: kind, section: 's', kind }]),
) as Record<FieldType, Field>

const country = zuora(plain).fields.find(({ name }) => name === 'country')!
const state = zuora(plain).fields.find(({ name }) => name === 'state')!
const phoneType = zuora(plain).fields.find(({ name }) => name === 'otherPhoneType')!

type Row = readonly [Field, Value | undefined, Value | undefined, Values?]

function named([field, one, other, others]: Row) {
  return { says: `${field.name}: ${JSON.stringify([one, other])}`, field, one, other, others }
}

/** What Day Zero (pydantic, email-validator) and Zuora are known to do to a value. */
const documented: readonly Row[] = [
  [plainFields.email, 'eve@NEW.Example', 'eve@new.example'],
  [plainFields.email, 'Eve@NEW.Example', 'Eve@new.example'],
  [plainFields.email, 'puny@xn--bcher-kva.example', 'puny@bücher.example'],
  [plainFields.email, 'full@ｗidth.example', 'full@width.example'],
  [plainFields.email, 'cafe\u0301@acme.example', 'café@acme.example'],
  [plainFields.email, 'straße@STRASSE.example', 'straße@strasse.example'],
  [plainFields.text, 'Jane\u0085', 'Jane'],
  [country, 'DE', 'Germany'],
  [country, 'usa', 'United States of America'],
  [country, 'UK', 'United Kingdom'],
  [country, 'Turkey', 'Türkiye'],
  [country, 'Cote d’Ivoire', "Côte d'Ivoire"],
  [state, 'CA', 'California', { country: 'United States' }],
  [state, 'quebec', 'QC', { country: 'CA' }],
  [plainFields.number, '007', '7'],
  [plainFields.number, '+7.50', '7.5'],
  [plainFields.number, '0.0000001', '1e-7'],
  [plainFields.number, '1000000000000000000000', '1e+21'],
  [plainFields.number, '-0.0', '0'],
  [plainFields.date, '2026-05-04', '2026-05-04T00:00:00Z'],
]

/** What any billing system may do besides. */
const invented: readonly Row[] = [
  [plainFields.email, 'jane@acme.example', 'Jane Doe <jane@ACME.example>'],
  [plainFields.email, 'jane@acme.example', 'mailto:jane@acme.example'],
  [plainFields.email, 'jane@acme.example', '<jane@acme.example>'],
  [plainFields.email, 'jane@acme.example', '"jane"@acme.example.'],
  [plainFields.email, 'jane@acme.example', 'jane＠acme．example'],
  [plainFields.email, 'jane@acme.example', ' jane@acme.example\u200b'],
  [plainFields.email, 'a@faß.example', 'a@xn--fa-hia.example'],
  [plainFields.text, 'Jane  Doe', ' Jane\u00a0Doe\u3000'],
  [plainFields.text, 'ﬁne', 'fine'],
  [plainFields.text, 'Room １２', 'Room 12'],
  [plainFields.text, 'Jose\u0301', 'José'],
  [plainFields.text, 'soft\u00adhyphen', 'softhyphen'],
  [plainFields.text, '\ufeffJane', 'Jane'],
  [plainFields.multiline, 'one\ntwo', 'one\r\ntwo\r\n'],
  [plainFields.multiline, 'one\ntwo', 'one \u2028 two'],
  [plainFields.phone, '+1 (415) 555-0100', '14155550100'],
  [plainFields.phone, '0049 30 1234567', '+49-30-123-4567'],
  [plainFields.phone, '555-0100 ext. 5', '5550100x5'],
  [plainFields.phone, '+1 415 555 0100', 'tel:+1-415-555-0100'],
  [plainFields.phone, '1-800-flowers', '1 800 FLOWERS'],
  [plainFields.phone, '٠١٢٣ ４５６', '٠١٢٣456'],
  [plainFields.url, 'https://Acme.example', 'https://acme.example/'],
  [phoneType, 'Work', 'WORK'],
  [plainFields.flag, false, null],
  [plainFields.flag, true, 'true'],
  ...Object.values(plainFields).flatMap((field): Row[] => [
    [field, '', null],
    [field, ' \u00a0\u3000', undefined],
    [field, null, undefined],
  ]),
]

const different: readonly Row[] = [
  [plainFields.email, 'Jane@acme.example', 'jane@acme.example'],
  [plainFields.email, 'jane@acme.example', 'jane@acme.example.net'],
  [plainFields.email, 'jane@b.example', 'jane@c.example'],
  [plainFields.email, 'jane@xn--bcher-kva.example', 'jane@bucher.example'],
  [plainFields.text, 'jane', 'Jane'],
  [plainFields.text, 'Jane', 'Janet'],
  [plainFields.text, '*', ''],
  [plainFields.multiline, 'one\ntwo', 'one two'],
  [plainFields.phone, '555 0100', '555 0101'],
  [plainFields.phone, '555 0100', '555 0100 x1'],
  [plainFields.phone, 'ask for Tom', 'ask for Tim'],
  [plainFields.phone, '+', ''],
  [plainFields.number, '7', '70'],
  [plainFields.number, '7', '-7'],
  [plainFields.number, '9007199254740993', '9007199254740992'],
  [plainFields.date, '2026-05-04', '2026-05-05'],
  [plainFields.url, 'https://acme.example/a', 'https://acme.example/A'],
  [country, 'Niger', 'Nigeria'],
  [state, 'CA', 'California', { country: 'Germany' }],
  [plainFields.flag, true, false],
]

describe('the same value, spelled otherwise', () => {
  test.each([...documented, ...invented].map(named))('$says', ({ field, one, other, others }) => {
    expect(normalOf(field, one, others)).toBe(normalOf(field, other, others))
    expect(sameValue(field, one, other, others)).toBe(true)
  })
})

test.each(different.map(named))('$says: another value', ({ field, one, other, others }) => {
  expect(sameValue(field, one, other, others)).toBe(false)
})

test('by the coarse measure neither case nor accents nor punctuation count', () => {
  expect(coarseOf(plainFields.email, 'Eve@NEW.Example')).toBe('eve@new.example')
  expect(coarseOf(plainFields.text, 'O’Brien, JOSÉ')).toBe(
    coarseOf(plainFields.text, "o'brien jose"),
  )
  expect(coarseOf(plainFields.text, 'Groß')).toBe(coarseOf(plainFields.text, 'GROSS'))
  expect(coarseOf(plainFields.text, '???')).not.toBe('')
  // In scripts that write vowels as marks they tell words apart.
  expect(wordsOf('राम')).not.toEqual(wordsOf('रमा'))
})

const anyField = fc.constantFrom(
  ...dayzero.fields,
  ...zuora({ ...plain, features: ['shipTo'] }).fields,
  plainFields.url,
  plainFields.number,
  plainFields.date,
)
const pieces = fc.constantFrom(
  ...[
    'a',
    'B',
    'ß',
    'İ',
    'é',
    'e\u0301',
    'ｗ',
    'ﬁ',
    ' ',
    '\u00a0',
    '\u0085',
    '\n',
    '\r\n',
    '.',
    '@',
  ],
  ...[
    '<',
    '>',
    '"',
    '(',
    ')',
    '0',
    '7',
    '+',
    '-',
    'e',
    'x',
    ',',
    '\u200b',
    '\u00a8',
    '\u0345',
    '\ud800',
  ],
  ...['DE', 'CA', 'xn--', 'ext', 'http://', '\u3164', '\u2800', 'ς', '¼', '٣'],
)
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: pieces, maxLength: 12 }),
  fc.emailAddress(),
)
const anyValue: fc.Arbitrary<Value | undefined> = fc.oneof(
  { weight: 8, arbitrary: anyText },
  fc.boolean(),
  fc.constantFrom(null, undefined),
)
const anyOthers = fc.record({ country: fc.constantFrom('US', 'Canada', 'Germany', null) })

test('every value is the same as itself, and as its own normal form where that is told as a text', () => {
  fc.assert(
    fc.property(anyField, anyValue, anyOthers, (field, value, others) => {
      expect(sameValue(field, value, value, others)).toBe(true)
      const normal = normalOf(field, value, others)
      expect(normalOf(field, normal, others)).toBe(normal)
    }),
    { numRuns: 2000 },
  )
})

test('what is the same is so both ways, has one normal form, and is the same by the coarse measure', () => {
  fc.assert(
    fc.property(anyField, anyValue, anyValue, anyOthers, (field, one, other, others) => {
      const same = sameValue(field, one, other, others)
      expect(sameValue(field, other, one, others)).toBe(same)
      expect(normalOf(field, one, others) === normalOf(field, other, others)).toBe(same)
      if (same) expect(coarseOf(field, one, others)).toBe(coarseOf(field, other, others))
    }),
    { numRuns: 2000 },
  )
})

test('blanks around a value, another Unicode form and what is not drawn make no other value', () => {
  fc.assert(
    fc.property(anyField, fc.string({ unit: 'grapheme' }), (field, value) => {
      expect(sameValue(field, value, `\u00a0${value.normalize('NFD')}\u200b\u3000`)).toBe(true)
    }),
    { numRuns: 1000 },
  )
})
