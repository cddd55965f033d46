import { lengthOf } from '#contract/fields/kind.ts'
import { countryOf } from '#backends/zuora/countries.ts'
import type { States } from '#backends/zuora/states.ts'
import { contactLimits, otherPhoneTypes } from '#backends/zuora/wire.ts'
import {
  flagFields,
  textFields,
  type ContactRow,
  type FlagField,
  type TextField,
} from '#backends/zuora/embedded/tables/contactRows.ts'
import { checkCustom } from '#backends/zuora/embedded/tables/customFields.ts'
import { isEmailAddress } from './emailRule.ts'
import {
  missing,
  unknownFields,
  wrongValue,
  type Reason,
} from '#backends/zuora/embedded/http/errors.ts'
import type { Json, JsonObject, Tenant } from '#backends/zuora/embedded/http/operation.ts'
import { textIn } from '#backends/zuora/embedded/http/readText.ts'

/** What a request makes of a contact. Left out: unchanged. */
export interface ContactChanges {
  texts: Partial<Record<TextField, string | null>>
  flags: Partial<Record<FlagField, boolean>>
  custom: Record<string, Json>
}

export interface ContactCheck {
  tenant: Tenant
  /** The contact as it is, where it is changed. */
  stored?: ContactRow
  /** Names in the body that another person looks at. */
  others?: readonly string[]
  /** Stands in front of field names in messages, for a contact inside of something else. */
  prefix?: string
}

/** Resource codes: 679900 and the field's place in the vendor's alphabetical list. */
const resources = new Map(
  [...textFields, ...flagFields].toSorted().map((name, index) => [name, 679_901 + index] as const),
)

/**
 * Looks at all fields of a contact at once.
 *
 * Zuora documents the limits, the enum, and that a number becomes text. Our choice: `null` and an
 * empty text empty a field, except for the two names; nothing is trimmed; only names refuse
 * characters beyond Unicode's first plane; both addresses must look like e-mail addresses.
 */
export function checkContact(
  body: JsonObject,
  check: ContactCheck,
): { changes: ContactChanges; reasons: Reason[] } {
  const reasons: Reason[] = []
  const changes: ContactChanges = { texts: {}, flags: {}, custom: {} }
  const { tenant, stored, prefix = '' } = check
  const flags = tenant.shipTo ? flagFields : []
  const known = new Set([
    ...[...textFields, ...flags, ...(check.others ?? [])],
    ...tenant.customFields.map(({ name }) => name),
  ])
  const strangers = Object.keys(body).filter((name) => !known.has(name))
  if (strangers.length > 0) reasons.push(unknownFields(strangers.map((name) => prefix + name)))

  const wrong = new Set<string>()
  const complain = (name: TextField | FlagField, says: string | null) => {
    const resource = resources.get(name)
    wrong.add(name)
    reasons.push(
      says === null ? missing(prefix + name, resource) : wrongValue(prefix + name, says, resource),
    )
  }

  for (const name of [...textFields, ...flags].toSorted()) {
    const given = Object.hasOwn(body, name) ? body[name] : undefined
    if (isFlag(name)) {
      if (typeof given === 'boolean') changes.flags[name] = given
      else if (given !== undefined) complain(name, 'value should be true or false')
      continue
    }
    if (given !== undefined || (!stored && isName(name))) {
      const { text, problem } = checkText(name, given ?? null)
      if (problem === undefined) changes.texts[name] = text
      else complain(name, problem)
    }
    // By now the country is known, and the state's turn to be complained about is now.
    if (name === 'state' && !wrong.has('country') && !wrong.has('state')) {
      const problem = settlePlace(changes, tenant.states, stored)
      if (problem !== undefined) complain('state', problem)
    }
  }
  const custom = checkCustom(body, tenant.customFields, prefix)
  changes.custom = custom.values
  return { changes, reasons: [...reasons, ...custom.reasons] }
}

function isFlag(name: TextField | FlagField): name is FlagField {
  return (flagFields as string[]).includes(name)
}

function isName(name: TextField): boolean {
  return name === 'firstName' || name === 'lastName'
}

/** The text to store, or what is wrong with it; null for a name that is not there. */
function checkText(
  name: TextField,
  given: Json,
): { text: string | null; problem?: undefined } | { text?: undefined; problem: string | null } {
  if (given === null) return isName(name) ? { problem: null } : { text: null }
  const read = textIn(given)
  if (read.text === undefined) return { problem: read.problem }
  const { text } = read
  if (text === '') return isName(name) ? { problem: 'may not be empty' } : { text: null }
  if (name === 'otherPhoneType')
    return (otherPhoneTypes as readonly string[]).includes(text)
      ? { text }
      : { problem: `value should be one of: ${otherPhoneTypes.join(', ')}` }
  const limit = contactLimits[name]
  if (lengthOf(text) > limit) return { problem: `length must be at most ${limit}` }
  if (isName(name) && /[\u{10000}-\u{10ffff}]/u.test(text))
    return { problem: 'may not contain characters of four bytes' }
  if ((name === 'workEmail' || name === 'personalEmail') && !isEmailAddress(text))
    return { problem: 'value should be an e-mail address' }
  if (name === 'country') {
    const country = countryOf(text)
    return country
      ? { text: country.name }
      : { problem: 'value should be the name or ISO code of a country' }
  }
  return { text }
}

/**
 * Makes a state's full name of its code, in the country that results. A state without a country, or
 * of a country whose states are not known, is free text. What stays as it was is not looked at.
 */
function settlePlace(
  { texts }: ContactChanges,
  states: States,
  stored?: ContactRow,
): string | undefined {
  const country = texts.country === undefined ? stored?.country : texts.country
  const state = texts.state === undefined ? stored?.state : texts.state
  if (!country || !state || !states.of(country)) return undefined
  if (country === stored?.country && state === stored.state) return undefined
  const found = states.named(country, state)
  if (!found) return `value should be the name or code of a state of ${country}`
  texts.state = found.name
  return undefined
}
