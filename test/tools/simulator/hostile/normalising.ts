import { domainToASCII, domainToUnicode } from 'node:url'
import { countries } from '#backends/zuora/countries.ts'
import type { FieldType, Value, Values } from '#contract/fields/kind.ts'
import type { Chance } from '../chance.ts'

/** What a billing system makes of the text of one field before it stores it. Twice is once. */
export interface Normalisation {
  title: string
  /** Null: the field is left empty. */
  of(text: string): string | null
}

/** What vendors say that they do, or what everybody knows that they do, by the kind of field. */
const documented: Partial<Record<FieldType, readonly Normalisation[]>> = {
  email: [
    { title: 'domain in Unicode', of: (text) => withDomain(text, domainToUnicode) },
    { title: 'domain in ASCII', of: (text) => withDomain(text, domainToASCII) },
    {
      title: 'domain in lower case',
      of: (text) => withDomain(text, (domain) => domain.toLowerCase()),
    },
    { title: 'NFKC', of: (text) => withDomain(text, (domain) => domain.normalize('NFKC')) },
  ],
  phone: [
    { title: 'digits', of: (text) => plus(text) + digitsOf(text) },
    {
      title: 'dashes',
      of: (text) => plus(text) + (digitsOf(text).match(/\d{1,3}/g) ?? []).join('-'),
    },
  ],
  lookup: [
    { title: 'code', of: (text) => countryOf(text)?.code ?? text },
    { title: 'name', of: (text) => countryOf(text)?.name ?? text },
  ],
  number: [{ title: 'no zeros', of: (text) => String(Number(text)) }],
}

const documentedText: readonly Normalisation[] = [
  { title: 'one blank', of: (text) => text.trim().replace(/\s+/gu, ' ') },
  { title: 'NFC', of: (text) => text.normalize('NFC') },
  { title: 'NFD', of: (text) => text.normalize('NFD') },
]

/** What no page mentions. */
const undocumented: readonly Normalisation[] = [
  {
    title: 'title case',
    of: (text) =>
      text.toLowerCase().replace(/(^|\s)(\S)/gu, (_, gap: string, first: string) => {
        const capital = first.toUpperCase()
        return gap + (capital.length === first.length ? capital : first)
      }),
  },
  { title: 'upper case', of: (text) => text.toUpperCase() },
  { title: 'no accents', of: (text) => text.normalize('NFD').replace(/\p{M}/gu, '') },
  { title: 'cut', of: (text) => [...text].slice(0, 9).join('').trim() },
  { title: 'prefix', of: (text) => (text.startsWith('* ') ? text : `* ${text}`) },
  { title: 'blanked', of: () => null },
]

/** Fields by which a contact is told from others: not all of them become unrecognisable at once. */
const nameFields = ['name', 'firstName', 'lastName']

/** What a vendor stores of the values that it is given: the same for the same, and for what it stored. */
export interface Storing {
  keeps(values: Values): Values
  /** For the report. */
  titles: readonly string[]
}

/** How one billing system normalises, for as long as it runs. */
export function anyStoring(chance: Chance, kinds: ReadonlyMap<string, FieldType>): Storing {
  const rules = new Map<string, Normalisation[]>()
  for (const [name, kind] of kinds) {
    const usual = documented[kind] ?? documentedText
    if (kind === 'lookup' || chance.hits(0.5)) rules.set(name, [chance.one(usual)])
  }
  const isName = (name: string) => nameFields.includes(name)
  // Of name and address one stays what it was, as far as anybody would expect.
  const strangers = chance.hits(0.5) ? 'names' : 'others'
  const odd = [...kinds].filter(
    ([name, kind]) =>
      isText(kind) &&
      (isName(name) ? strangers === 'names' : kind !== 'email' || strangers !== 'names'),
  )
  for (const [name] of odd) {
    if (!chance.hits(0.25)) continue
    const rule = chance.one(undocumented)
    if (isName(name) && rule.of('x') === null) continue
    rules.set(name, [...(rules.get(name) ?? []), rule])
  }
  return {
    titles: [...rules].map(([name, all]) => `${name}: ${all.map(({ title }) => title).join(', ')}`),
    keeps: (values) =>
      Object.fromEntries(
        Object.entries(values).map(([name, value]) => [name, kept(rules.get(name), value)]),
      ),
  }
}

export const asGiven: Storing = { titles: [], keeps: (values) => values }

/** Changes nothing but what is known by a name and a code. */
export function byName(kinds: ReadonlyMap<string, FieldType>): Storing {
  const [, name] = documented.lookup ?? []
  return {
    titles: [],
    keeps: (values) =>
      Object.fromEntries(
        Object.entries(values).map(([field, value]) => [
          field,
          kinds.get(field) === 'lookup' && name ? kept([name], value) : value,
        ]),
      ),
  }
}

/** What the rules make of a value together, until they change nothing more. */
function kept(rules: readonly Normalisation[] = [], value: Value): Value {
  let it = value
  for (const rule of rules) if (typeof it === 'string' && it !== '') it = rule.of(it)
  return it === value ? it : kept(rules, it)
}

function isText(kind: FieldType): boolean {
  return kind === 'text' || kind === 'multiline' || kind === 'email' || kind === 'phone'
}

function withDomain(text: string, change: (domain: string) => string): string {
  const at = text.lastIndexOf('@')
  if (at < 0) return text
  const domain = text.slice(at + 1)
  return `${text.slice(0, at)}@${change(domain) || domain}`
}

function digitsOf(text: string): string {
  return text.replace(/\D/g, '')
}

function plus(text: string): string {
  return text.trim().startsWith('+') ? '+' : ''
}

function countryOf(text: string) {
  const sought = text.toLowerCase()
  return countries.find((it) =>
    [it.name, it.code, it.alpha3].some((each) => each.toLowerCase() === sought),
  )
}
