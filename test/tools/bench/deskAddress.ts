/** Where the measured things are in the desk, by the fixed points of its design. */

export const workspace = 'dayzero-embedded'

export interface Found {
  id: string
  name: string
}

/** Customers by the desk's own search. */
export async function customersLike(desk: string, search: string): Promise<Found[]> {
  const page = await asked(
    `${desk}/api/workspaces/${workspace}/customers?search=${search}&limit=50`,
  )
  return (page as { items: Found[] }).items
}

/** The customer with two thousand contacts. */
export async function largeCustomer(desk: string): Promise<Found> {
  const found = (await customersLike(desk, 'Northwind Atlas')).find(
    ({ name }) => name === 'Northwind Atlas',
  )
  if (!found) throw new Error('The demo data has no "Northwind Atlas".')
  return found
}

/** A customer whose contacts fit on one screen, or nearly. */
export async function smallCustomer(desk: string): Promise<Found> {
  for (const customer of await customersLike(desk, '')) {
    const contacts = await asked(
      `${desk}/api/workspaces/${workspace}/customers/${customer.id}/contacts?limit=200`,
    )
    const { length } = (contacts as { items: unknown[] }).items
    if (length >= 3 && length <= 12) return customer
  }
  throw new Error('No customer with a handful of contacts.')
}

export async function asked(url: string): Promise<unknown> {
  const response = await fetch(url)
  if (!response.ok) throw new Error(`${url} answers ${response.status}`)
  return response.json()
}

export function pathOf(customer: string, rest = ''): string {
  return `/w/${workspace}/c/${encodeURIComponent(customer)}${rest}`
}

/** Hands a write to the gateway as the browser does. */
export async function submitted(desk: string, body: object): Promise<Response> {
  return fetch(`${desk}/api/workspaces/${workspace}/submissions/${crypto.randomUUID()}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', 'x-contact-desk': '1', origin: desk },
    body: JSON.stringify({ revision: 1, ...body }),
  })
}
