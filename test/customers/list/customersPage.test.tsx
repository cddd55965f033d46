import { screen, waitFor, within } from '@testing-library/react'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { zuora } from '#backends/zuora/vendor.ts'
import { rowOf as contactRow, table as tableNamed } from '../../helpers/deskPage.ts'
import { customerNamed } from '../../helpers/embeddedVendor.ts'
import { openDesk, type OpenDesk } from '../../helpers/openDesk.tsx'
import { aCustomer, aPerson } from '../../helpers/people.ts'

/** More than one page of them, and these on the first and last. */
const first = 'Aardvark Press'
const silent = 'Abbey Silent'
const last = 'Zinnia Flowers'
const customers = [
  aCustomer({
    name: first,
    people: [
      aPerson({ firstName: 'Tom', lastName: 'Lee' }),
      aPerson({ firstName: 'Priya', lastName: 'Das', primary: true }),
    ],
  }),
  aCustomer({ name: silent, people: [aPerson({ firstName: 'Ann', lastName: 'Other' })] }),
  ...Array.from({ length: 60 }, (_, index) =>
    aCustomer({ name: `Spare ${String(index).padStart(2, '0')}` }),
  ),
  aCustomer({
    name: last,
    people: [aPerson({ firstName: 'Zoe', lastName: 'Last', primary: true })],
  }),
]

const page = '/w/dayzero-embedded/customers'
const table = () => tableNamed('Customers')
const rowOf = async (name: string) =>
  within(await within(await table()).findByRole('row', { name: new RegExp(`^${name}`) }))
const here = () => location.pathname + location.search

let desk: OpenDesk

beforeAll(async () => {
  desk = await openDesk(customers)
})

beforeEach(() => {
  localStorage.clear()
  desk.network.between = (request, go) => go(request)
  desk.billing.between = (request, go) => go(request)
})

describe('all customers', () => {
  it('come by page, with who gets the invoices of each, and the count never claims more than is read', async () => {
    const user = await desk.visit(page)
    expect((await rowOf(first)).getByRole('rowheader')).toHaveTextContent(first)
    await (await rowOf(first)).findByText('Priya Das')
    // Nobody is primary there, so they go to the customer's own address.
    await (await rowOf(silent)).findByText('The customer’s own address')
    expect(screen.getByText('50 so far')).toBeVisible()
    await user.click(screen.getByRole('button', { name: 'More customers' }))
    await (await rowOf(last)).findByText('Zoe Last')
    expect(screen.getByText('63 customers')).toBeVisible()
    expect(screen.queryByRole('button', { name: 'More customers' })).not.toBeInTheDocument()
  })

  it('search and order stand in the address, and a search says why it cannot be sorted', async () => {
    const user = await desk.visit(`${page}?sort=name.desc`)
    await rowOf(last)
    const header = within(await table()).getByRole('columnheader', { name: 'Name' })
    expect(header).toHaveAttribute('aria-sort', 'descending')
    expect(within(await table()).getAllByRole('row')[1]).toHaveTextContent(last)
    await user.click(within(header).getByRole('button'))
    await waitFor(async () =>
      expect(within(await table()).getAllByRole('row')[1]).toHaveTextContent(first),
    )
    expect(here()).toBe(page)
    await user.type(screen.getByRole('searchbox', { name: 'Search customers' }), 'zinnia')
    await waitFor(async () => expect(within(await table()).getAllByRole('row')).toHaveLength(2))
    expect(here()).toBe(`${page}?q=zinnia`)
    expect(screen.getByText('A search comes best match first and cannot be sorted')).toBeVisible()
    expect(within(await table()).queryByRole('button', { name: 'Name' })).not.toBeInTheDocument()
  })

  it('a customer opens by its row, which is a link, with the focus on its first contact', async () => {
    const user = await desk.visit(page)
    const id = await customerNamed(desk.backend, first)
    const link = (await rowOf(first)).getByRole('link', { name: first })
    expect(link).toHaveAttribute('href', `/w/dayzero-embedded/c/${id}`)
    await user.click(link)
    expect(await screen.findByRole('heading', { level: 1, name: first })).toBeVisible()
    await waitFor(() => expect(document.activeElement).toHaveTextContent('Priya Das'))
  })

  it('whom nobody could look up is not known, which is not nobody', async () => {
    const id = await customerNamed(desk.backend, first)
    desk.billing.between = (request, go) =>
      request.url.includes(`${id}/contacts`)
        ? Promise.resolve(new Response('gone', { status: 502 }))
        : go(request)
    await desk.visit(page)
    expect(await (await rowOf(first)).findByText('Not known')).toBeVisible()
    await (await rowOf(silent)).findByText('The customer’s own address')
  })

  it('a page that cannot be read takes nothing away that is there, and can be read again', async () => {
    const user = await desk.visit(page)
    await rowOf(first)
    desk.network.between = (request, go) =>
      request.url.includes('/customers?') ? Promise.reject(new TypeError('offline')) : go(request)
    await user.click(screen.getByRole('button', { name: 'More customers' }))
    expect(await screen.findByText(/Could not load more customers/)).toBeVisible()
    await rowOf(first)
    desk.network.between = (request, go) => go(request)
    await user.click(screen.getByRole('button', { name: 'Retry' }))
    await rowOf(last)
    expect(screen.queryByText(/Could not load more customers/)).not.toBeInTheDocument()
  })
})

describe('the start of a workspace', () => {
  it('shows whom one had open and leads to all', async () => {
    const id = await customerNamed(desk.backend, silent)
    let user = await desk.visit(`/w/dayzero-embedded/c/${id}`)
    await contactRow('Ann Other')
    user = await desk.visit('/w/dayzero-embedded')
    const recent = await screen.findByRole('region', { name: 'Recent customers' })
    expect(within(recent).getByRole('link')).toHaveTextContent(silent)
    await user.click(await screen.findByRole('link', { name: 'All customers' }))
    expect(await table()).toBeVisible()
    expect(here()).toBe(page)
  })
})

it('Zuora says with its list who gets the invoices, so that nobody asks again', async () => {
  const zuoraDesk = await openDesk(customers.slice(0, 2), zuora)
  const asked: string[] = []
  zuoraDesk.network.between = (request, go) => {
    asked.push(new URL(request.url).pathname)
    return go(request)
  }
  await zuoraDesk.visit('/w/zuora-embedded/customers')
  await (await rowOf(first)).findByText('Priya Das')
  expect((await rowOf(silent)).getByText(/Nobody|Ann Other/)).toBeVisible()
  expect(asked.filter((path) => path.endsWith('/recipients'))).toEqual([])
})
