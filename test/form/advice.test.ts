import { describe, expect, it } from 'vitest'
import { form as zuoraForm } from '#backends/zuora/fields.ts'
import { form as dayzeroForm } from '#backends/dayzero/fields.ts'
import { plain, type Field } from '#contract/fields/field.ts'
import { emptyDraft } from '#contract/fields/form.ts'
import type { Draft } from '#contract/fields/kind.ts'
import { adviceFor } from '#form/advice/adviceFor.ts'
import { cleanText } from '#form/advice/cleanText.ts'

const dayzero = dayzeroForm.fields
const zuora = zuoraForm(plain).fields

function adviceOn(fields: readonly Field[], name: string, value: string, draft: Draft = {}) {
  const field = fields.find((each) => each.name === name)!
  return adviceFor(field, fields, { ...emptyDraft(fields), ...draft, [name]: value })
}

/** What one press would fill in; several choices as a list; a sentence where there is no press. */
function pressOf(fields: readonly Field[], name: string, value: string, draft: Draft = {}) {
  const advice = adviceOn(fields, name, value, draft)
  if (!advice) return null
  const fills = advice.actions.map(({ fill }) => fill)
  if (fills.length === 0) return advice.message
  return fills.length === 1 ? fills[0] : fills
}

describe('an address', () => {
  it.each([
    ['o’neil@company.com', 'holds ’,', "o'neil@company.com"],
    ['ada–byron@company.com', 'holds –,', 'ada-byron@company.com'],
    ['“ada”@company.com', 'holds “ and ”,', 'ada@company.com'],
    ['ada@company−eu.com', 'holds −,', 'ada@company-eu.com'],
  ])('%s, as a word processor writes it, is advised about', (value, signs, plainly) => {
    const advice = adviceOn(dayzero, 'email', value)
    expect(advice?.message).toContain(signs)
    expect(advice?.actions).toEqual([{ label: `Use ${plainly}`, fill: { email: plainly } }])
  })

  it.each([
    ['ada@cоmpany.com', 'cоmpany', 'Latin and Cyrillic'],
    ['αda@company.com', 'αda', 'Latin and Greek'],
    ['ada@соmраnу.com', 'соmраnу', 'Latin and Cyrillic'],
  ])('%s with letters of two alphabets is advised about', (value, part, scripts) => {
    expect(adviceOn(dayzero, 'email', value)?.message).toContain(`“${part}” mixes`)
    expect(adviceOn(dayzero, 'email', value)?.message).toContain(scripts)
  })

  it.each([
    'ada@people.example',
    "o'neil@company.com",
    'почта@пример.рф',
    'иван@company.com',
    'a_b-c+d@x-y.example',
    '用户@例子.公司',
    'josé@bücher.example',
  ])('%s is nobody’s concern', (value) => {
    expect(adviceOn(dayzero, 'email', value)).toBeNull()
  })
})

describe('an address with more around it', () => {
  it.each([
    ['Ada Byron <ada@people.example>', { name: 'Ada Byron', email: 'ada@people.example' }],
    ['"Byron, Ada" <ada@people.example>', { name: 'Byron, Ada', email: 'ada@people.example' }],
    ['<ada@people.example>', { email: 'ada@people.example' }],
    ['mailto:ada@people.example', { email: 'ada@people.example' }],
    ['MAILTO:ada%2Bx@people.example?subject=Hi', { email: 'ada+x@people.example' }],
  ])('%s fills the fields it is for', (value, fill) => {
    expect(pressOf(dayzero, 'email', value)).toEqual(fill)
  })

  it('pasted as a name leaves the name there', () => {
    expect(pressOf(dayzero, 'name', 'Ada Byron <ada@people.example>')).toEqual({
      name: 'Ada Byron',
      email: 'ada@people.example',
    })
    expect(pressOf(dayzero, 'name', 'Orders @ Acme')).toBeNull()
    expect(pressOf(dayzero, 'notes', 'Ada <ada@people.example>')).toBeNull()
  })

  it('never splits a name, and replaces none that is there', () => {
    expect(pressOf(zuora, 'workEmail', 'Ada Byron <ada@people.example>')).toEqual({
      workEmail: 'ada@people.example',
    })
    const named = { name: 'Countess Lovelace' }
    expect(pressOf(dayzero, 'email', 'Ada <ada@people.example>', named)).toEqual({
      email: 'ada@people.example',
    })
  })

  it('several of them are a choice', () => {
    for (const value of [
      'ada@people.example, bob@people.example',
      'ada@people.example;bob@people.example',
      'Ada <ada@people.example>; Bob <bob@people.example>',
      'mailto:ada@people.example,bob@people.example',
    ])
      expect(pressOf(dayzero, 'email', value)).toEqual([
        { email: 'ada@people.example' },
        { email: 'bob@people.example' },
      ])
  })
})

describe('a row of cells', () => {
  it.each([
    [
      'Ada\tada@people.example\t+44 20 7946 0958',
      { name: 'Ada', email: 'ada@people.example', phone: '+44 20 7946 0958' },
    ],
    [
      'Ada\t\t+44 20 7946 0958\tBilling',
      { name: 'Ada', phone: '+44 20 7946 0958', role: 'Billing' },
    ],
    [
      'ada@people.example\tAda\t020 7946 0958',
      { name: 'Ada', email: 'ada@people.example', phone: '020 7946 0958' },
    ],
    [
      '"Ada ""AB"" Byron"\tada@people.example',
      { name: 'Ada "AB" Byron', email: 'ada@people.example' },
    ],
  ])('%j fills the fields it tells', (value, fill) => {
    expect(pressOf(dayzero, 'name', value)).toEqual(fill)
  })

  it('of both names and an address fills Zuora’s', () => {
    expect(pressOf(zuora, 'firstName', 'Ada\tByron\tada@people.example\t+44 20 7946 0958')).toEqual(
      {
        firstName: 'Ada',
        lastName: 'Byron',
        workEmail: 'ada@people.example',
        workPhone: '+44 20 7946 0958',
      },
    )
  })

  it.each([
    ['Ada\tByron\tada@people.example', 'does not tell which field'],
    ['ada@people.example\tada@home.example', 'does not tell which field'],
    ['Ada\tada@people.example\nBob\tbob@people.example', 'table of 2 rows'],
  ])('%j is not clear, and that is said', (value, says) => {
    expect(pressOf(dayzero, 'name', value)).toContain(says)
  })

  it('replaces nothing that is there', () => {
    expect(
      pressOf(dayzero, 'name', 'Ada\tada@people.example', { email: 'old@people.example' }),
    ).toContain('would replace what Email already holds')
  })
})

describe('what cannot be seen', () => {
  it.each([
    ['name', 'Ada\u200bByron', 'zero-width space (U+200B)', 'AdaByron'],
    ['email', '\u200bada@people.example', 'zero-width space (U+200B)', 'ada@people.example'],
    ['email', 'ada\u3164@people.example', 'Hangul filler (U+3164)', 'ada@people.example'],
    [
      'phone',
      '\u202a+44 20\u202c',
      'direction mark (U+202A) and direction mark (U+202C)',
      '+44 20',
    ],
    ['name', 'Ada\u2028Byron', '', ''],
  ])('in %s is named and goes by one press: %j', (name, value, called, clean) => {
    const advice = adviceOn(dayzero, name, value)
    if (called === '') return expect(advice).toBeNull()
    expect(advice?.message).toContain(called)
    return expect(advice?.actions).toEqual([{ label: 'Take it out', fill: { [name]: clean } }])
  })

  it('goes from a paste; what does something stays', () => {
    expect(cleanText('علی\u200cرضا\u200b👩\u200d💻\n\tx', true)).toEqual({
      text: 'علی\u200cرضا👩\u200d💻 x',
      takenOut: ['zero-width space (U+200B)'],
    })
  })
})
