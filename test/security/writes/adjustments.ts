import { countryOf } from '#backends/zuora/countries.ts'
import { states } from '#backends/zuora/states.ts'
import type { Field } from '#contract/fields/field.ts'
import type { Values } from '#contract/fields/kind.ts'
import { isBlank } from '#text/invisible.ts'
import type { VendorId } from './world.ts'

/** A way in which something else may be stored than was typed, and who says so. */
interface Adjustment {
  vendor: VendorId
  why: string
  of(field: Field): boolean
  /** Whether this is all that was done. `stored` is the whole contact as it is stored now. */
  fits(typed: string, now: string | null, stored: Values): boolean
}

/**
 * Everything else is stored character for character, but for the blanks around it, which the form
 * takes off everywhere. Each of these is in the answer to the save, so the desk says it to whoever
 * typed.
 */
export const adjustments: readonly Adjustment[] = [
  ...(['dayzero', 'zuora'] as const).map((vendor) => ({
    vendor,
    why: 'What shows nothing to whoever looks at it is nothing, in the form and in the gateway',
    of: () => true,
    fits: (typed: string, now: string | null) => now === null && isBlank(typed),
  })),
  {
    vendor: 'dayzero',
    why: 'Addresses are stored as pydantic’s EmailStr does: NFC, and the domain in lower case and in Unicode',
    of: ({ kind }) => kind === 'email',
    fits: (typed, now) => now !== null && foldedAddress(typed) === foldedAddress(now),
  },
  {
    vendor: 'dayzero',
    why: 'Names are trimmed by what Rust takes for blanks, and that is more than JavaScript does (U+0085)',
    of: ({ name }) => name === 'name',
    fits: (typed, now) => typed.replace(/^\p{White_Space}+|\p{White_Space}+$/gu, '') === now,
  },
  {
    vendor: 'zuora',
    why: 'A country may be typed as its name or a code, and is stored as its name',
    of: ({ name }) => name === 'country',
    fits: (typed, now) => countryOf(typed)?.name === now,
  },
  {
    vendor: 'zuora',
    why: 'A state of the United States or Canada may be typed as its name or code',
    of: ({ name }) => name === 'state',
    fits: (typed, now, { country }) =>
      typeof country === 'string' &&
      states.of(country) !== null &&
      states.named(country, typed)?.name === now,
  },
  {
    vendor: 'zuora',
    why: 'A type without its number is nothing, and is not asked for',
    of: ({ onlyWith }) => onlyWith !== undefined,
    fits: (_, now, { otherPhone }) => now === null && otherPhone === null,
  },
  {
    vendor: 'zuora',
    why: 'Numbers are numbers: no plus, no zeros in front or at the end, and 17 digits (RFC 8259)',
    of: ({ kind }) => kind === 'number',
    fits: (typed, now) =>
      now !== null && (plainNumber(typed) === plainNumber(now) || Number(typed) === Number(now)),
  },
]

function foldedAddress(address: string): string {
  const at = address.lastIndexOf('@')
  const domain = address
    .slice(at + 1)
    .normalize('NFKC')
    .toLowerCase()
  const host = URL.canParse(`http://${domain}`) ? new URL(`http://${domain}`).hostname : domain
  return `${address.slice(0, at).normalize('NFC')}@${host.toLowerCase()}`
}

/** The digits that count. */
function plainNumber(text: string): string {
  const [, minus = '', whole = '', decimals = ''] = /^([+-]?)0*(\d*)\.?(\d*?)0*$/.exec(text) ?? [
    text,
  ]
  const digits = `${whole || '0'}.${decimals}`
  return digits === '0.' ? digits : `${minus.replace('+', '')}${digits}`
}
