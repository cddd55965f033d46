import type { Endpoint } from '#contract/backend/endpoint.ts'
import {
  accountCreate,
  accountCreated,
  accountResponse,
  accountUpdate,
  contactCreate,
  contactResponse,
  contactSnapshot,
  contactUpdate,
  pageOf,
  queriedAccount,
  queriedContact,
  success,
  tokenRequest,
  tokenResponse,
  transferRequest,
  zoqlMoreRequest,
  zoqlRequest,
  zoqlResponse,
  type ContactResponse,
} from './wire.ts'

const contacts = '/v1/contacts'
const contact = `${contacts}/{contactId}`
const accounts = '/v1/accounts'
// The document calls it `account-key`.
const account = `${accounts}/{accountKey}`

/** Keeps the reply's type while checking the shape. Success is 200 everywhere, also for a create. */
function endpoint<Reply>(it: Omit<Endpoint<Reply>, 'success'>): Endpoint<Reply> {
  return { ...it, success: 200 }
}

/**
 * Zuora says `success`, and the page of a create has no `id`; a proxy in between may drop the one,
 * but makes up neither.
 */
function isContact({ id, success, firstName, lastName }: ContactResponse): boolean {
  return (id !== undefined || success === true) && Boolean(firstName ?? lastName)
}

/** Zuora's HTTP contract, as far as contacts need it. Sources: its reference pages by path. */
export const endpoints = {
  createToken: endpoint({
    method: 'POST',
    path: '/oauth/token',
    body: tokenRequest,
    reply: tokenResponse,
  }),
  createContact: endpoint({
    method: 'POST',
    path: contacts,
    body: contactCreate,
    reply: contactResponse,
    isWhole: isContact,
  }),
  getContact: endpoint({
    method: 'GET',
    path: contact,
    body: null,
    reply: contactResponse,
    isWhole: isContact,
  }),
  updateContact: endpoint({
    method: 'PUT',
    path: contact,
    body: contactUpdate,
    reply: contactResponse,
    isWhole: isContact,
  }),
  deleteContact: endpoint({ method: 'DELETE', path: contact, body: null, reply: success }),
  transferContact: endpoint({
    method: 'PUT',
    path: `${contact}/transfer`,
    body: transferRequest,
    reply: success,
  }),
  scrubContact: endpoint({ method: 'PUT', path: `${contact}/scrub`, body: null, reply: success }),
  getContactSnapshot: endpoint({
    method: 'GET',
    // The document calls it `contact-snapshot-id`.
    path: '/v1/contact-snapshots/{snapshotId}',
    body: null,
    reply: contactSnapshot,
  }),
  queryContacts: endpoint({
    method: 'GET',
    path: '/object-query/contacts',
    body: null,
    reply: pageOf(queriedContact),
  }),
  queryContact: endpoint({
    method: 'GET',
    path: '/object-query/contacts/{key}',
    body: null,
    reply: queriedContact,
  }),
  queryAccounts: endpoint({
    method: 'GET',
    path: '/object-query/accounts',
    body: null,
    reply: pageOf(queriedAccount),
  }),
  queryAccount: endpoint({
    method: 'GET',
    path: '/object-query/accounts/{key}',
    body: null,
    reply: queriedAccount,
  }),
  getAccount: endpoint({ method: 'GET', path: account, body: null, reply: accountResponse }),
  updateAccount: endpoint({ method: 'PUT', path: account, body: accountUpdate, reply: success }),
  createAccount: endpoint({
    method: 'POST',
    path: accounts,
    body: accountCreate,
    reply: accountCreated,
  }),
  queryZoql: endpoint({
    method: 'POST',
    path: '/v1/action/query',
    body: zoqlRequest,
    reply: zoqlResponse,
  }),
  queryMoreZoql: endpoint({
    method: 'POST',
    path: '/v1/action/queryMore',
    body: zoqlMoreRequest,
    reply: zoqlResponse,
  }),
}
