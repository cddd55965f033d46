import type { Faker } from '@faker-js/faker'
import type { DemoCustomer, DemoPerson } from '#contract/backend/vendor.ts'
import { plainLetters, demoTowns, type DemoTown } from './demoWords.ts'

/** How much demo data, in all. */
export interface DemoAmount {
  customers: number
  contacts: number
}

/** The most contacts that any customer has. */
const mostContacts = 2_000

/**
 * Made-up customers, the same ones every time, one after the other: a million need no more memory
 * than one. The first few are those that screens have to be tried on.
 */
export async function* demoCustomers({
  customers,
  contacts,
}: DemoAmount): AsyncGenerator<DemoCustomer> {
  const towns = await demoTowns()
  const { faker } = await import('@faker-js/faker/locale/base')
  let left = contacts
  for (let index = 0; index < customers; index++) {
    // Anew for each customer, as both embedded APIs are filled at once from the one generator.
    faker.seed([2026, index])
    const town = faker.helpers.arrayElement(towns)
    const special = specials[index]
    // The last customer takes the rest.
    const fixed = index < customers - 1 ? special?.people?.(left) : undefined
    const size = fixed ?? sizeOf(left, customers - index, faker)
    left -= size
    yield customerOf({ town, towns, index, size, faker, ...special })
  }
}

/** About as many as the others, so that it all adds up in the end. */
function sizeOf(left: number, customers: number, faker: Faker): number {
  if (customers === 1) return Math.min(left, mostContacts)
  return Math.min(left, mostContacts, faker.number.int(Math.floor((2 * left) / customers)))
}

interface Special {
  name: string
  home?: { country: string; city: string }
  /** How many people, of those that are left to give out. */
  people?(left: number): number
  /** People from everywhere, not mostly from home. */
  international?: boolean
  adjust?(people: DemoPerson[]): void
}

const specials: readonly Special[] = [
  {
    name: 'Northwind Atlas',
    home: { country: 'US', city: 'Seattle' },
    people: (left) => Math.min(mostContacts, Math.floor((left * 2) / 3)),
    international: true,
  },
  {
    name: 'Acme GmbH',
    home: { country: 'DE', city: 'Berlin' },
    people: (left) => Math.min(left, 7),
  },
  { name: 'Bergmann & Söhne', home: { country: 'DE', city: 'Hamburg' } },
  { name: 'Bergmann & Söhne', home: { country: 'DE', city: 'München' } },
  {
    name:
      'Vereinigte Norddeutsche Gesellschaft für Hafenumschlag, Kühllogistik, Schiffsausrüstung ' +
      'und Spezialtransporte vormals Hinrich Petersen Nachfolger und Töchter Beteiligungs- und ' +
      'Verwaltungsgesellschaft mit beschränkter Haftung & Co. Kommanditgesellschaft',
    home: { country: 'DE', city: 'Lübeck' },
    people: (left) => Math.min(left, 3),
  },
  { name: 'Lindqvist Bokhandel AB', home: { country: 'SE', city: 'Umeå' }, people: () => 0 },
  {
    name: 'Harrow & Pike Audio Ltd',
    home: { country: 'GB', city: 'Bristol' },
    people: (left) => Math.min(left, 4),
    adjust: ([first, ...others]) => {
      if (first) Object.assign(first, { primary: true, email: '' })
      for (const other of others) other.primary = false
    },
  },
  {
    name: 'Σταθόπουλος Ναυτιλιακή Α.Ε.',
    home: { country: 'GR', city: 'Πάτρα' },
    people: (left) => Math.min(left, 5),
    adjust: (people) => {
      for (const person of people) person.primary = false
    },
  },
]

interface Making extends Partial<Special> {
  town: DemoTown
  towns: readonly DemoTown[]
  index: number
  size: number
  faker: Faker
}

function customerOf({ towns, index, size, faker, ...making }: Making): DemoCustomer {
  const town = towns.find(({ country }) => country === making.home?.country) ?? making.town
  const city = making.home?.city ?? faker.helpers.arrayElement(town.cities)
  const name = making.name ?? companyName(town, city, faker)
  const domain = domainOf(name, index)
  const people = Array.from({ length: size }, (_, place) => {
    const stranger = making.international ? true : faker.datatype.boolean(0.08)
    const from = stranger ? faker.helpers.arrayElement(towns) : town
    return personOf(
      from,
      stranger ? faker.helpers.arrayElement(from.cities) : city,
      domain,
      place,
      faker,
    )
  })
  // Not always the first contact, and sometimes none.
  if (size && faker.datatype.boolean(0.97)) faker.helpers.arrayElement(people).primary = true
  making.adjust?.(people)
  return {
    name,
    email: `${faker.helpers.arrayElement(mailboxes)}@${domain}`,
    phone: digits(town.phone, faker),
    address: town.address
      .replace('{street}', faker.helpers.arrayElement(town.streets))
      .replace('{code}', digits(town.postalCode, faker))
      .replace('{city}', city),
    country: town.country,
    people,
  }
}

function companyName(town: DemoTown, city: string, faker: Faker): string {
  return faker.helpers
    .arrayElement(town.companies)
    .replace('{last}', faker.helpers.arrayElement(town.lastNames))
    .replace('{other}', faker.helpers.arrayElement(town.lastNames))
    .replace('{trade}', faker.helpers.arrayElement(town.trades))
    .replace('{city}', city)
}

function personOf(
  town: DemoTown,
  city: string,
  domain: string,
  place: number,
  faker: Faker,
): DemoPerson {
  const firstName = faker.helpers.arrayElement(town.firstNames)
  const lastName = faker.helpers.arrayElement(town.lastNames)
  const role = faker.helpers.arrayElement(roles)
  return {
    firstName,
    lastName,
    email: faker.datatype.boolean(0.94)
      ? `${mailboxOf(firstName, lastName) ?? `${plainLetters(role)}.${place + 1}`}@${domain}`
      : '',
    phone: faker.datatype.boolean(0.85) ? digits(town.phone, faker) : '',
    role,
    notes: faker.datatype.boolean(0.12) ? faker.helpers.arrayElement(notes) : null,
    primary: false,
    street: faker.helpers.arrayElement(town.streets),
    city,
    postalCode: digits(town.postalCode, faker),
  }
}

/** Undefined for a name that is not in Latin letters: not every server takes other ones. */
function mailboxOf(...names: string[]): string | undefined {
  const plain = names.map(plainLetters)
  return plain.every(Boolean) ? plain.join('.') : undefined
}

/** `.example` is reserved (RFC 2606), so that no demo data has a real person's address. */
function domainOf(company: string, index: number): string {
  const words = company
    .split(/[\s,&]+/)
    .map(plainLetters)
    .filter((word) => word.length > 2)
  const label = words.slice(0, 2).join('-').slice(0, 40) || `customer-${index + 1}`
  return `${label}.example`
}

function digits(pattern: string, faker: Faker): string {
  return pattern.replace(/[#AB]/g, (sign) =>
    sign === '#'
      ? String(faker.number.int(9))
      : String.fromCharCode(faker.number.int({ min: 65, max: 90 })),
  )
}

const mailboxes = ['billing', 'accounts', 'invoices', 'finance', 'office', 'hello']

const roles = [
  ...['Billing', 'Billing', 'Accounts Payable', 'Accounts Payable', 'Technical', 'Technical'],
  ...['Finance', 'Purchasing', 'Management', 'Legal', 'Support', 'Operations', 'Sales'],
]

const notes = [
  'Wants invoices before the 5th of the month.',
  'On leave every August; write to the general mailbox then.',
  'Prefers a call before any reminder is sent.',
  'Needs the purchase order number on every invoice.',
  'Speaks German and English.',
  'Works mornings only.\nCalls after 13:00 go to the front desk.',
  'Asked for PDF invoices in A4, not in Letter.',
  'Shares this number with the front desk.',
]
