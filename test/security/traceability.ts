/** What proves a row of the security checklist. Ids are those of OWASP ASVS 5.0.0. */
export interface Row {
  row: number
  what: string
  /** Each in one row only: the first that asks for it. */
  ids: readonly string[]
  /** The exact titles, with their blanks where a table of cases fills them in. */
  tests?: readonly { file: string; title: string }[]
  /** One sentence, where nothing can be tested. */
  record?: string
  /** One sentence on why it does not apply yet. */
  notYet?: string
  /** The branch on which it is being proven; allowed only while that branch is awaited. */
  pending?: string
}

/** Branches that are still to come. Empty when all of them are in. */
export const awaited: readonly string[] = ['w/guard', 'w/log', 'w/operate', 'w/hostile']

/** Every requirement that applies, whoever proves it. */
export const applicable: readonly string[] = `
  10.1.1 14.2.1 13.3.1 3.3.1 3.3.2 3.3.3 3.3.4 3.3.5 7.2.3 11.5.1 7.2.4 7.4.1 7.4.2 7.4.4 7.4.5
  7.1.1 7.3.1 7.3.2 7.6.1 10.1.2 10.2.1 10.2.2 10.5.1 10.5.2 10.5.3 10.5.4 6.8.1 6.8.2 9.1.1
  9.1.2 9.1.3 9.2.1 9.2.2 9.2.3 3.7.2 1.2.2 3.5.1 3.5.2 3.5.3 3.4.2 3.4.3 3.4.6 3.4.7 3.4.1
  3.4.4 3.4.5 3.4.8 3.5.8 4.1.1 13.4.6 14.3.2 1.2.1 1.2.3 3.2.2 1.3.2 13.2.4 13.2.5 4.1.4 13.4.4
  1.3.6 15.3.2 4.1.3 4.2.5 5.2.1 5.2.3 15.2.2 13.1.2 2.4.1 15.3.4 4.2.1 4.2.2 8.2.1 8.2.2 8.2.3
  8.3.1 8.3.2 8.4.1 15.3.3 2.2.1 2.2.2 15.3.6 1.5.3 15.3.7 1.2.4 1.1.1 1.3.12 16.2.1 16.2.2
  16.2.5 16.4.1 16.3.1 16.3.2 16.3.3 16.3.4 16.4.2 16.5.1 16.5.2 16.5.3 16.5.4 13.4.2 14.2.2
  14.2.5 1.2.10 5.1.1 5.2.2 5.4.1 14.3.1 14.3.3 3.2.3 3.5.5 2.1.1 2.1.2 2.1.3 2.2.3 2.3.2 2.3.3
  2.3.4 15.4.2 15.1.1 15.1.2 15.2.1 15.2.4 3.6.1 13.4.1 12.2.1 12.3.1 12.3.2 13.2.3 13.3.2
  13.1.4 13.1.3 13.2.6 1.2.9 1.3.3 1.3.7 3.1.1 3.2.1 3.5.4 3.5.6 3.5.7 3.7.1 4.1.2 4.2.3 4.2.4
  5.3.2 7.1.2 7.1.3 7.2.1 7.2.2 7.5.2 7.6.2 8.1.1 8.1.2 10.2.3 11.1.1 11.1.2 11.2.1 11.2.2
  11.2.3 11.2.4 11.4.1 11.4.3 13.1.1 13.2.1 13.2.2 13.4.3 13.4.5 14.1.1 14.1.2 14.2.3 14.2.4
  14.2.6 14.2.7 15.1.3 15.2.3 15.3.1 15.3.5 15.4.3 16.1.1 16.2.3 16.2.4 16.4.3
`
  .trim()
  .split(/\s+/)

export const rows: readonly Row[] = [
  {
    row: 1,
    what: 'No secret reaches the browser',
    ids: ['10.1.1', '14.2.1', '13.3.1'],
    pending: 'w/guard',
  },
  {
    row: 2,
    what: 'Cookies',
    ids: ['3.3.1', '3.3.2', '3.3.3', '3.3.4', '3.3.5', '7.2.3', '11.5.1'],
    pending: 'w/guard',
  },
  {
    row: 3,
    what: 'Fixation, end of session',
    ids: ['7.2.4', '7.4.1', '7.4.2', '7.4.4', '7.4.5'],
    pending: 'w/guard',
  },
  {
    row: 4,
    what: 'Timeouts',
    ids: ['7.1.1', '7.3.1', '7.3.2', '7.6.1'],
    tests: [
      {
        file: 'test/server/session/signIn.test.ts',
        title: 'a session ends after half an hour without a request, and lives on with them',
      },
      {
        file: 'test/server/session/signIn.test.ts',
        title: 'a session ends after twelve hours, however busy its person is',
      },
      {
        file: 'test/browser/signedOut.journey.ts',
        title: 'what was typed when the session ended is offered after signing in again',
      },
    ],
  },
  {
    row: 5,
    what: 'OIDC',
    ids: [
      '10.1.2',
      '10.2.1',
      '10.2.2',
      '10.5.1',
      '10.5.2',
      '10.5.3',
      '10.5.4',
      '6.8.1',
      '6.8.2',
      '9.1.1',
      '9.1.2',
      '9.1.3',
      '9.2.1',
      '9.2.2',
      '9.2.3',
    ],
    pending: 'w/guard',
  },
  { row: 6, what: 'Callback cookie', ids: [], pending: 'w/guard' },
  { row: 7, what: 'Open redirect', ids: ['3.7.2', '1.2.2'], pending: 'w/guard' },
  { row: 8, what: 'CSRF', ids: ['3.5.1', '3.5.2', '3.5.3'], pending: 'w/guard' },
  { row: 9, what: 'CORS', ids: ['3.4.2'], pending: 'w/guard' },
  { row: 10, what: 'CSP, Trusted Types', ids: ['3.4.3', '3.4.6', '3.4.7'], pending: 'w/guard' },
  {
    row: 11,
    what: 'Other headers',
    ids: ['3.4.1', '3.4.4', '3.4.5', '3.4.8', '3.5.8', '4.1.1', '13.4.6', '14.3.2'],
    pending: 'w/guard',
  },
  {
    row: 12,
    what: 'XSS',
    ids: ['1.2.1', '1.2.3', '3.2.2', '1.3.2'],
    pending: 'w/hostile',
  },
  { row: 13, what: 'Bidi, control characters', ids: [], pending: 'w/hostile' },
  {
    row: 14,
    what: 'Proxy allow-list',
    ids: ['13.2.4', '13.2.5', '4.1.4', '13.4.4'],
    tests: [
      {
        file: 'test/security/paths.test.ts',
        title:
          'whatever address is asked for in whatever way, the billing system is asked only for what reads are',
      },
    ],
  },
  { row: 15, what: 'SSRF via configured URL', ids: ['1.3.6', '15.3.2'], pending: 'w/guard' },
  { row: 16, what: 'Header injection', ids: ['4.1.3', '4.2.5'], pending: 'w/guard' },
  { row: 17, what: 'gzip', ids: ['5.2.1', '5.2.3'], pending: 'w/guard' },
  {
    row: 18,
    what: 'Sizes, slow clients',
    ids: ['15.2.2', '13.1.2', '2.4.1'],
    tests: [
      {
        file: 'test/security/slowClients.test.ts',
        title: 'fifty clients that %s are shown out, and others answered meanwhile',
      },
      {
        file: 'test/security/slowClients.test.ts',
        title: 'ten clients that ask for much and read nothing are shown out, and others answered',
      },
      {
        file: 'test/server/gateway/badInput.test.ts',
        title: 'a body is refused as soon as it is too long, and no more of it is read',
      },
    ],
  },
  { row: 19, what: 'Rate limits', ids: ['15.3.4'], pending: 'w/guard' },
  {
    row: 20,
    what: 'Smuggling',
    ids: ['4.2.1', '4.2.2'],
    tests: [
      { file: 'test/security/smuggling.test.ts', title: '%s: refused, and the connection closed' },
    ],
  },
  {
    row: 21,
    what: 'IDOR, tenants',
    ids: ['8.2.1', '8.2.2', '8.2.3', '8.3.1', '8.3.2', '8.4.1'],
    tests: [
      {
        file: 'test/server/session/matrix.test.ts',
        title: 'every cell of the matrix comes to what the rules say',
      },
      {
        file: 'test/server/session/matrix.test.ts',
        title: 'a workspace without a role is, byte for byte, a workspace that is not there',
      },
    ],
  },
  {
    row: 22,
    what: 'Mass assignment',
    ids: ['15.3.3', '2.2.1', '2.2.2'],
    tests: [
      {
        file: 'test/security/massAssignment.test.ts',
        title: 'no wish may say more than a wish says, and the refusal names what is too much',
      },
      {
        file: 'test/security/massAssignment.test.ts',
        title: 'no field can be written that the form does not have, or not for this',
      },
    ],
  },
  {
    row: 23,
    what: 'Prototype pollution',
    ids: ['15.3.6'],
    tests: [
      {
        file: 'test/security/writes.test.ts',
        title: 'after all of it, what every object inherits is as it was',
      },
    ],
  },
  {
    row: 24,
    what: 'Parser agreement',
    ids: ['1.5.3', '15.3.7'],
    tests: [
      {
        file: 'test/security/jsonParsing.test.ts',
        title: 'what every parser must accept is read, and what every one must refuse is not',
      },
      {
        file: 'test/security/jsonParsing.test.ts',
        title: 'what is sent on is what was understood: %s',
      },
    ],
  },
  {
    row: 25,
    what: 'SQL',
    ids: ['1.2.4'],
    tests: [
      {
        file: 'test/security/queries.test.ts',
        title:
          'whatever is asked for in %s?%s is looked for or refused by name, and nothing is changed',
      },
    ],
  },
  {
    row: 26,
    what: 'Text validity',
    ids: ['1.1.1'],
    tests: [
      {
        file: 'test/security/writes.test.ts',
        title: 'whatever is typed into a form is stored as it was typed, or its field is named: %s',
      },
      {
        file: 'test/security/jsonParsing.test.ts',
        title: '%s is refused as no UTF-8, not guessed at',
      },
    ],
  },
  {
    row: 27,
    what: 'ReDoS',
    ids: ['1.3.12'],
    tests: [
      { file: 'test/security/regexes.test.ts', title: 'no text makes a pattern of the desk slow' },
      {
        file: 'test/security/regexes.test.ts',
        title: 'no pattern of the vendors’ documents is a slow one',
      },
    ],
  },
  { row: 28, what: 'Logs', ids: ['16.2.1', '16.2.2', '16.2.5', '16.4.1'], pending: 'w/log' },
  {
    row: 29,
    what: 'Audit',
    ids: ['16.3.1', '16.3.2', '16.3.3', '16.3.4', '16.4.2'],
    pending: 'w/log',
  },
  {
    row: 30,
    what: 'Errors',
    ids: ['16.5.1', '16.5.2', '16.5.3', '16.5.4', '13.4.2'],
    pending: 'w/guard',
  },
  { row: 31, what: 'Caches', ids: ['14.2.2', '14.2.5'], pending: 'w/guard' },
  {
    row: 32,
    what: 'CSV export',
    ids: ['1.2.10'],
    notYet: 'The desk exports no CSV on this branch.',
  },
  {
    row: 33,
    what: 'CSV import',
    ids: ['5.1.1', '5.2.2', '5.4.1'],
    notYet: 'The desk imports no CSV on this branch.',
  },
  { row: 34, what: 'Client storage', ids: ['14.3.1', '14.3.3'], pending: 'w/guard' },
  {
    row: 35,
    what: 'DOM clobbering, messages',
    ids: ['3.2.3', '3.5.5'],
    tests: [
      {
        file: 'test/outbox/otherTabs.test.ts',
        title:
          'whatever is said on the channel, only where to look again is heard, and nothing else of it',
      },
    ],
  },
  {
    row: 36,
    what: 'Business rules',
    ids: ['2.1.1', '2.1.2', '2.1.3', '2.2.3', '2.3.2', '2.3.3', '2.3.4', '15.4.2'],
    tests: [
      {
        file: 'test/server/submissions/undo.test.ts',
        title: 'the primary goes back to whom it was taken from, unless somebody moved it since',
      },
    ],
  },
  {
    row: 37,
    what: 'Supply chain',
    ids: ['15.1.1', '15.1.2', '15.2.1', '15.2.4', '3.6.1', '13.4.1'],
    pending: 'w/operate',
  },
  { row: 38, what: 'TLS out', ids: ['12.2.1', '12.3.1', '12.3.2'], pending: 'w/guard' },
  { row: 39, what: 'Secrets', ids: ['13.2.3', '13.3.2', '13.1.4'], pending: 'w/guard' },
  { row: 40, what: 'Outages', ids: ['13.1.3', '13.2.6'], pending: 'w/guard' },
  {
    row: 41,
    what: 'Everything else, by test or record',
    ids: [
      '1.2.9',
      '1.3.3',
      '1.3.7',
      '3.1.1',
      '3.2.1',
      '3.5.4',
      '3.5.6',
      '3.5.7',
      '3.7.1',
      '4.1.2',
      '4.2.3',
      '4.2.4',
      '5.3.2',
      '7.1.2',
      '7.1.3',
      '7.2.1',
      '7.2.2',
      '7.5.2',
      '7.6.2',
      '8.1.1',
      '8.1.2',
      '10.2.3',
      '11.1.1',
      '11.1.2',
      '11.2.1',
      '11.2.2',
      '11.2.3',
      '11.2.4',
      '11.4.1',
      '11.4.3',
      '13.1.1',
      '13.2.1',
      '13.2.2',
      '13.4.3',
      '13.4.5',
      '14.1.1',
      '14.1.2',
      '14.2.3',
      '14.2.4',
      '14.2.6',
      '14.2.7',
      '15.1.3',
      '15.2.3',
      '15.3.1',
      '15.3.5',
      '15.4.3',
      '16.1.1',
      '16.2.3',
      '16.2.4',
      '16.4.3',
    ],
    pending: 'w/operate',
  },
]
