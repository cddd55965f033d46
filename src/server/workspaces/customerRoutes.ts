import {
  contactsPageSchema,
  customerSchema,
  customerSorts,
  customersPageSchema,
} from '#contract/api/api.ts'
import { recipientsSchema } from '#contract/api/recipients.ts'
import { contactSchema } from '#contract/api/submission.ts'
import {
  contactParams,
  customerParams,
  noParams,
  pageQuery,
  recipientsQuery,
  searchQuery,
  workspaceParams,
  type WrittenSort,
} from '#server/http/params.ts'
import type { CustomerSort } from '#contract/backend/backend.ts'
import { presentContact, presentCustomer } from './present.ts'
import { ok, route, type Route } from '#server/http/route.ts'
import { recipientsOf } from './recipients.ts'
import type { Workspaces } from './workspaces.ts'

const customers = '/api/workspaces/{workspace}/customers'
const customer = `${customers}/{customer}`
const recipients = '/api/workspaces/{workspace}/recipients'

/** Everything that only reads from a backend. */
export function customerRoutes(workspaces: Workspaces): Route[] {
  return [
    route({
      method: 'GET',
      path: customers,
      summary: 'Search customers, best match first',
      params: workspaceParams,
      query: searchQuery(20),
      body: null,
      reply: customersPageSchema,
      statuses: [200],
      async handle(asked) {
        const { backend } = workspaces.open(asked.params.workspace, asked)
        const { sort, ...query } = asked.query
        const page = await backend.customers({
          ...query,
          ...(sort && { sort: sortOf(sort) }),
          signal: asked.signal,
        })
        return ok({ items: page.items.map(presentCustomer), next: page.next })
      },
    }),

    route({
      method: 'GET',
      path: recipients,
      summary: 'Who gets the invoices of these customers',
      params: workspaceParams,
      query: recipientsQuery,
      body: null,
      reply: recipientsSchema,
      statuses: [200],
      async handle(asked) {
        const { backend } = workspaces.open(asked.params.workspace, asked)
        return ok({
          items: await recipientsOf(backend, asked.query.customers.split(','), asked.signal),
        })
      },
    }),

    route({
      method: 'GET',
      path: customer,
      summary: 'Get a customer',
      params: customerParams,
      query: noParams,
      body: null,
      reply: customerSchema,
      statuses: [200],
      async handle(asked) {
        const { backend } = workspaces.open(asked.params.workspace, asked)
        return ok(presentCustomer(await backend.customer(asked.params.customer, asked.signal)))
      },
    }),

    route({
      method: 'GET',
      path: `${customer}/contacts`,
      summary: 'List a customer’s contacts',
      params: customerParams,
      query: pageQuery(500),
      body: null,
      reply: contactsPageSchema,
      statuses: [200],
      async handle(asked) {
        const { backend, form } = workspaces.open(asked.params.workspace, asked)
        const page = await backend.contacts(asked.params.customer, {
          ...asked.query,
          signal: asked.signal,
        })
        const items = page.items.map((contact) => presentContact(form, contact))
        return ok({ items, next: page.next, ...(page.gap && { gap: page.gap }) })
      },
    }),

    route({
      method: 'GET',
      path: `${customer}/contacts/{contact}`,
      summary: 'Get a contact',
      params: contactParams,
      query: noParams,
      body: null,
      reply: contactSchema,
      statuses: [200],
      async handle(asked) {
        const { backend, form } = workspaces.open(asked.params.workspace, asked)
        const { customer, contact } = asked.params
        return ok(presentContact(form, await backend.contact(customer, contact, asked.signal)))
      },
    }),
  ]
}

/** Without a minus, ascending. */
function sortOf(written: WrittenSort): CustomerSort {
  const by = customerSorts.find((each) => written.endsWith(each))!
  return { by, descending: written.startsWith('-') }
}
