import { bidiIsolate } from './isolated.ts'

/**
 * What the gateway itself says, in English. Apart from en.ts, so that the browser does not carry
 * sentences that only ever arrive from the server.
 */
export const gatewayText = {
  localPerson: 'Local person',
  namelessPerson: 'Person without a name',
  role: {
    viewer: 'You can look at this workspace, but not change anything in it',
    notAdmin: 'Only an admin of this workspace may do that. Ask the person who assigns roles.',
  },
  signInFailed: {
    title: 'You are not signed in',
    why: 'Something about this sign-in was not as it has to be, so you were not signed in.',
    busy: 'Too many sign-ins came from your address. Wait a minute, then try again.',
    again: 'Sign in again',
    code: (code: string) =>
      `If it happens again, tell the person who runs the desk this code: ${code}`,
  },
  body: {
    notJson: 'Send JSON: content-type application/json, UTF-8, not compressed',
    unreadable: 'The body is not valid JSON in UTF-8',
    cut: 'The body ended before all of it was there',
    tooLarge: (limit: number) => `The body can have at most ${limit} bytes`,
    tooDeep: (limit: number) => `Nest at most ${limit} levels deep`,
    noReport: 'This is no report of a content security policy, or too many at once',
    unstorable: 'Holds a character that cannot be stored (NUL or half a surrogate pair)',
    forbiddenKey: (key: string) => `Nothing can be called ${key}`,
  },
  oldPage:
    'This page is from before an upgrade of the desk. Reload it, then save again: what you typed is kept',
  shape: {
    type: (expected: string) =>
      `Give ${expected === 'int' ? 'a whole number' : `this as ${expected}`}`,
    unknown: (names: string) => `There is nothing called ${names} here`,
    oneOf: (values: string) => `Give one of: ${values}`,
    id: 'Give an id: letters, digits and . _ ~ -, at most 128 of them, a letter or digit first',
    format: (format: string) => `Give this in the format ${format}`,
    most: (limit: number) => `Give at most ${limit}`,
    least: (limit: number) => `Give at least ${limit}`,
    other: 'This fits none of the forms that it may have. The description of this API names them',
  },
  query: {
    twice: 'Give this once',
    sort: 'Give name, number or changed, with - before it for descending',
    customers: 'Give 1 to 50 ids of customers with commas between them',
    limit: 'Give a whole number from 1 to 1000',
    cursor: 'Give the cursor of a page from this address',
    pressedAgo: 'Give milliseconds as a whole number',
    some: 'Give 1 to 200 characters',
    moment: 'Give a moment like 2026-05-04T10:00:00Z',
    code: 'Give a support code like 7F3K-9Q2M',
  },
  method: (allowed: string) => `This address takes ${allowed} only`,
  host: 'This desk does not answer to that host name',
  notLocal:
    'This desk has no sign-in, so it answers only to programs on its own machine, and this request came through a proxy or from elsewhere. Open it at its own address, or set up sign-in with DESK_OIDC_ISSUER',
  write: {
    header: (name: string) => `Writes need the header ${name}: 1`,
    origin: 'Writes need the Origin of this desk',
    site: 'Writes from another site are not taken',
  },
  submission: {
    unknownFields: (names: string) => `There is no such field: ${names}`,
    unknownRole: (role: string) => `There is no such role: ${role}`,
    ignored: (vendor: string) =>
      `${vendor} answered that this was saved, but changed nothing. Nothing you typed is lost`,
    notDone: (vendor: string, name: string) =>
      `${vendor} answered that it was done, but changed nothing for ${name}`,
    busy: 'This is still being saved as it was sent before. Wait for its outcome',
    notAsked: 'This save does not ask about that contact any more',
    madeByAnother: 'Another save made that contact',
    reused: 'This id already stands for something else that was sent before',
  },
  missingReason: {
    remove: 'This workspace asks for a reason when a contact is deleted',
    primary: 'This workspace asks for a reason when another contact gets the invoices',
    form: 'This workspace asks for a reason when another contact gets the invoices. Save without this, then use “Make primary”, where you can give one',
  },
  restored:
    'This had no result when the backup was made from which the desk was restored. It may have been carried out since then, and was not sent again. Check the contact, then save again if it is still needed.',
  undo: {
    done: 'This has already been undone.',
    notDone: 'This was not saved, so there is nothing to undo.',
    tooLate: 'A change can be undone for 24 hours. Edit the contact instead.',
    holder: (name: string) =>
      `${bidiIsolate(name)} gets the invoices now. Make another contact primary first, then delete this one.`,
    notKnown: 'The earlier values are not known, so this cannot be undone.',
    noHolder: 'No contact had this before, so it cannot be undone.',
  },
}
