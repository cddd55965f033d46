import { bidiIsolate } from './isolated.ts'

/** What the tray of recent changes says. It is fetched with the tray, so it is not part of `text`. */
export const changesText = {
  title: 'Recent changes',
  titleWith: (checking: number, waiting: number) =>
    [
      'Recent changes',
      ...(checking > 0 ? [`${checking} being checked`] : []),
      ...(waiting > 0 ? [`${waiting} waiting to be sent`] : []),
    ].join(', '),
  withName: (what: string, name: string) => `${what}: ${name}`,
  unresolved: 'Not known yet',
  day: 'Your last 24 hours',
  none: 'No changes in the last 24 hours',
  noneBody: 'Contacts you create, edit or delete are listed here for 24 hours and can be undone.',
  failed: 'Could not load the changes',
  earlier: 'Earlier changes',
  loadingEarlier: 'Loading…',
  did: {
    create: 'Made',
    update: 'Changed',
    remove: 'Deleted',
    primary: 'Made primary',
    role: 'Given a role',
    undo: 'Undo',
  },
  reason: (reason: string) => `Reason: ${bidiIsolate(reason)}`,
  byUndo: (did: string) => `${did} by undo`,
  states: {
    succeeded: 'Done',
    rejected: 'Refused',
    maybe: 'May have been saved',
    undone: 'Undone',
    saving: 'Being saved',
    checking: 'Being checked',
    waiting: 'Waiting to be sent',
  },
  since: (time: string) => `since ${time}`,
  openAt: (name: string, customer: string) => `Open ${name} at ${customer}`,
  openCustomer: (customer: string) => `Open ${customer}`,
  copyOf: (name: string) => `Copy for support: ${name}`,
  twice: 'Possible duplicate',
  thereAfterAll: 'May exist anyway',
  asked: (name: string) =>
    `${bidiIsolate(name)} was made since and may be this contact. If it is another one, undo or save again.`,
  toCompare: 'Compare',
  compareOf: (name: string) => `Compare ${name} with its possible duplicate`,

  undo: {
    of: (what: string, name: string) => `Undo: ${what} ${name}`,
    undoing: 'Undoing…',
    nothing: 'None of your changes of the last 24 hours can be undone',
    unsettled: 'Your last change is still being checked. Only then can it be undone',
  },

  compare: {
    title: 'The same person twice?',
    body: 'Both are in the billing system. Delete one of them, or keep both if they are different people.',
    table: 'Both records, field by field',
    field: 'Field',
    first: 'The one you created',
    second: 'The other one',
    differs: 'differs',
    changed: 'Last changed',
    deleteFirst: 'Delete the one you created',
    deleteSecond: 'Delete the other one',
    keepBoth: 'Keep both',
    keeping: 'Keeping both…',
    gone: 'One of the two is no longer there',
    goneBody: 'There is nothing left to compare.',
    failed: 'Could not load both records',
  },
}
