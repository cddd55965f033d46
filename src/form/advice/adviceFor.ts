import type { Field } from '#contract/fields/field.ts'
import { resolveField, textOf } from '#contract/fields/form.ts'
import { isName, type Draft } from '#contract/fields/kind.ts'
import { lookupOption } from '#contract/fields/lookup.ts'
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
    (field.kind === 'email' ? (typographicIn(field, value) ?? mixedIn(value)) : null) ??
    otherCountry(field, fields, draft, value)
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

/** What is known of one country may be nothing of another. */
function otherCountry(
  field: Field,
  fields: readonly Field[],
  draft: Draft,
  value: string,
): Advice | null {
  const { lookup } = field
  const leader = lookup && fields.find(({ name }) => name === lookup.from)
  if (!lookup || !leader) return null
  const country = textOf(draft[leader.name]).trim()
  const { entries } = resolveField(field, draft)
  if (entries ? lookupOption(entries, value) : !isKnownElsewhere(field, leader, value)) return null
  return {
    message: adviceText.otherCountry(field.label, value.trim(), country || leader.label),
    actions: [{ label: adviceText.empty(field.label), fill: { [field.name]: '' } }],
  }
}

/** Whether it is the name of something in another one of the leader's entries. */
function isKnownElsewhere({ lookup }: Field, leader: Field, value: string): boolean {
  return (leader.entries ?? []).some(({ name }) => {
    const entries = lookup?.entriesOf(name)
    return entries ? lookupOption(entries, value)?.name === value.trim() : false
  })
}
