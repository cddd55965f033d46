import { formatCount, formatList, formatNumber } from './format.ts'

/** What the settings say. It is fetched with their page, so it is not part of `text`. */
export const settingsText = {
  title: 'Settings',
  you: 'You',
  signedIn: 'You are signed in. What you change is recorded under this name.',

  workspaces: 'Workspaces',
  changedElsewhere:
    'Workspaces are set up in the file that DESK_CONFIG names, and secrets in the environment or in files that it points to. A change there takes a restart of the desk. Without DESK_CONFIG there is one embedded workspace for each billing system.',
  openNow: 'Open now',
  role: {
    viewer: 'You can view',
    editor: 'You can make changes',
    admin: 'You are an admin',
  },
  onlyAdmin:
    'Only admins of this workspace see its configuration and connection test. Ask the person who assigns roles if you need them.',
  loading: 'Loading the configuration…',
  failed: 'Could not load the configuration.',

  can: {
    title: 'Capabilities',
    search: 'Search',
    searches: {
      fuzzy: 'Finds customers by part of a name, typos included',
      startsWith: 'Finds customers by the start of a name or number',
    },
    repeat: 'Repeated saves',
    repeats: {
      key: (hours: number | null) =>
        hours === null
          ? 'Recognizes a repeated save by its key'
          : `Recognizes a repeated save by its key for ${hours} hours`,
      none: 'No keys: if an answer is lost, the desk checks whether the contact exists',
    },
    primary: 'Primary',
    unset: {
      yes: 'Can be removed without choosing another contact',
      no: 'Can only be moved to another contact',
    },
    removal: 'Deleting',
    removes: {
      yes: 'The primary contact can be deleted too',
      no: 'Not while the contact is primary or has another role',
    },
    features: 'Optional features',
    feature: { shipTo: 'Ship To Contact' } as Record<string, string>,
    customFields: 'Custom fields',
  },

  limits: {
    title: 'Limits',
    contacts: 'Contacts per customer',
    atMost: (count: number) => `At most ${formatNumber(count)}`,
    undocumented: 'None documented',
    page: 'Items per page',
    trace: 'Support trace header',
    noTrace: 'None',
    lengths: (count: number) => `Maximum length of ${formatCount(count, 'field', 'fields')}`,
    characters: (count: number) => formatCount(count, 'character', 'characters'),
  },

  setUp: {
    title: 'Configuration',
    backend: 'Billing system',
    address: 'Address',
    embedded: 'Embedded in this desk',
    setting: (name: string) => `Setting ${name}`,
    secret: {
      env: (name: string) => `From the environment variable ${name}`,
      file: (path: string) => `From the file ${path}`,
    },
    roles: {
      viewer: 'Can view',
      editor: 'Can make changes',
      admin: 'Admin',
    },
    byClaim: (groups: string, claim: string) => `${groups} (${claim})`,
    nobody: 'Nobody',
    noSignIn: 'Sign-in is off: everyone on this computer is an admin',
    access: 'Access',
  },

  test: {
    press: 'Test connection',
    testing: 'Testing…',
    underWay: 'Reading from the billing system. Nothing is written.',
    hint: 'Test connection reads a few records and writes nothing.',
    allWork: (at: string) => `Everything works. Tested at ${at}.`,
    someFail: (failed: number, skipped: number, at: string) =>
      `${failed} did not work${skipped > 0 ? `, ${skipped} could not be tried` : ''}. Tested at ${at}.`,
    nothingToRead: (at: string) => `It answers, but has no contacts to read yet. Tested at ${at}.`,
    notTested: (why: string) => `Not tested. ${why}`,
    results: 'Results',
    names: {
      signIn: 'Connect and sign in',
      search: 'Find customers',
      customer: 'Read a customer',
      contacts: 'List its contacts',
      contact: 'Read a contact',
    },
    works: 'Works',
    found: (count: number, more: boolean) =>
      more ? `More than ${formatNumber(count)} found` : `${formatNumber(count)} found`,
    fails: 'Does not work',
    skipped: {
      failed: 'Skipped, because an earlier step failed',
      none: 'Skipped, because there is nothing to read',
    },
    took: (ms: number) => (ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`),
    troubles: {
      credentials: (places: readonly string[]) =>
        places.length > 0
          ? `Its credentials are not accepted. Check ${formatList(places)}, then restart the desk.`
          : 'Its credentials are not accepted. Check them in the file of DESK_CONFIG, then restart the desk.',
      permission:
        'The credentials are right, but may not read this. Give their user the right to read customers and contacts.',
      busy: 'It asks for a pause. Test again in a minute.',
      backendUnreachable: (host: string | null) =>
        host === null
          ? 'Nothing answers. Look at the desk’s log, and whether its database runs.'
          : `Nothing answers at ${host}. Check the address, and whether this machine may reach it.`,
      broken: (host: string | null) =>
        host === null
          ? 'It did not answer to the end. Look at the desk’s log, and whether its database runs.'
          : `There was no whole answer from ${host}. Check the address, and whether it is down.`,
      outcomeUnknown: (host: string | null) =>
        host === null
          ? 'It gave no clear answer. Look at the desk’s log, and whether its database runs.'
          : `Something answers at ${host}, but not as this billing system does. Check the address, and whether it is down.`,
      refused: 'It refused this read. Check where it acts, and what its user may do.',
      setup: (host: string | null) =>
        host === null
          ? 'This call is not there. Look at the desk’s log.'
          : `Something answers at ${host}, but this call is not there. Check that the address is the host alone, without a path, and what is set beside it.`,
      nothingThere:
        'It answers, but finds nothing there. Check where the workspace acts, and its address.',
      notFound: 'It does not know what it listed a moment ago. Test again.',
      slow: 'It did not answer within 10 seconds. Test again; if it stays so, staff wait as long.',
    },
  },
}
