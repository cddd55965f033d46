import type { Field } from '#contract/fields/field.ts'
import { textOf } from '#contract/fields/form.ts'
import { isName, type Draft } from '#contract/fields/kind.ts'
import { adviceText } from '#text/adviceText.ts'
import type { Advice } from './advice.ts'
import { cleanText } from './cleanText.ts'
import { takeApart } from './takeApart.ts'

/** What there is to say about what a field holds now; null: nothing. */
export function adviceFor(field: Field, fields: readonly Field[], draft: Draft): Advice | null {
  const value = textOf(draft[field.name])
  if (value.trim() === '' || field.kind === 'multiline') return null
  return (
    takeApart(value, field, fields, draft) ??
    unseenIn(field, value) ??
    (field.kind === 'email' ? (typographicIn(field, value) ?? mixedIn(value)) : null)
  )
}

function unseenIn(field: Field, value: string): Advice | null {
  const { text, takenOut } = cleanText(value, isName(field.kind))
  if (takenOut.length === 0) return null
  return {
    message: adviceText.unseen(takenOut),
    actions: [{ label: adviceText.takeOut, fill: { [field.name]: text } }],
  }
}

/** What word processors make of the signs that keyboards have. */
const typewritten: readonly (readonly [RegExp, string])[] = [
  [/[‘’‛ʼ´]/g, "'"],
  [/[“”„«»]/g, ''],
  [/[‐-―−]/g, '-'],
  [/…/g, '...'],
]

function typographicIn(field: Field, value: string): Advice | null {
  const signs = typewritten.flatMap(([sign]) => value.match(sign) ?? [])
  if (signs.length === 0) return null
  const plain = typewritten.reduce((text, [sign, typed]) => text.replace(sign, typed), value)
  return {
    message: adviceText.typographic([...new Set(signs)]),
    actions: [{ label: adviceText.use(plain), fill: { [field.name]: plain } }],
  }
}

const scripts = Object.entries(adviceText.scripts).map(
  ([code, name]) => ({ name, letter: new RegExp(`(?=\\p{L})\\p{sc=${code}}`, 'u') }) as const,
)

/** Letters of two alphabets in one word: what looks like an address may be another one. */
function mixedIn(value: string): Advice | null {
  for (const part of value.split(/[@.\s_+-]+/)) {
    const found = scripts.filter(({ letter }) => letter.test(part))
    if (found.length > 1)
      return {
        message: adviceText.mixed(
          part,
          found.map(({ name }) => name),
        ),
        actions: [],
      }
  }
  return null
}
