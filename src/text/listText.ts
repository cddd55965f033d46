import { bidiIsolate } from './isolated.ts'

/** What a list of contacts says where it is not simply a list. Fetched with the page. */
export const listText = {
  empty: 'No contacts yet',
  emptyBody: 'Add the first one: who gets the invoices, or who answers the phone.',
  nothingMatches: (filter: string) => `Nothing matches “${bidiIsolate(filter)}”`,
  failedRest: 'Could not load the rest of the contacts',
  gap: {
    rest: 'The rest of the contacts could not be read: the billing system’s list contradicts itself. There may be more than are shown.',
    items:
      'Some contacts came back from the billing system without an id and cannot be shown. There are more than these.',
  },
  severalPrimaries: (names: readonly string[]) =>
    `More than one contact is marked as primary: ${names.map(bidiIsolate).join(', ')}. Make one of them primary to mend this`,
  moveAgain: 'Try again',
}
