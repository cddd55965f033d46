/** What makes one server read another address, or another request, than the next one does. */
const tricks = [
  ...[
    '..',
    '.',
    '...',
    '..;',
    '.;',
    ';',
    ';x=1',
    '..;/..;',
    '%2e%2e',
    '%2E%2E',
    '.%2e',
    '%2e.',
    '%252e%252e',
  ],
  ...[
    '%2f',
    '%2F',
    '%5c',
    '\\',
    '\\..\\',
    '%2f..%2f',
    '..%2f',
    '..%5c',
    '%2f%2f',
    '//',
    '///',
    '/./',
    '/../',
  ],
  ...[
    '%00',
    '%00.json',
    '%0a',
    '%0d%0a',
    '%0d%0aX-A:1',
    '%09',
    '%20',
    '%7f',
    '%c0%ae',
    '%c0%af',
    '%e0%80%af',
  ],
  ...[
    '%ff',
    '%',
    '%zz',
    '%u002e',
    '%uff0e',
    '%ef%bc%8f',
    '%e2%80%ae',
    '%f0%9f%98%80',
    '+',
    '*',
    '?',
    '&',
    '=',
  ],
  ...[
    '@',
    ':',
    ':80',
    '@evil.example',
    '//evil.example',
    'http://evil.example',
    'file:',
    '~',
    '$',
    '{',
    '}',
  ],
  ...[
    'constructor',
    '__proto__',
    'toString',
    'v1',
    'oauth',
    'token',
    '.git',
    '.env',
    'etc/passwd',
    'index.php',
  ],
  ...["'", '"', '<x>', '|', '`', '(', '[', '^', '!', ',', 'x'.repeat(129), 'x'.repeat(4000)],
]

const customer = 'customers/c-1'
const bases = [
  `/api/workspaces/desk/${customer}/`,
  '/api/workspaces/desk/',
  `/api/workspaces/desk/${customer}/contacts/`,
  '/api/workspaces/',
  '/api/',
  '/',
]
const ends = ['', '/contacts', '/../../../v1/contacts']

/** As they stand in the first line of a request, which nobody tidied up. */
export const paths: readonly string[] = [
  ...new Set([
    ...bases.flatMap((base) => tricks.map((trick) => base + trick)),
    ...tricks.flatMap((trick) =>
      ends.map((end) => `/api/workspaces/desk/customers/${trick}${end}`),
    ),
    ...tricks.map((trick) => `/api/workspaces/desk/${customer}?${trick}=${trick}`),
    ...tricks.map((trick) => `/api/workspaces/desk/customers?cursor=${trick}`),
    ...['*', 'api/session', '//api/session', 'http://evil.example/api/session', 'evil.example:443'],
    ...['http://127.0.0.1/api/workspaces/desk/customers/..%2f..', 'http://', 'https:/x', '?', '#'],
  ]),
]

export const methods: readonly string[] = [
  ...['GET', 'HEAD', 'PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'CONNECT', 'PROPFIND'],
  ...['QUERY', 'LINK', 'get', 'FOO', 'PURGE', 'MOVE', 'SEARCH'],
]
