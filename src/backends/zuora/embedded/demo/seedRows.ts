import { lengthOf } from '#contract/fields/kind.ts'
import type { DemoCustomer, DemoPerson } from '#contract/backend/vendor.ts'
import { countryOf } from '#backends/zuora/countries.ts'
import { contactLimits } from '#backends/zuora/wire.ts'
import { isEmailAddress } from '#backends/zuora/embedded/contacts/emailRule.ts'
import { countryCalled, currencyOf, stateAt } from './seedPlaces.ts'

/** A row by its columns. */
export type Row = Record<string, unknown>

/** What a made-up record is numbered, called and dated. */
interface Mark {
  /** How many of its kind there were before it. */
  count: number
  id: string
  created_at: string
  updated_at: string
}

/**
 * The account of a customer. With a primary it is active, with nobody or nobody who is primary a
 * draft. Every state that the desk knows comes up: one in twelve gets no invoices by e-mail, one in
 * four has another person as sold-to, some have a third one as ship-to, one in six sends copies.
 */
export function demoAccount(
  { name, email, country, people }: DemoCustomer,
  { number, ...mark }: Mark & { number: string },
  contacts: readonly Mark[],
): Row {
  const { count, id, created_at, updated_at } = mark
  const place = people.findIndex(({ primary }) => primary)
  const billTo = contacts[place]?.id ?? null
  const others = contacts.filter((_, index) => index !== place).map((each) => each.id)
  const soldTo = billTo && count % 4 === 3 ? (others[0] ?? billTo) : billTo
  const thirds = [others[1] ?? billTo, billTo, soldTo, null]
  const shipTo = billTo && (thirds[count % thirds.length] ?? null)
  return {
    id,
    account_number: number,
    name: cut(basic(name), 255) || number,
    status: billTo ? 'Active' : 'Draft',
    currency: currencyOf(country),
    crm_id: count % 3 === 0 ? null : `CRM-${String(count + 1).padStart(6, '0')}`,
    invoice_delivery_prefs_email: count % 12 !== 5,
    additional_email_addresses: JSON.stringify(
      count % 6 === 1 && isEmailAddress(email) ? [email] : [],
    ),
    bill_to_id: billTo,
    sold_to_id: soldTo,
    ship_to_id: shipTo,
    created_at,
    updated_at,
  }
}

/** The contacts of a customer's people. Whoever has a role may have it, and most others too. */
export function demoContacts(
  { people, country }: DemoCustomer,
  account: Row,
  marks: readonly Mark[],
): Row[] {
  // Some live elsewhere than their company: where, their telephone knows, or that of a neighbour.
  const homes = new Map(
    people.flatMap(({ city, phone }) => {
      const home = countryCalled(phone)
      return home ? [[city, home] as const] : []
    }),
  )
  return people.map((person, index) => {
    const { count, id, created_at, updated_at } = marks[index]!
    const home = countryCalled(person.phone) ?? homes.get(person.city) ?? country
    const mobile = count % 4 === 2
    return {
      id,
      account_id: account.id,
      ...namesOf(person),
      ...addressesOf(person, count),
      work_phone: mobile ? null : cut(person.phone, contactLimits.workPhone) || null,
      mobile_phone: mobile ? cut(person.phone, contactLimits.mobilePhone) || null : null,
      address1: cut(person.street, contactLimits.address1) || null,
      city: cut(person.city, contactLimits.city) || null,
      postal_code: cut(person.postalCode, contactLimits.zipCode) || null,
      country: countryOf(home)?.name ?? null,
      state: stateAt(home, person.city),
      description: descriptionOf(person),
      as_bill_to: account.bill_to_id === id || count % 9 !== 4,
      as_sold_to: account.sold_to_id === id || count % 7 !== 3,
      as_ship_to: account.ship_to_id === id || count % 5 !== 2,
      created_at,
      updated_at,
    }
  })
}

/** Zuora wants both names, which not everybody has. */
function namesOf({ firstName, lastName }: DemoPerson): Row {
  const [first, last] = [basic(firstName), basic(lastName)]
  return {
    first_name: cut(first || last || 'Unnamed', contactLimits.firstName),
    last_name: cut(first ? last || '-' : '-', contactLimits.lastName),
  }
}

/** Mostly the company's address; now and then a private one instead, or as well. */
function addressesOf({ email }: DemoPerson, count: number): Row {
  const work = isEmailAddress(email) && email.length <= contactLimits.workEmail ? email : null
  const home = work && `${work.split('@')[0]}@home.example`
  const both = count % 7 === 2
  const instead = count % 11 === 6
  return { work_email: instead ? null : work, personal_email: instead || both ? home : null }
}

function descriptionOf({ role, notes }: DemoPerson): string | null {
  const text = [role, notes].filter(Boolean).join('. ').replace(/\s+/g, ' ')
  return cut(text, contactLimits.contactDescription) || null
}

const beyond = /[\u{10000}-\u{10ffff}]/u

/** Names of accounts and contacts have no characters beyond the first plane. */
function basic(text: string): string {
  if (!beyond.test(text)) return text.trim()
  return charactersOf(text)
    .filter((character) => !beyond.test(character))
    .join('')
    .trim()
}

/** As many whole characters as fit, counted in code points as Zuora counts them. */
function cut(text: string, limit: number): string {
  if (lengthOf(text) <= limit) return text
  let kept = ''
  for (const character of charactersOf(text)) {
    if (lengthOf(kept + character) > limit) break
    kept += character
  }
  return kept.trimEnd()
}

/** What readers see as one character may be several, such as a letter and its accent. */
function charactersOf(text: string): string[] {
  return [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment)
}
