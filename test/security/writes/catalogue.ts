import { words as dayzero } from '#backends/dayzero/en.ts'
import { words as zuora } from '#backends/zuora/en.ts'
import type { Field } from '#contract/fields/field.ts'
import { lengthOf } from '#contract/fields/kind.ts'
import { gatewayText } from '#text/gatewayText.ts'
import { text } from '#text/text.ts'
import type { VendorId } from './world.ts'

/** Whether a sentence about a field is one of ours, about this field and what was typed there. */
export function isOurs(vendor: VendorId, field: Field, typed: unknown, message: string): boolean {
  return (
    ofTheForm(field, typed).has(message) ||
    (vendor === 'dayzero' ? ofDayZero(field) : ofZuora(field)).some((sentence) =>
      fits(sentence, message),
    )
  )
}

/** What the gateway and the form say, each with its blanks filled in as they have to be. */
function ofTheForm(field: Field, typed: unknown): Set<string> {
  const { label, limit = 0 } = field
  const { rule } = text
  const value = typeof typed === 'string' ? typed.trim() : ''
  return new Set([
    ...[rule.required(label), rule.typed(label), rule.tick(label), rule.choice(label)],
    ...[rule.email(label), rule.url, rule.number, rule.whole, rule.date, rule.oneLine(label)],
    rule.tooLong(label, limit, lengthOf(value) - limit),
    ...[rule.oneEmail(label), rule.emailAlone(label)],
    ...[...value].map((character) => rule.unseen(label, character)),
    ...[...value].map((character) => rule.basicPlane(label, character)),
    ...value.split('').map((unit) => rule.unstorable(label, unit)),
    gatewayText.body.unstorable,
  ])
}

/** What a blank of the billing system's own words is filled with here. */
const anything = '\u0000'

function ofDayZero({ label, limit = 0 }: Field): string[] {
  const { missing, tooShort, tooLong, email } = dayzero.refusals
  return [missing(label), tooShort(label), tooLong(label, limit), email(anything)]
}

function ofZuora({ label, limit = 0, options = [] }: Field): string[] {
  const { refusals } = zuora
  return [
    ...[
      refusals.missing(label),
      refusals.tooLong(label, String(limit)),
      refusals.basicPlane(label),
    ],
    ...[
      refusals.oneOf(label, options.join(', ')),
      refusals.email(label),
      refusals.country(label),
      refusals.state(label),
    ],
    refusals.other(anything),
  ]
}

/** `anything` stands for a few printable words: no markup, no second line, no stack. */
function fits(sentence: string, message: string): boolean {
  const [before = '', after] = sentence.split(anything)
  if (after === undefined) return sentence === message
  const said = message.slice(before.length)
  return message.startsWith(before) && said.length < 600 && /^[^\p{Cc}]+$/u.test(said)
}
