import { others } from './otherRequirements.ts'
import { tested, type Row } from './evidence.ts'

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

const everyRoute = tested(
  'server/http/headers.test.ts',
  'every route, in every way it can end, carries every header, and lets no other site read it',
)

export const rows: readonly Row[] = [
  {
    row: 1,
    what: 'No secret reaches the browser',
    ids: ['10.1.1', '14.2.1', '13.3.1'],
    tests: [
      ...tested(
        'server/session/secretLeaks.test.ts',
        'no credential of the desk is in any answer or line of its log, whoever quotes it',
        'nothing that is built for browsers looks at the settings, so no secret gets into it',
      ),
      ...tested(
        'server/outbound/fuzz.test.ts',
        'whoever quotes the credentials in an answer does not give them away',
      ),
      ...tested(
        'server/workspaces/settings.test.ts',
        'never tells a credential, whatever its billing system answers',
      ),
    ],
    apart: [
      {
        id: '13.3.1',
        notYet:
          'Secrets come from the environment or from files, not from a vault that stores and rotates them.',
      },
      {
        id: '14.2.1',
        notYet:
          'A search for a person is in the query of a GET; our log leaves it out, a proxy’s log may not.',
      },
    ],
  },
  {
    row: 2,
    what: 'Cookies',
    ids: ['3.3.1', '3.3.2', '3.3.3', '3.3.4', '3.3.5', '7.2.3', '11.5.1'],
    tests: tested(
      'server/session/signIn.test.ts',
      'cookies are the desk’s alone, and the session’s stays at home',
      'the database holds nothing that opens a session, and no group that makes no role',
    ),
  },
  {
    row: 3,
    what: 'Fixation, end of session',
    ids: ['7.2.4', '7.4.1', '7.4.2', '7.4.4', '7.4.5'],
    tests: [
      ...tested(
        'server/session/signIn.test.ts',
        'a planted cookie is replaced at sign-in, and is good for nothing then',
        'signing in again gives another session, and the one before is over',
        'signing out ends all sessions of a person at every gateway, and nobody else’s',
        'a session that was over already ends nobody’s others',
      ),
      ...tested(
        'server/session/permissions.test.ts',
        'a role that the settings no longer give is gone with the next request',
      ),
      ...tested(
        'server/session/checkClaims.test.ts',
        'a role that the provider takes away is gone within five minutes, without signing out',
        'whoever the provider refuses is out at every gateway',
      ),
      ...tested(
        'server/session/backChannelLogout.test.ts',
        'who leaves at the provider is out of the desk at every gateway, and only there',
        'a token that names a person alone ends every session of theirs',
        'a token with one thing that is not as it has to be ends nothing',
      ),
      ...tested(
        'server/start/twoGateways.test.ts',
        'whoever signs out at one is signed out at the other, cookie or not',
        'whoever leaves at the provider is signed out at both, whichever of them it told',
      ),
    ],
    apart: [
      {
        id: '7.4.2',
        notYet:
          'Where a provider sends no back-channel logout and gives no refresh token, a person whose account is removed there keeps an open session for up to 12 hours.',
      },
      {
        id: '7.4.5',
        notYet: 'An admin cannot end the sessions of another person.',
      },
    ],
  },
  {
    row: 4,
    what: 'Timeouts',
    ids: ['7.1.1', '7.3.1', '7.3.2', '7.6.1'],
    tests: [
      ...tested(
        'server/session/signIn.test.ts',
        'a session ends after half an hour without a request, and lives on with them',
        'a session ends after twelve hours, however busy its person is',
      ),
      ...tested(
        'browser/signedOut.journey.ts',
        'what was typed when the session ended is offered after signing in again',
      ),
    ],
  },
  {
    row: 5,
    what: 'OIDC',
    ids: [
      ...['10.1.2', '10.2.1', '10.2.2', '10.5.1', '10.5.2', '10.5.3', '10.5.4', '6.8.1'],
      ...['6.8.2', '9.1.1', '9.1.2', '9.1.3', '9.2.1', '9.2.2', '9.2.3'],
    ],
    tests: [
      ...tested(
        'server/session/fuzz.test.ts',
        'nobody is signed in by %s',
        'nobody is signed in by a callback with %s',
        'whatever the provider says that it signs with, %s is no signature of its own',
        'a code that was used does not sign in whoever steals it, with a sign-in of their own',
      ),
      ...tested(
        'server/session/signIn.test.ts',
        'the provider is asked for a code, with PKCE, state and nonce, new each time',
        'a person is issuer and subject: the same at every sign-in, whatever name and mail address',
      ),
    ],
  },
  {
    row: 6,
    what: 'Callback cookie',
    ids: [],
    tests: [
      ...tested(
        'server/session/signIn.test.ts',
        'cookies are the desk’s alone, and the session’s stays at home',
      ),
      ...tested(
        'server/session/fuzz.test.ts',
        'an answer is good once: a second time it signs in nobody, and takes nothing away',
      ),
    ],
  },
  {
    row: 7,
    what: 'Open redirect',
    ids: ['3.7.2', '1.2.2'],
    tests: tested(
      'server/session/returnTo.test.ts',
      'what is asked for after signing in is a page of ours, or the front page',
    ),
  },
  {
    row: 8,
    what: 'CSRF',
    ids: ['3.5.1', '3.5.2', '3.5.3'],
    tests: tested(
      'server/http/requests.test.ts',
      'of all methods, types, sites, origins and headers one family writes, and one signs out',
    ),
  },
  { row: 9, what: 'CORS', ids: ['3.4.2'], tests: everyRoute },
  {
    row: 10,
    what: 'CSP, Trusted Types',
    ids: ['3.4.3', '3.4.6', '3.4.7'],
    tests: [
      ...tested(
        'server/http/headers.test.ts',
        'a tool that knows how policies are got around finds none of it in ours',
      ),
      ...tested(
        'server/http/cspReports.test.ts',
        'what a browser stopped is one line of the log, in both ways of saying so, and no page is',
        'nobody fills the log with reports',
      ),
      ...tested('browser/noise.journey.ts', 'a violation of the content policy fails a test'),
    ],
  },
  {
    row: 11,
    what: 'Other headers',
    ids: ['3.4.1', '3.4.4', '3.4.5', '3.4.8', '3.5.8', '4.1.1', '13.4.6', '14.3.2'],
    tests: [
      ...everyRoute,
      ...tested(
        'server/http/headers.test.ts',
        'whoever came by https once is told to come by https only, on every answer',
      ),
    ],
  },
  {
    row: 12,
    what: 'XSS',
    ids: ['1.2.1', '1.2.3', '3.2.2', '1.3.2'],
    tests: tested(
      'app/fuzz.test.tsx',
      'whatever the billing system says, and of whatever kind, is text on the screen and nothing else',
      'whatever is called a field, a choice or a mistake is text in the form and nothing else',
      'whatever is typed into whatever field is text there, in the list and in the notice',
      'whatever the log holds is text on its page and nothing else',
    ),
  },
  {
    row: 13,
    what: 'Bidi, control characters',
    ids: [],
    tests: [
      ...tested(
        'text/isolated.test.ts',
        'a name in a sentence leaves the words around it in their order, whatever it holds',
        'a name that is written from left to right stays as it is',
      ),
      ...tested(
        'browser/bidi.journey.ts',
        'a name that turns the direction of writing turns nothing but itself',
      ),
    ],
  },
  {
    row: 14,
    what: 'Proxy allow-list',
    ids: ['13.2.4', '13.2.5', '4.1.4', '13.4.4'],
    tests: [
      ...tested(
        'security/paths.test.ts',
        'whatever address is asked for in whatever way, the billing system is asked only for what reads are',
      ),
      ...tested(
        'server/outbound/fuzz.test.ts',
        'nothing is sent to any other place than the configured one',
      ),
      ...tested(
        'server/http/requests.test.ts',
        'no other method writes, and each is told which ones there are',
      ),
    ],
  },
  {
    row: 15,
    what: 'SSRF via configured URL',
    ids: ['1.3.6', '15.3.2'],
    tests: [
      ...tested(
        'server/outbound/fuzz.test.ts',
        'no way to write an address leads to the cloud’s services or into the own network',
        'a name that leads to %s is not connected to',
        'a name that is pointed elsewhere between two looks is looked up once, and connected to there',
      ),
      ...tested(
        'server/outbound/allowedAddress.test.ts',
        'a name may lead to the internet, to the own network where the settings say so, and nowhere else',
        'this machine is reached by the names that only it has, and nothing else is',
      ),
      ...tested(
        'server/outbound/outbound.test.ts',
        'a redirect is not followed, so credentials go nowhere else',
      ),
    ],
  },
  {
    row: 16,
    what: 'Header injection',
    ids: ['4.1.3', '4.2.5'],
    tests: tested(
      'server/http/headerInjection.test.ts',
      'no header of whoever asks reaches a billing system, and none of its own comes back',
      'no text makes a header of its own or a fault, wherever it stands',
    ),
  },
  {
    row: 17,
    what: 'gzip',
    ids: ['5.2.1', '5.2.3'],
    tests: [
      ...tested(
        'server/outbound/fuzz.test.ts',
        'fifty bombs at once are cut off, packed in whatever way, and memory stays where it was',
      ),
      ...tested(
        'server/http/headerInjection.test.ts',
        'fifty bombs at once are not unpacked, and the desk goes on',
      ),
    ],
  },
  {
    row: 18,
    what: 'Sizes, slow clients',
    ids: ['15.2.2', '13.1.2', '2.4.1'],
    tests: [
      ...tested(
        'security/slowClients.test.ts',
        'fifty clients that %s are shown out, and others answered meanwhile',
        'ten clients that ask for much and read nothing are shown out, and others answered',
      ),
      ...tested(
        'server/http/badInput.test.ts',
        'a body is refused as soon as it is too long, and no more of it is read',
      ),
    ],
  },
  {
    row: 19,
    what: 'Rate limits',
    ids: ['15.3.4'],
    tests: [
      ...tested(
        'server/http/rateLimits.test.ts',
        'an address that asks too often is told how long to wait, in the words of every failure',
        'nobody gets more by saying that they ask for others',
        'all sessions of a person share a limit, wherever they ask from, and others go on',
        'however many addresses come, so much is remembered and no more',
      ),
      ...tested(
        'server/network/clientAddress.test.ts',
        'with no proxy of ours nobody’s word counts',
      ),
    ],
  },
  {
    row: 20,
    what: 'Smuggling',
    ids: ['4.2.1', '4.2.2'],
    tests: tested('security/smuggling.test.ts', '%s: refused, and the connection closed'),
  },
  {
    row: 21,
    what: 'IDOR, tenants',
    ids: ['8.2.1', '8.2.2', '8.2.3', '8.3.1', '8.3.2', '8.4.1'],
    tests: tested(
      'server/session/permissions.test.ts',
      'every cell of the matrix comes to what the rules say',
      'a workspace without a role is, byte for byte, a workspace that is not there',
      'what another person did is, byte for byte, what nobody did',
      'a role that the settings no longer give is gone with the next request',
    ),
  },
  {
    row: 22,
    what: 'Mass assignment',
    ids: ['15.3.3', '2.2.1', '2.2.2'],
    tests: tested(
      'security/massAssignment.test.ts',
      'no submission may say more than a submission says, and the refusal names what is too much',
      'no field can be written that the form does not have, or not for this',
    ),
  },
  {
    row: 23,
    what: 'Prototype pollution',
    ids: ['15.3.6'],
    tests: tested(
      'security/writes.test.ts',
      'after all of it, what every object inherits is as it was',
    ),
  },
  {
    row: 24,
    what: 'Parser agreement',
    ids: ['1.5.3', '15.3.7'],
    tests: tested(
      'security/jsonParsing.test.ts',
      'what every parser must accept is read, and what every one must refuse is not',
      'what is sent on is what was understood: %s',
    ),
  },
  {
    row: 25,
    what: 'SQL',
    ids: ['1.2.4'],
    tests: tested(
      'security/queries.test.ts',
      'whatever is asked for in %s?%s is looked for or refused by name, and nothing is changed',
    ),
  },
  {
    row: 26,
    what: 'Text validity',
    ids: ['1.1.1'],
    tests: [
      ...tested(
        'security/writes.test.ts',
        'whatever is typed into a form is stored as it was typed, or its field is named: %s',
      ),
      ...tested('security/jsonParsing.test.ts', '%s is refused as no UTF-8, not guessed at'),
    ],
  },
  {
    row: 27,
    what: 'ReDoS',
    ids: ['1.3.12'],
    tests: tested(
      'security/regexes.test.ts',
      'no text makes a pattern of the desk slow',
      'no pattern of the vendors’ documents is a slow one',
    ),
  },
  {
    row: 28,
    what: 'Logs',
    ids: ['16.2.1', '16.2.2', '16.2.5', '16.4.1'],
    tests: [
      ...tested(
        'server/http/requestLog.test.ts',
        'the log holds nobody’s name, address, number, text, search or token',
        'a request is one line: method, pattern, status, duration, reference, workspace',
      ),
      ...tested(
        'server/logger.test.ts',
        'an event is one line of JSON, with its level in a word and its time in UTC',
      ),
      ...tested(
        'server/audit/auditRows.test.ts',
        'what the log in the database says of people is not in the log of the server',
      ),
    ],
  },
  {
    row: 29,
    what: 'Audit',
    ids: ['16.3.1', '16.3.2', '16.3.3', '16.3.4', '16.4.2'],
    tests: [
      ...tested(
        'server/audit/verify.test.ts',
        'whatever is changed in a row, be it one character, the row is named',
        'a row that is taken out is missed, also when the others close the gap',
        'a tail that is cut off is missed, also when the count is made to fit',
      ),
      ...tested(
        'server/start/audit.test.ts',
        'killed in the middle of saving, every contact that is there has its row, and no other has',
      ),
      ...tested(
        'server/audit/auditTrail.test.ts',
        'what the log says is saved is what is there, and every submission has its row',
      ),
      ...tested(
        'server/session/accessLog.test.ts',
        'signing in and out are rows of the log of each workspace in which somebody has a role',
        'refused requests are one row for each person, route and minute, however many they are',
        'a role that changed is a row with the old and the new one, at work or at the next sign-in',
      ),
      ...tested(
        'server/session/securityLog.test.ts',
        'who signs in and out, and what is refused to whom, is in the log, and no name is',
        'a sign-in that fails is in the log, with the code that the person sees',
        'a write from another page, another host and too many requests are in the log',
      ),
    ],
  },
  {
    row: 30,
    what: 'Errors',
    ids: ['16.5.1', '16.5.2', '16.5.3', '16.5.4', '13.4.2'],
    tests: [
      ...tested(
        'server/http/headers.test.ts',
        'a fault in whatever handler is a reference and nothing more, and the next request is answered',
      ),
      ...tested(
        'server/audit/verify.test.ts',
        'on a log that was tampered with nothing is saved, rather than saved without a row',
      ),
    ],
  },
  {
    row: 31,
    what: 'Caches',
    ids: ['14.2.2', '14.2.5'],
    tests: [...everyRoute, ...tested('server/http/staticFiles.test.ts', 'there is nothing at %s')],
  },
  {
    row: 32,
    what: 'CSV export',
    ids: ['1.2.10'],
    tests: tested(
      'auditLog/csv.test.ts',
      'behind %s, in whichever column it stands',
      'behind blanks, behind an apostrophe of its own, nor where a semicolon separates',
      'what is read back is what was written, but for the apostrophes',
    ),
  },
  {
    row: 33,
    what: 'CSV import',
    ids: ['5.1.1', '5.2.2', '5.4.1'],
    notYet: 'The desk imports no CSV or other file.',
  },
  {
    row: 34,
    what: 'Client storage',
    ids: ['14.3.1', '14.3.3'],
    tests: [
      ...tested('browser/drafts.journey.ts', 'nothing that was typed can be read from the disk'),
      ...tested(
        'session/signedOut.test.tsx',
        'forgets which customers were opened, for whoever sits there next',
      ),
      ...tested(
        'browser/outbox.journey.ts',
        'nothing of what is on its way can be read from the disk',
      ),
      ...tested(
        'browser/signIn.journey.ts',
        'whoever sits there next sees nothing of what another person typed, nor does the disk tell',
      ),
    ],
    apart: [
      {
        id: '14.3.3',
        notYet:
          'The names of recently opened customers are kept readable in the browser until the next sign-out or sign-in.',
      },
    ],
  },
  {
    row: 35,
    what: 'DOM clobbering, messages',
    ids: ['3.2.3', '3.5.5'],
    tests: tested(
      'outbox/otherTabs.test.ts',
      'whatever is said on the channel, only where to look again is heard, and nothing else of it',
    ),
    apart: [
      {
        id: '3.2.3',
        record:
          'Scripts are modules, look up no globals by name, and text never becomes an element (row 12).',
      },
    ],
  },
  {
    row: 36,
    what: 'Business rules',
    ids: ['2.1.1', '2.1.2', '2.1.3', '2.2.3', '2.3.2', '2.3.3', '2.3.4', '15.4.2'],
    tests: [
      ...tested(
        'backends/dayzero/embedded/contacts/contacts.test.ts',
        'many at once that want to be primary all succeed, and one of them is',
        'the tables themselves hold no second primary',
      ),
      ...tested(
        'backends/zuora/embedded/contacts/deleteTransferScrub.test.ts',
        'of three creates for the last place two are refused, with the sentence',
      ),
      ...tested(
        'server/submissions/saving.test.ts',
        'sent to two desks on one database at once makes one contact',
      ),
      ...tested(
        'server/submissions/undo.test.ts',
        'the primary goes back to whom it was taken from, unless somebody moved it since',
      ),
    ],
    apart: [
      ...['2.1.1', '2.1.2', '2.1.3'].map((id) => ({
        id,
        record:
          'The rules of each field, and of fields that depend on each other, are declared in fields.ts of each backend, which form and gateway read.',
      })),
    ],
  },
  {
    row: 37,
    what: 'Supply chain',
    ids: ['15.1.1', '15.1.2', '15.2.1', '15.2.4', '3.6.1', '13.4.1'],
    tests: tested(
      'security/supplyChain.test.ts',
      'every library is asked for in one exact version, and its bytes are known',
      'no library runs a script when it is installed, but those that are named',
    ),
    apart: [
      ...['15.1.1', '15.2.1'].map((id) => ({
        id,
        notYet:
          'No time limit is set for replacing a library with a known vulnerability, and nothing checks for such libraries.',
      })),
      {
        id: '3.6.1',
        tests: tested(
          'browser/opens.journey.ts',
          'the desk opens under its strict content policy, with nothing to complain about',
        ),
      },
      {
        id: '13.4.1',
        tests: [
          ...tested('server/http/staticFiles.test.ts', 'there is nothing at %s'),
          ...tested('deploy/dockerfile.test.ts', 'nothing gets into an image that is not named'),
        ],
      },
    ],
  },
  {
    row: 38,
    what: 'TLS out',
    ids: ['12.2.1', '12.3.1', '12.3.2'],
    tests: [
      ...tested(
        'server/config/config.test.ts',
        'a database on another machine wants TLS that is checked: %s',
      ),
      ...tested(
        'server/database/hosts.test.ts',
        'a server that has no TLS is told nothing where TLS is asked for',
      ),
      ...tested(
        'server/outbound/fuzz.test.ts',
        'nothing leaves this machine in the clear',
        'a certificate that nobody vouches for is refused before a token is sent, whatever the environment says',
        'a certificate that this machine is told to trust is taken, for its own names only',
      ),
      ...tested(
        'server/config/config.test.ts',
        'a desk that would not know who is at the other end does not start',
      ),
      ...tested('server/config/signIn.test.ts', 'nobody can be signed in over plain http'),
    ],
    apart: [
      {
        id: '12.3.1',
        notYet:
          'The connection from a proxy to the desk is not encrypted; the one to a database on another machine is, unless `DESK_DATABASE_TLS` is `off`.',
      },
    ],
  },
  {
    row: 39,
    what: 'Secrets',
    ids: ['13.2.3', '13.3.2', '13.1.4'],
    tests: tested(
      'server/config/config.test.ts',
      'a desk whose credentials are still "%s" does not start',
      'the desk’s own secrets may stand in files, and what is wrong with one is said',
      'a workspace gets its secrets from the environment or from a file beside the settings',
    ),
    apart: [
      {
        id: '13.1.4',
        record: 'The page docs/data.md gives a schedule for rotating secrets.',
      },
    ],
  },
  {
    row: 40,
    what: 'Outages',
    ids: ['13.1.3', '13.2.6'],
    tests: [
      ...tested(
        'server/start/draining.test.ts',
        'told to stop, it says that it is not ready, answers on for a while, and lets open requests finish',
      ),
      ...tested(
        'server/metrics/metrics.test.ts',
        'while the database is away, all else is still told',
      ),
      ...tested(
        'server/healthRoutes.test.ts',
        'a database that says nothing for a second is not there',
      ),
      ...tested(
        'server/outbound/outbound.test.ts',
        'a backend that falls silent in the middle of its answer is given up on',
      ),
      ...tested(
        'server/submissions/inDoubt.test.ts',
        'stays unknown while the billing system cannot be asked, and ends when it can',
      ),
      ...tested(
        'tools/simulator/simulation.test.ts',
        'on $seeds.length days ($kind) on $name no promise is broken',
      ),
    ],
    apart: [
      {
        id: '13.1.3',
        notYet:
          'Pool sizes, timeouts and retries are set next to the code they govern; no page lists them for every service.',
      },
    ],
  },
  {
    row: 41,
    what: 'Everything else, each id by test or record',
    ids: others.map(({ id }) => id),
    apart: others,
  },
]
