import { tested, type Apart } from './evidence.ts'

const nothingAt = tested('server/http/staticFiles.test.ts', 'there is nothing at %s')

const leaving = tested(
  'server/http/responseFields.test.ts',
  'nothing leaves that is not named: what a backend or a workspace holds beyond it stays',
)

const everyHeader = tested(
  'server/http/headers.test.ts',
  'every answer of every status carries every security header, and nothing of the API is stored',
)

const classified =
  'The page docs/data.md classifies what is kept, where, how long and with which requirements.'

/** The requirements of row 41: each stands for itself. */
export const others: readonly Apart[] = [
  {
    id: '1.2.9',
    record:
      'No pattern is made of what somebody typed: searches and filters compare text, and patterns are made of constants and of our own paths.',
  },
  {
    id: '1.3.3',
    tests: tested(
      'server/http/headerInjection.test.ts',
      'no text makes a header of its own or a fault, wherever it stands',
    ),
  },
  {
    id: '1.3.7',
    record: 'There are no templates: the page is made of elements and the server answers JSON.',
  },
  {
    id: '3.1.1',
    notYet: 'No page says which security features a browser must have, or what happens without.',
  },
  { id: '3.2.1', tests: everyHeader },
  {
    id: '3.5.4',
    record:
      'The desk has a host of its own; what else answers there, the embedded APIs, takes no cookie.',
  },
  {
    id: '3.5.6',
    record: 'No answer is a script but the files of the page, which name no callback.',
  },
  {
    id: '3.5.7',
    tests: tested(
      'server/session/secretLeaks.test.ts',
      'nothing that is built for browsers looks at the settings, so no secret gets into it',
    ),
  },
  { id: '3.7.1', record: 'The page is HTML, CSS and modules, without any plug-in.' },
  {
    id: '4.1.2',
    notYet: 'The example proxy redirects everything from http to https, the API included.',
  },
  ...['4.2.3', '4.2.4'].map((id) => ({
    id,
    record: 'The desk speaks HTTP/1.1 only; newer versions end at the proxy in front of it.',
  })),
  { id: '5.3.2', tests: nothingAt },
  {
    id: '7.1.2',
    record:
      'A person may have as many sessions as they begin; each ends by itself, and signing out ends all of them.',
  },
  {
    id: '7.1.3',
    record:
      'The session of the desk and the one at the provider are apart: the desk asks the provider at sign-in only, for 12 hours at most, and leads there at sign-out.',
  },
  {
    id: '7.2.1',
    tests: tested(
      'server/session/signIn.test.ts',
      'a made-up cookie "%s" is nobody’s',
      'without a session every address of the API says so, but the one that is asked who is there',
    ),
  },
  {
    id: '7.2.2',
    tests: tested(
      'server/session/signIn.test.ts',
      'signing in again gives another session, and the one before is over',
    ),
  },
  {
    id: '7.5.2',
    tests: tested(
      'server/session/ownSessions.test.ts',
      'one of them is ended at every gateway, and nobody else’s is',
      'all others are ended at once, and this one goes on',
    ),
  },
  {
    id: '7.6.2',
    notYet:
      'A link on another site can start a sign-in, and a provider with an open session completes it without asking.',
  },
  ...['8.1.1', '8.1.2'].map((id) => ({
    id,
    tests: tested(
      'server/session/permissions.test.ts',
      'every cell of the matrix comes to what the rules say',
    ),
    record:
      'Roles are of a workspace and stand in docs/sign-in.md; no field has a rule of its own, so whoever may write may write each one of the form.',
  })),
  {
    id: '10.2.3',
    tests: tested(
      'server/session/signIn.test.ts',
      'the provider is asked for a code, with PKCE, state and nonce, new each time',
    ),
  },
  {
    id: '11.1.1',
    notYet: 'No page describes key rotation; the key that encrypts drafts is never rotated.',
  },
  {
    id: '11.1.2',
    record:
      'Sessions are 32 random bytes, kept as SHA-256; drafts are sealed with AES-256-GCM under a key made by HMAC-SHA-256; rows of the log are chained by SHA-256; TLS is the one of Node.',
  },
  {
    id: '11.2.1',
    record: 'Everything is the crypto of Node, of the browser and of the certified openid-client.',
  },
  {
    id: '11.2.2',
    notYet: 'Algorithms are not configurable, and the key of drafts cannot be rotated.',
  },
  {
    id: '11.2.3',
    notYet:
      'Our own keys have 256 bits, but a provider may sign with 2,048-bit RSA, which has a strength of 112 bits.',
  },
  {
    id: '11.2.4',
    notYet:
      'Secrets are looked up by hash, but state and nonce are compared as text, once for each sign-in.',
  },
  ...['11.4.1', '11.4.3'].map((id) => ({
    id,
    tests: tested('security/supplyChain.test.ts', 'nothing is hashed but with SHA-256'),
  })),
  {
    id: '13.1.1',
    record:
      'The desk speaks to its database, to the addresses of its workspaces and to the provider, all from the settings; nobody who uses it names another one.',
  },
  {
    id: '13.2.1',
    notYet: 'Day Zero offers only long-lived tokens, and the database a password.',
  },
  {
    id: '13.2.2',
    notYet:
      'The desk owns all of its tables, so its database user could also change the audit log.',
  },
  { id: '13.4.3', tests: nothingAt },
  {
    id: '13.4.5',
    tests: [
      ...tested(
        'server/metricsRoutes.test.ts',
        'at the desk’s own port this machine may read them, and nobody else',
        'a token lets a scraper in from anywhere, and then nobody without',
      ),
      ...tested('server/http/behindProxies.test.ts', 'without sign-in nobody gets in through %s'),
    ],
    record:
      'The description of the API is open on purpose: it says nothing that the page does not.',
  },
  ...['14.1.1', '14.1.2'].map((id) => ({ id, record: classified })),
  {
    id: '14.2.3',
    tests: tested(
      'browser/opens.journey.ts',
      'the desk opens under its strict content policy, with nothing to complain about',
    ),
  },
  { id: '14.2.4', record: classified },
  { id: '14.2.6', tests: leaving },
  {
    id: '14.2.7',
    notYet: 'Sessions are deleted when they end, but audit entries are kept without limit.',
  },
  {
    id: '15.1.3',
    record:
      'What costs most is to read a whole list and to search: both go page by page, with a limit for each person and address, and give up after 20 seconds.',
  },
  {
    id: '15.2.3',
    tests: [
      ...tested(
        'server/embedded/embeddedApis.test.ts',
        'from %s they are not, unless everyone is let in',
      ),
      ...tested(
        'server/config/signIn.test.ts',
        'with sign-in there is no way past it, unless somebody switches the embedded APIs on',
      ),
      ...tested('deploy/dockerfile.test.ts', 'nothing gets into an image that is not named'),
    ],
  },
  { id: '15.3.1', tests: leaving },
  {
    id: '15.3.5',
    tests: tested(
      'server/http/badInput.test.ts',
      'whatever is sent as a submission, the answer is one of ours and never a fault',
    ),
  },
  {
    id: '15.4.3',
    tests: tested(
      'server/database/database.test.ts',
      'two transactions that wait for each other both end',
      'transactions that collide are tried again until all of them are in',
    ),
  },
  {
    id: '16.1.1',
    record:
      'There are two logs: events of the server as JSON lines on standard error, without anybody’s data, and changes as rows in the database, read by their person and by admins, kept for ever.',
  },
  ...['16.2.3', '16.2.4'].map((id) => ({
    id,
    tests: tested(
      'server/logger.test.ts',
      'an event is one line of JSON, with its level in a word and its time in UTC',
    ),
  })),
  {
    id: '16.4.3',
    notYet:
      'Log lines go to standard error for a collector; audit entries stay in the desk’s database.',
  },
]
