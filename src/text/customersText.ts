import { formatCount, formatNumber } from './format.ts'
import { bidiIsolate } from './isolated.ts'

/** What the home page and the page of all customers say. It is fetched with them. */
export const customersText = {
  title: 'Customers',
  table: 'Customers',
  filter: 'Search customers',
  clearFilter: 'Clear the search',
  columns: {
    name: 'Name',
    number: 'Number',
    invoices: 'Invoices go to',
    place: 'Place',
    changed: 'Changed',
  },
  /** Nobody tells how many there are before the last page is read. */
  count: (shown: number, more: boolean) =>
    more ? `${formatNumber(shown)} so far` : formatCount(shown, 'customer', 'customers'),
  more: 'More customers',
  loadingMore: 'Loading…',
  failed: 'Could not load the customers',
  failedRest: 'Could not load more customers',
  bestFirst: {
    fuzzy: 'A search comes best match first and cannot be sorted',
    startsWith: 'A search comes by name, then by number, and cannot be sorted',
  },
  notSorted: 'This billing system does not sort its customers',
  sortedOnly: (columns: string) => `This billing system sorts by ${columns} only`,
  /** What it sorts by, in a sentence. */
  sorts: { name: 'name', number: 'number', changed: 'date of change' },
  nobody: 'Nobody',
  noAddress: (name: string) => `${bidiIsolate(name)}, who has no email address`,
  off: 'Not mailed by bill runs',
  own: 'The customer’s own address',
  notKnown: 'Not known',
  checking: 'Looking up who gets the invoices',
  fault: 'Needs repair',

  home: {
    pick: 'Pick a customer to see who gets the invoices',
    pickBody: {
      fuzzy:
        'Find one at the top of the page by a few letters of its name, or by a whole email address.',
      startsWith: 'Find one at the top of the page by the first letters of its name or number.',
    },
    recent: 'Recent customers',
    noRecent: 'Customers you open are listed here.',
    pending: (count: number) => `Not known yet (${formatNumber(count)})`,
    pendingBody: 'Open Recent changes at the top to try again or stop them.',
    all: 'All customers',
    allBody: 'Browse, search and sort, and see who gets the invoices of each.',
  },
}
