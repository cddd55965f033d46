import { bidiIsolate } from './isolated.ts'

/** What is said where an address leads to no workspace or page. Fetched only then. */
export const nowhereText = {
  // The desk has one always; so it is the person who has none.
  noRole: 'You have no role here yet',
  noRoleBody:
    'You are signed in, but have no role in any workspace. Ask the person who runs the desk for a role, then sign out and in again.',
  unknown: (id: string) => `There is no workspace “${bidiIsolate(id)}”`,
  page: 'There is nothing at this address',
  toStart: 'Go to the start page',
}
