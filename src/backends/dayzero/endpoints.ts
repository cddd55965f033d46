import type { Endpoint } from '#contract/backend/endpoint.ts'
import {
  anything,
  businessResponse,
  contactCreate,
  contactResponse,
  contactUpdate,
  customerCreate,
  customerResponse,
  customerUpdate,
  duplicateCheck,
  pageOf,
  type ContactResponse,
} from './wire.ts'

const customers = '/api/v1/customers'
const customer = `${customers}/{customer_id}`
const contacts = `${customer}/contacts`
const contact = `${contacts}/{contact_id}`

/** Keeps the reply's type while checking the shape. */
function endpoint<Reply>(it: Endpoint<Reply>): Endpoint<Reply> {
  return it
}

/** An id alone may be that of a job that was only taken on. */
function isContact({ name }: ContactResponse): boolean {
  return typeof name === 'string'
}

/** Day Zero's HTTP contract, as far as contacts need it. Sources: its reference pages by path. */
export const endpoints = {
  listCustomers: endpoint({
    method: 'GET',
    path: customers,
    success: 200,
    body: null,
    reply: pageOf(customerResponse),
  }),
  createCustomer: endpoint({
    method: 'POST',
    path: customers,
    success: 201,
    body: customerCreate,
    reply: customerResponse,
  }),
  checkDuplicates: endpoint({
    method: 'POST',
    path: `${customers}/check-duplicates`,
    success: 201,
    body: null,
    reply: duplicateCheck,
  }),
  getCustomer: endpoint({
    method: 'GET',
    path: customer,
    success: 200,
    body: null,
    reply: customerResponse,
  }),
  updateCustomer: endpoint({
    method: 'PUT',
    path: customer,
    success: 200,
    body: customerUpdate,
    reply: customerResponse,
  }),
  deleteCustomer: endpoint({
    method: 'DELETE',
    path: customer,
    success: 200,
    body: null,
    reply: anything,
  }),
  listContacts: endpoint({
    method: 'GET',
    path: contacts,
    success: 200,
    body: null,
    reply: pageOf(contactResponse),
  }),
  createContact: endpoint({
    method: 'POST',
    path: contacts,
    success: 201,
    body: contactCreate,
    reply: contactResponse,
    isWhole: isContact,
  }),
  getContact: endpoint({
    method: 'GET',
    path: contact,
    success: 200,
    body: null,
    reply: contactResponse,
  }),
  updateContact: endpoint({
    method: 'PUT',
    path: contact,
    success: 200,
    body: contactUpdate,
    reply: contactResponse,
    isWhole: isContact,
  }),
  deleteContact: endpoint({
    method: 'DELETE',
    path: contact,
    success: 200,
    body: null,
    reply: anything,
  }),
  listBusinesses: endpoint({
    method: 'GET',
    path: '/api/v1/businesses',
    success: 200,
    body: null,
    reply: pageOf(businessResponse),
  }),
}
