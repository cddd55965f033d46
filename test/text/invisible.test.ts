import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { validatorFor, type FieldType } from '#contract/fields/kind.ts'
import { isBlank, straysIn } from '#text/invisible.ts'

/** Every character that Unicode says is not drawn, or that is nothing but room. */
const unseen = Array.from({ length: 0x110000 }, (_, at) => at)
  .filter((at) => at < 0xd800 || at > 0xdfff)
  .map((at) => String.fromCodePoint(at))
  .filter((it) =>
    /[\p{Default_Ignorable_Code_Point}\p{White_Space}\p{Cc}\u2800\u{1d159}]/u.test(it),
  )

function problemOf(kind: FieldType, typed: string, required = true): string | undefined {
  const rule = validatorFor({ label: 'Name', kind, required }).safeParse(typed)
  return rule.error?.issues[0]?.message
}

const kinds: FieldType[] = ['text', 'multiline', 'email', 'phone', 'url', 'lookup']

describe('nothing that can be seen', () => {
  it('is nothing, whichever character it is made of', () => {
    expect(unseen.length).toBeGreaterThan(4_000)
    expect(unseen.filter((it) => !isBlank(it) || !isBlank(` ${it}${it}\u200b`))).toEqual([])
    // A sample of what is not assigned, and what can never be.
    for (const it of ['\u0378', '\ufffe', '\ufdd0', '\u{e0fff}']) expect(isBlank(it)).toBe(true)
  })

  it.each(kinds)('is missing where %s is asked for, and empty where it is not', (kind) => {
    for (const it of [
      '\u200b',
      '\u3164',
      '\u0001',
      '\u2800',
      '\u202e\u202c',
      '\ufe0f',
      '\u{e0041}',
    ]) {
      expect(problemOf(kind, it)).toBe('Enter the name')
      expect(validatorFor({ label: 'Name', kind }).parse(it)).toBeNull()
    }
  })

  it('is no letter, digit, mark on a letter, sign or emoji', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (text) => {
        if (/[\p{L}\p{N}\p{P}\p{S}]/u.test(text.replace(/[\u115f\u1160\u3164\uffa0\u2800]/g, '')))
          expect(isBlank(text)).toBe(false)
      }),
    )
  })
})

describe('a line', () => {
  it('holds nothing that cannot be seen: each such character is named', () => {
    const rule = validatorFor({ label: 'Name', kind: 'text' })
    const blanks = /^(?!\p{Cc})[\p{White_Space}]$/u
    const ends = /^[\n\v\f\r\u0085\u2028\u2029]$/
    const wrong = unseen
      .filter((it) => !blanks.test(it) || ends.test(it))
      .filter((it) => {
        const message = rule.safeParse(`Ada${it}Byron`).error?.issues[0]?.message ?? ''
        if (it === '\0') return !message.includes('cannot be stored')
        if (ends.test(it)) return !message.includes('one line')
        const code = it.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')
        return !message.includes(`(U+${code})`)
      })
    expect(wrong).toEqual([])
  })

  it.each([
    ['a family', '👩‍👩‍👧'],
    ['a technologist of some colour', '👩🏽‍💻'],
    ['a heart in colour', '❤️ ☎︎ 1️⃣'],
    ['the flag of Scotland', '🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}'],
    ['Persian', 'علی‌رضا خانه‌ها'],
    ['Hindi', 'क्‍ष र्‍य क्‌ष'],
    ['Sinhala', 'ශ්‍රී ලංකා'],
    ['Malayalam as it was written before 2008', 'അവന്‍ സുരേഷ്'],
    ['a Japanese name with its own form', '葛\u{e0100}城 辻\u{e0101}'],
    ['Mongolian', 'ᠮᠣᠩᠭᠣᠯ᠋'],
    ['Hebrew with a mark of direction', 'שלום (א)\u200f'],
    ['Arabic with a mark of direction', 'شركة\u061c ١٢'],
    ['accents of their own', 'Jose\u0301'],
  ])('keeps what does something that can be seen: %s', (_, text) => {
    expect(straysIn(text)).toEqual([])
    expect(problemOf('text', text)).toBeUndefined()
  })

  it.each([
    ['a joiner between Latin letters', 'A\u200dda', '\u200d'],
    ['a non-joiner at the end', 'Ada\u200c', '\u200c'],
    ['a variation selector behind a letter', 'Ada\ufe0f', '\ufe0f'],
    ['a mark of direction where nothing turns', 'Ada\u200e', '\u200e'],
    ['an override, even there', 'שלום\u202e', '\u202e'],
    ['a tag without a flag', 'Ada\u{e0041}', '\u{e0041}'],
    ['a soft hyphen', 'Ada\u00adByron', '\u00ad'],
    ['a byte order mark', '\ufeffAda', '\ufeff'],
  ])('does not keep %s', (_, text, stray) => {
    expect(straysIn(text)[0]?.character).toBe(stray)
  })

  it.each(['email', 'phone', 'url', 'number', 'date'] as const)(
    'of the kind %s has no use for any of them',
    (kind) => {
      for (const it of ['\u200b', '\u200c', '\u200f', '\u202a', '\u202c', '\ufe0f', '\u3164'])
        expect(problemOf(kind, `1${it}`)).toMatch(/cannot be seen \(U\+/)
    },
  )
})

describe('an address', () => {
  it.each([
    ['Ada Byron <ada@people.example>', 'takes the address alone'],
    ['<ada@people.example>', 'takes the address alone'],
    ['mailto:ada@people.example', 'takes the address alone'],
    ['ada@people.example, bob@people.example', 'takes one address'],
    ['ada@people.example bob@people.example', 'takes one address'],
    ['Ada <ada@people.example>; Bob <bob@people.example>', 'takes one address'],
    ['ada@@people.example', 'correct format'],
    ['ada', 'correct format'],
  ])('%s says what to do', (typed, says) => {
    expect(problemOf('email', typed)).toContain(says)
  })

  it.each(['o’neil@company.com', 'ada–byron@company.com', 'ada@cоmpany.com'])(
    '%s is not refused',
    (typed) => {
      expect(problemOf('email', typed)).toBeUndefined()
    },
  )
})
