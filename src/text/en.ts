import { formatCount, formatList, formatNumber, lowerFirst as lower } from './format.ts'
import { bidiIsolate } from './isolated.ts'

/** English. Another language is another file of the same shape. */
export const en = {
  rule: {
    required: (label: string) => `Enter the ${lower(label)}`,
    typed: (label: string) => `Enter the ${lower(label)} as text`,
    tick: (label: string) => `Tick or untick ${lower(label)}`,
    tooLong: (label: string, limit: number, over: number) =>
      `${label} can have at most ${formatNumber(limit)} characters. Remove ${formatNumber(over)}`,
    email: (label: string) =>
      `Enter the ${lower(label)} in the correct format, like name@example.com`,
    oneEmail: (label: string) => `${label} takes one address, and this holds several. Keep one`,
    emailAlone: (label: string) =>
      `${label} takes the address alone, like name@example.com. Take out what is around it`,
    url: 'Enter a web address that starts with https:// or http://',
    number: 'Enter a number, like 12.5',
    whole: 'Enter a whole number, like 12',
    date: 'Enter a date as year, month and day, like 2026-03-31',
    choice: (label: string) => `Choose the ${lower(label)} from the list`,
    basicPlane: (label: string, character: string) =>
      `${label} cannot hold “${character}”. The billing system takes no emoji or rare characters here`,
    oneLine: (label: string) => `${label} has to fit on one line. Take out the line break`,
    unseen: (label: string, character: string) =>
      `${label} holds a character that cannot be seen (U+${hex(character)}). Take it out`,
    unstorable: (label: string, character: string) =>
      `${label} holds a character that cannot be stored (U+${hex(character)}). Take it out`,
  },

  ui: {
    required: 'Required',
    close: 'Close',
    dismiss: 'Dismiss',
    suggestions: 'Suggestions',
    sortBy: 'Sort by',
    nothing: '–',
    notCopied: 'The browser does not let the desk copy. Select the text instead.',
  },

  form: {
    save: 'Save',
    saving: 'Saving…',
    saveAndNew: 'Save and new',
    cancel: 'Cancel',
    left: (count: number) => `${formatCount(count, 'character', 'characters')} left`,
    over: (count: number) => `${formatCount(count, 'character', 'characters')} too many`,
    outline: 'Sections',
    filled: (filled: number, total: number) => `${filled} of ${total} filled in`,
    hasProblem: 'has a problem',
    emptied: 'Will be emptied',
  },

  desk: {
    title: 'Contact Desk',
    titleWith: (place: string, workspace: string) =>
      `${bidiIsolate(place)} · ${bidiIsolate(workspace)} · Contact Desk`,
    skip: 'Skip to contacts',
    skipPage: 'Skip to the page',
    pages: 'Pages',
    desk: 'Desk',
    customers: 'Customers',
    log: 'Log',
    settings: 'Settings',
    opening: 'Opening the desk…',
    unreached: 'The desk’s server does not answer',
    crashed: 'Something went wrong',
    crashedBody: 'Nothing that was saved is affected. Reload the page to continue.',
    reload: 'Reload the page',
    onlyLook: 'You can view this workspace but not change it',
    localPerson: 'Sign-in is off: everyone on this computer works as the same local person',
  },

  workspaces: {
    button: (name: string) => `Workspace: ${name}`,
    in: (name: string) => `In ${bidiIsolate(name)}`,
    menu: 'Workspace',
  },

  customers: {
    label: 'Customer',
    placeholder: {
      fuzzy: 'Find a customer…',
      startsWith: 'Name or number starts with…',
    },
    byId: 'Open by id or number',
    typeId: 'Type or paste a customer’s id or account number to open it.',
    unread: 'The billing system does not show customers here, so only the id is known.',
    recent: 'Recent',
    all: 'All customers',
    searching: 'Searching…',
    none: {
      fuzzy: (search: string, workspace: string) =>
        `No customer matches “${bidiIsolate(search)}” in ${workspace}`,
      startsWith: (search: string, workspace: string) =>
        `No customer’s name or number starts with “${bidiIsolate(search)}” in ${workspace}`,
    },
    noneAtAll: (workspace: string) => `There are no customers in ${workspace}`,
    failed: 'Could not search',
    count: (count: number, more: boolean) =>
      more
        ? `${formatNumber(count)} customers and more, use the arrows`
        : `${formatCount(count, 'customer', 'customers')}, use the arrows`,
    status: {
      active: null,
      inactive: 'Inactive',
      blocked: 'Blocked',
      deleted: 'Deleted',
      draft: 'Draft',
      canceled: 'Canceled',
    },
    loading: 'Loading the customer…',
  },

  contacts: {
    table: 'Contacts',
    new: 'New contact',
    edit: 'Edit contact',
    filter: 'Filter contacts',
    filterPlaceholder: 'Filter by any text',
    clearFilter: 'Clear the filter',
    outsideFilter: 'Saved now, outside the filter',
    count: (shown: number, all: number) =>
      shown === all
        ? formatCount(all, 'contact', 'contacts')
        : `${formatNumber(shown)} of ${formatNumber(all)} contacts`,
    loadingMore: 'Loading the rest…',
    failed: 'Could not load the contacts',
    nameless: 'No name',
    incomplete:
      'This contact came back incomplete from the billing system: some of it is missing or cannot be read.',
    columns: {
      primary: 'Primary',
      name: 'Name',
      roles: 'Roles',
      changed: 'Changed',
      actions: 'Actions',
    },
    primary: 'Primary',
    make: 'Make primary',
    makeName: (name: string) => `Make ${name} primary`,
    movesHere: (from: string) => `Invoices move from ${bidiIsolate(from)} to this contact`,
    movesHereFirst: 'Invoices go to this contact',
    made: (name: string) => `${bidiIsolate(name)} is now the primary contact`,
    notMade: (name: string, why: string) =>
      `${bidiIsolate(name)} was not made primary. ${bidiIsolate(why)}`,
    notMadeYet: (name: string, why: string) =>
      `${bidiIsolate(name)} is not primary yet. ${bidiIsolate(why)}`,
    changedHolder: (name: string, holder: string | null) =>
      `${bidiIsolate(name)} was not made primary, because that changed meanwhile: ${
        holder === null ? 'no contact is primary now' : `${bidiIsolate(holder)} is primary now`
      }. Look at the list, and make ${bidiIsolate(name)} primary again if that is still right.`,
    maybeMoved: (name: string, holder: string | null) =>
      `It is not known whether this was done for ${bidiIsolate(name)}: the answer of the billing system was lost, and ${holder === null ? 'another contact' : bidiIsolate(holder)} has it now. Someone may have moved it on since.`,
    maybeMade: (name: string) =>
      `We do not know yet whether ${bidiIsolate(name)} is primary now. The list shows what the billing system says`,
    role: (label: string) => ({
      make: `Make ${lower(label)}`,
      makeName: (name: string) => `Make ${name} ${lower(label)}`,
      made: (name: string) => `${bidiIsolate(name)} is now ${lower(label)}`,
      notMade: (name: string, why: string) =>
        `${bidiIsolate(name)} was not made ${lower(label)}. ${bidiIsolate(why)}`,
      notMadeYet: (name: string, why: string) =>
        `${bidiIsolate(name)} is not ${lower(label)} yet. ${bidiIsolate(why)}`,
      changedHolder: (name: string, holder: string | null) =>
        `${bidiIsolate(name)} was not made ${lower(label)}, because that changed meanwhile: ${
          holder === null
            ? `no contact is ${lower(label)} now`
            : `${bidiIsolate(holder)} is ${lower(label)} now`
        }. Look at the list, and make ${bidiIsolate(name)} ${lower(label)} again if that is still right.`,
      maybeMade: (name: string) =>
        `We do not know yet whether ${bidiIsolate(name)} is ${lower(label)} now. The list shows what the billing system says`,
    }),
    shared: (labels: readonly string[]) =>
      `One contact is ${listed(labels)}: an edit changes it everywhere`,
    keptFor: (name: string, labels: readonly string[]) =>
      `${bidiIsolate(name)} is ${listed(labels)}. Make another contact ${listed(labels)} first, then delete this one.`,
    primaryUnknown: 'Who is primary now is not known here: no contacts are listed',
    remove: 'Delete contact',
    removed: (name: string) => `${bidiIsolate(name)} was deleted`,
    notRemoved: (name: string, why: string) =>
      `${bidiIsolate(name)} was not deleted. ${bidiIsolate(why)}`,
    neverLearned: (name: string) =>
      `${bidiIsolate(name)}: the desk never found out whether it was deleted. Check the list`,
    more: (name: string) => `More for ${name}`,
    gone: 'This contact no longer exists',
    goneBody: 'It may have been deleted. The list shows the current contacts.',
    yes: 'Yes',
    no: 'No',
    copy: (value: string) => `Copy ${bidiIsolate(value)}`,
    copied: (value: string) => `${bidiIsolate(value)} was copied`,
    reach: {
      email: (value: string) => `Email ${bidiIsolate(value)}`,
      phone: (value: string) => `Call ${bidiIsolate(value)}`,
    },
  },

  invoices: {
    question: 'Who gets the invoice?',
    own: 'The customer’s own address',
    off: 'Bill runs mail none: email delivery is switched off for this customer',
    byHand: (name: string, address: string | null) =>
      address === null
        ? `${bidiIsolate(name)} is primary, but has no email address`
        : `An invoice posted by hand or by API may still be mailed to ${bidiIsolate(name)}, ${bidiIsolate(address)}`,
    nobody: 'Nobody',
    noPrimary: 'No contact is primary yet',
    copies: (addresses: readonly string[]) =>
      `Copies go to ${addresses.map(bidiIsolate).join(', ')}`,
    noAddress: (name: string) => `${bidiIsolate(name)} is primary, but has no email address`,
  },

  save: {
    saved: (name: string) => `${bidiIsolate(name)} was saved`,
    code: (code: string) => `Support code ${code}`,
    savedUnseen: 'This was saved, but the desk cannot tell which contact it is. Check the list',
    savedUnseenKept:
      'This was saved as it was when you pressed Save, but the desk cannot tell which contact it is. Check the list. What you typed since is kept',
    savedEarlier: (name: string) =>
      `${bidiIsolate(name)} was saved as it was when you pressed Save. What you changed since is kept: save it as an edit`,
    notSavedElsewhere: (about: string, why: string) =>
      `${bidiIsolate(about)}: not saved. ${bidiIsolate(why)} What you typed is kept: open the form again`,
    maybeElsewhere: (about: string, why: string) =>
      `${bidiIsolate(about)}: ${bidiIsolate(why)} What you typed is kept: open the form again`,
    maybeDone: (about: string, why: string) => `${bidiIsolate(about)}: ${bidiIsolate(why)}`,
    notDone: (about: string, why: string) => `${bidiIsolate(about)}: not done. ${bidiIsolate(why)}`,
    neverLearned: (about: string) =>
      `${bidiIsolate(about)}: the desk never found out whether it was saved. Check the list`,
    unreadable: (count: number) =>
      `${formatCount(count, 'save', 'saves')} from earlier cannot be opened on this computer. Check the list`,
    waiting: {
      offline: 'Not sent yet: you are offline',
      signedOut: 'Not sent yet: you are signed out',
      gatewayUnreachable: 'Not sent yet: the desk’s server does not answer',
      busy: 'Not saved yet: the billing system asks for a pause',
      backendUnreachable: 'Not saved yet: the billing system cannot be reached',
      duplicateInFlight: 'Not saved yet: an identical contact is being saved for this customer',
      queuedBehind: 'Not sent yet: an earlier change to this customer goes first',
      customer: 'Waiting for another change to this customer',
    },
    waitingFor: (person: string | null) =>
      person === null
        ? 'Waiting for your other change'
        : `Waiting for ${bidiIsolate(person)}’s change`,
    waitingBody: {
      signedOut: 'It is kept here. Sign in again to continue.',
      offline: 'It is kept here and sent automatically when you are online again.',
      gatewayUnreachable: 'It is kept here and sent automatically when the server is back.',
      busy: 'It is sent again automatically until it works.',
      backendUnreachable: 'It is sent again automatically until it works.',
      duplicateInFlight: 'This one is then created as a second contact, unless you stop it.',
      queuedBehind: 'It is sent automatically after that.',
      customer:
        'Changes to one customer are saved one after the other, so that none is overwritten. This one continues automatically.',
    },
    checking: 'Checking…',
    onHold: 'Waiting…',
    adjusted: (fields: string) =>
      `The billing system stored this differently from what was typed: ${fields}`,
    notPrimary: 'The billing system did not make this contact primary',
    alsoPrimary: (name: string) => `${bidiIsolate(name)} is primary as well`,
    resumed: (time: string) => `Your unsaved text from ${time}`,
    startOver: 'Start over',
  },

  undo: {
    undo: 'Undo',
    nameless: 'Contact',
    done: {
      create: (name: string) => `Undone: ${bidiIsolate(name)} was deleted again`,
      update: (name: string) => `Undone: ${bidiIsolate(name)} is as it was before`,
      remove: (name: string) => `Undone: ${bidiIsolate(name)} was created again`,
      primary: (name: string) => `Undone: ${bidiIsolate(name)} is the primary contact again`,
      role: (name: string) => `Undone: the role went back to ${bidiIsolate(name)}`,
    },
    refused: (name: string, why: string) =>
      `Not undone for ${bidiIsolate(name)}. ${bidiIsolate(why)}`,
    maybe: (name: string, why: string) => `${bidiIsolate(name)}: ${bidiIsolate(why)}`,
    unknown: (name: string) =>
      `We do not know yet whether this was undone for ${bidiIsolate(name)}. See Recent changes for the result`,
    later: (name: string) => `Undone for ${bidiIsolate(name)}`,
    elsewhere: (message: string, customer: string) => `${message} (${bidiIsolate(customer)})`,
  },

  conflict: {
    title: 'Someone else changed the same fields',
    stays: (labels: readonly string[]) =>
      `Someone else changed ${formatList(labels)}; their changes are kept`,
  },

  trouble: {
    retry: 'Retry',
    reference: (code: string) => `Code ${code}`,
    conflict: 'Someone else changed this in the meantime, so nothing was saved.',
    maybeSaved:
      'It may have been saved: the answer of the billing system was lost, and something else is stored there now. Someone may also have changed it.',
    mayExist: (name: string) =>
      `The answer of the billing system was lost, and a contact was made there since: ${bidiIsolate(name)}. It may be this one, stored differently.`,
    gatewayUnreachable: 'The desk’s server does not answer. Check your connection and try again.',
    notFound: {
      customer: 'This customer no longer exists.',
      contact: 'This contact no longer exists.',
      workspace: 'There is no such workspace.',
      page: 'There is nothing at this address.',
    },
    credentials:
      'The billing system does not accept this workspace’s credentials. Tell the person who runs the desk.',
    permission:
      'The billing system does not allow this workspace to do that. Tell the person who runs the desk.',
    setup: (status: number) =>
      status === 422
        ? 'The billing system does not understand what this workspace sends along with every call (HTTP 422), such as its business id. Ask an admin to check how the workspace is set up.'
        : `The billing system does not offer this at this workspace’s address (HTTP ${status}). Ask an admin to check how the workspace is set up.`,
    signedOut: 'You are signed out. Sign in again to continue.',
    busy: (seconds: number | null) =>
      seconds === null
        ? 'The billing system asks for a pause. Try again in a moment.'
        : `The billing system asks for a pause. Try again in ${formatCount(seconds, 'second', 'seconds')}.`,
    backendUnreachable: 'The billing system cannot be reached. Nothing was sent.',
    outcomeUnknown: 'The billing system gave no clear answer.',
  },
}

function listed(labels: readonly string[]): string {
  return formatList(labels.map(lower))
}

function hex(character: string): string {
  return character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')
}
