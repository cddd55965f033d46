import type { DemoCustomer, DemoPerson } from '#contract/backend/vendor.ts'

/** A valid, boring customer; a test names only what matters to it. */
export function aCustomer(change: Partial<DemoCustomer> = {}): DemoCustomer {
  const name = change.name ?? 'Plain Paper Company'
  return {
    name,
    email: `${slug(name)}@customer.example`,
    phone: '+44 20 7946 0958',
    address: '1 Plain Street, London N1 9GU, United Kingdom',
    country: 'GB',
    people: [],
    ...change,
  }
}

/** A valid, boring contact. */
export function aPerson(change: Partial<DemoPerson> = {}): DemoPerson {
  const person = { firstName: 'Pat', lastName: 'Plain', ...change }
  return {
    email: `${slug(`${person.firstName} ${person.lastName}`)}@people.example`,
    phone: '+44 20 7946 0000',
    role: 'Billing',
    notes: null,
    primary: false,
    street: '1 Plain Street',
    city: 'London',
    postalCode: 'N1 9GU',
    ...person,
  }
}

/** As many different people as asked for. */
export function people(count: number): DemoPerson[] {
  return Array.from({ length: count }, (_, index) =>
    aPerson({ firstName: 'Person', lastName: String(index + 1).padStart(5, '0') }),
  )
}

function slug(text: string): string {
  return (
    text
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '.')
      .replace(/^\.|\.$/g, '') || 'someone'
  )
}
