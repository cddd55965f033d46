import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod/mini'
import type { Backend } from '#contract/backend/backend.ts'
import { plain } from '#contract/fields/field.ts'
import type { Vendor } from '#contract/backend/vendor.ts'
import { configFrom } from '#server/config/config.ts'

const settings = z.object({
  address: z.string(),
  token: z.string().check(z.minLength(4)),
  scope: z.optional(z.string()),
})

/** Connecting gives back what it was connected with. */
const shop: Vendor = {
  id: 'shop',
  title: 'Shop',
  form: () => ({
    fields: [],
    sections: [],
    columns: [],
    roles: [],
    emailFields: ['email'],
    mailsCustomer: false,
    nameField: 'name',
  }),
  variation: () => plain,
  addresses: { 'north-1': 'https://north.shop.example' },
  settings,
  limits: { contactsPerCustomer: null, longestPage: 1, remembersKeys: null },
  scope: () => [],
  connect: (given) => settings.parse(given) as unknown as Backend,
  embedded: {
    schema: '',
    settings: { address: 'http://embedded', token: 'inside' },
    app: () => () => Promise.resolve(new Response()),
    seed: async () => {},
  },
}

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'contact-desk-config-'))
})

afterAll(() => rm(folder, { recursive: true }))

function read(environment: Record<string, string>) {
  return configFrom(environment, { shop })
}

/** Reads a workspaces file with this in it. */
async function readFileOf(workspaces: unknown, environment: Record<string, string> = {}) {
  const file = join(folder, 'desk.json')
  await writeFile(
    file,
    typeof workspaces === 'string' ? workspaces : JSON.stringify({ workspaces }),
  )
  return read({ DESK_CONFIG: file, ...environment })
}

const send = () => Promise.resolve(new Response())
const production = { word: 'Production', tone: 'production' }

test('with nothing set there is one embedded workspace of each billing system', async () => {
  const { workspaces, ...config } = await read({})
  expect(config).toEqual({
    host: '127.0.0.1',
    port: 3000,
    dataFolder: './data',
    databaseUrl: null,
    hosts: ['localhost', '127.0.0.1', '::1'],
    embeddedApi: 'loopback',
    metrics: { token: null, port: null },
    trustedProxies: [],
    rateLimits: 1,
    isOverTls: false,
    preparedStatements: true,
    stopDelay: 0,
    signIn: null,
  })
  expect(workspaces.map(({ id, name, environment }) => ({ id, name, environment }))).toEqual([
    { id: 'shop-embedded', name: 'Shop', environment: { word: 'Embedded', tone: 'embedded' } },
  ])
  expect(workspaces[0]?.connect(send)).toMatchObject({ address: 'http://embedded' })
})

test('a place may be called by the name that the billing system gives it', async () => {
  const { workspaces } = await readFileOf([
    {
      ...{ id: 'shop', name: 'Shop', backend: 'shop', environment: production },
      settings: { address: 'north-1', token: 'hushed' },
    },
  ])
  expect(workspaces[0]?.connect(send)).toMatchObject({ address: 'https://north.shop.example' })
})

test('set to nothing is not set', async () => {
  expect(await read({ PORT: '', DATABASE_URL: ' ', DESK_OIDC_ISSUER: '' })).toMatchObject({
    port: 3000,
    databaseUrl: null,
  })
})

test('every wrong setting is named at once, with what to do', async () => {
  const mistakes = await read({
    PORT: '70000',
    HOST: '0.0.0.0',
    DATABASE_URL: 'mysql://somewhere',
    DESK_PUBLIC_URL: 'https://desk.example.com/desk',
    DESK_EMBEDDED_API: 'yes',
    DESK_DATABASE: 'postgresql://there',
    DESK_CONFIG: '/nowhere/desk.json',
  }).catch((error: Error) => `${error.name}: ${error.message}`)
  expect(mistakes).toMatchInlineSnapshot(`
    "CannotStart: The desk does not start, because 7 settings are wrong:
      DESK_DATABASE is no setting of the desk. There are: DATABASE_URL_FILE, DESK_OIDC_CLIENT_SECRET_FILE, DESK_METRICS_TOKEN_FILE, PORT, HOST, DATABASE_URL, DESK_DATA, DESK_CONFIG, DESK_PUBLIC_URL, DESK_DATABASE_TLS, DESK_PREPARED_STATEMENTS, DESK_EMBEDDED_API, DESK_TRUSTED_PROXIES, DESK_RATE_LIMITS, DESK_STOP_DELAY, DESK_METRICS_PORT, DESK_METRICS_TOKEN, DESK_OIDC_ISSUER, DESK_OIDC_CLIENT_ID, DESK_OIDC_CLIENT_SECRET.
      PORT has to be a whole number from 0 to 65535. Leave it out for 3000.
      HOST=0.0.0.0 would open the desk to other machines, and without sign-in everybody there could read and change contacts. Use 127.0.0.1, ::1 or localhost, or let people sign in with DESK_OIDC_ISSUER.
      DATABASE_URL has to look like postgresql://user:password@host:5432/database. Several hosts have commas between: host1:5432,host2:5432.
      DESK_PUBLIC_URL has to be the address people type, without a path, like https://desk.example.com.
      DESK_EMBEDDED_API has to be off (the default with sign-in), loopback (the default without) or everyone.
      DESK_CONFIG: the file /nowhere/desk.json cannot be read (ENOENT)."
  `)
})

test.for([
  '0.0.0.0',
  '::',
  '192.168.1.5',
  'desk.example.com',
  '128.0.0.1',
  '127.0.0.1.example.com',
])('without sign-in the desk is not opened to other machines by HOST=%s', async (HOST) => {
  await expect(read({ HOST })).rejects.toThrow('without sign-in everybody there could read')
})

test.for(['127.0.0.1', '127.5.0.1', '::1', 'localhost'])(
  'HOST=%s is this machine',
  async (HOST) => {
    expect((await read({ HOST })).hosts).toContain(HOST)
  },
)

test('people may reach the desk under its public name', async () => {
  expect((await read({ DESK_PUBLIC_URL: 'https://desk.example.com:8443' })).hosts).toContain(
    'desk.example.com',
  )
})

test('prepared statements are for a database whose pooler is known', async () => {
  const databaseUrl = { DATABASE_URL: 'postgres://desk@127.0.0.1/desk' }
  expect((await read(databaseUrl)).preparedStatements).toBe(false)
  expect((await read({ ...databaseUrl, DESK_PREPARED_STATEMENTS: 'on' })).preparedStatements).toBe(
    true,
  )
  expect((await read({ DESK_PREPARED_STATEMENTS: 'off' })).preparedStatements).toBe(false)
  await expect(read({ DESK_PREPARED_STATEMENTS: 'yes' })).rejects.toThrow('on or off')
})

test('how long it answers on when it is told to stop is given in seconds', async () => {
  expect((await read({ DESK_STOP_DELAY: '15' })).stopDelay).toBe(15_000)
  for (const wrong of ['301', '1.5', '-1', '5s'])
    await expect(read({ DESK_STOP_DELAY: wrong })).rejects.toThrow('whole number of seconds')
})

test.for(['3000.5', '-1', '0x10', 'three', '65536', '1e3'])('PORT=%s is refused', async (PORT) => {
  await expect(read({ PORT })).rejects.toThrow('PORT has to be a whole number')
})

test('a workspace gets its secrets from the environment or from a file beside the settings', async () => {
  await writeFile(join(folder, 'token'), 'from a file\n')
  const { workspaces } = await readFileOf(
    [
      {
        id: 'live',
        name: 'Shop',
        backend: 'shop',
        environment: production,
        settings: { address: 'https://shop.example.com', token: { env: 'SHOP_TOKEN' } },
      },
      {
        id: 'sandbox',
        name: 'Shop sandbox',
        backend: 'shop',
        environment: { word: 'Sandbox', tone: 'test' },
        settings: { address: 'http://127.0.0.1:8080', token: { file: 'token' } },
      },
      { id: 'play', name: 'Play', backend: 'shop', settings: { address: 'embedded' } },
    ],
    { SHOP_TOKEN: 'from outside' },
  )
  expect(workspaces.map((workspace) => workspace.connect(send))).toMatchObject([
    { token: 'from outside' },
    { token: 'from a file' },
    { token: 'inside' },
  ])
  expect(workspaces.map(({ environment }) => environment.word)).toEqual([
    'Production',
    'Sandbox',
    'Embedded',
  ])
})

test('every mistake in the workspaces is named with its place, and no secret is', async () => {
  const environment = production
  const mistakes = await readFileOf(
    [
      {
        id: 'a',
        name: 'A',
        backend: 'shop',
        environment,
        settings: { address: 'ftp://x', token: 'hush hush' },
      },
      {
        id: 'a',
        name: 'A',
        backend: 'shop',
        settings: { address: 'https://x', token: { env: 'GONE' } },
      },
      {
        id: 'b',
        name: 'B',
        backend: 'toString',
        environment,
        settings: { address: 'https://x', token: { file: 'gone' } },
      },
      {
        id: 'c',
        name: 'C',
        backend: 'shop',
        environment,
        settings: { address: 'http://shop.example.com', token: 'abc', scope: 7 },
      },
      {
        id: 'd',
        name: 'D',
        backend: 'shop',
        environment,
        settings: { address: 'https://me:hush@x', token: { env: 'SHORT' } },
      },
      {
        id: 'e',
        name: 'E',
        backend: 'shop',
        settings: { address: 'embedded', token: 'hush hush' },
      },
    ],
    { SHORT: 'abc' },
  ).catch((error: Error) => error.message)
  expect(mistakes).toMatchInlineSnapshot(`
    "The desk does not start, because 12 settings are wrong:
      DESK_CONFIG: workspaces[0].settings.address: has to be an https address without user name (http only on this machine), or "embedded", or one of north-1.
      DESK_CONFIG: workspaces[1].id: another workspace is called a already. Give each an id of its own.
      DESK_CONFIG: workspaces[1].environment: say what staff see beside the name, like {"word": "Production", "tone": "production"}.
      DESK_CONFIG: workspaces[1].settings.token: the environment variable GONE is not set.
      DESK_CONFIG: workspaces[2].backend: there is no such backend. There are: shop.
      DESK_CONFIG: workspaces[2].settings.token: the file gone cannot be read (ENOENT).
      DESK_CONFIG: workspaces[3].settings.address: has to be an https address without user name (http only on this machine), or "embedded", or one of north-1.
      DESK_CONFIG: workspaces[3].settings.token: Too small: expected string to have >=4 characters
      DESK_CONFIG: workspaces[3].settings.scope: Invalid input: expected string, received number
      DESK_CONFIG: workspaces[4].settings.address: has to be an https address without user name (http only on this machine), or "embedded", or one of north-1.
      DESK_CONFIG: workspaces[4].settings.token: Too small: expected string to have >=4 characters
      DESK_CONFIG: workspaces[5].settings: an embedded workspace needs no other settings. Take them out."
  `)
  expect(mistakes).not.toContain('hush')
})

test('the shape of the file is checked, and its JSON', async () => {
  await expect(readFileOf([])).rejects.toThrow('workspaces')
  await expect(
    readFileOf([{ id: 'Not So', name: '', backend: 'shop', colour: 1 }]),
  ).rejects.toThrow(
    /workspaces\[0\]\.id: use lower-case[^]*workspaces\[0\]\.name[^]*workspaces\[0\]\.settings[^]*colour/,
  )
  await expect(readFileOf('{"workspaces": [')).rejects.toThrow('is not JSON')
})

test('a backend in the own network is reached only where the settings say so', async () => {
  const at = (id: string, settings: object) => ({
    ...{ id, name: 'Shop', backend: 'shop', environment: production },
    settings: { token: 'four', ...settings },
  })
  const { workspaces } = await readFileOf([
    at('out', { address: 'https://shop.example.com/v1' }),
    at('in', { address: 'https://shop.inside.example', privateAddress: true }),
    { id: 'play', name: 'Play', backend: 'shop', settings: { address: 'embedded' } },
  ])
  expect(workspaces.map(({ outside }) => outside)).toEqual([
    { origins: ['https://shop.example.com/v1'], privateAddress: false },
    { origins: ['https://shop.inside.example'], privateAddress: true },
    { origins: [], privateAddress: false },
  ])
  // It is the desk's own; the vendor is not told.
  expect(workspaces[1]?.connect(send)).not.toHaveProperty('privateAddress')
  await expect(
    readFileOf([at('in', { address: 'https://shop.inside.example', privateAddress: 'yes' })]),
  ).rejects.toThrow('workspaces[0].settings.privateAddress: say true')
})

test('limits and proxies are read, and what they cannot be is said', async () => {
  expect(await read({})).toMatchObject({ rateLimits: 1, trustedProxies: [], isOverTls: false })
  expect(
    await read({
      DESK_RATE_LIMITS: '2.5',
      DESK_TRUSTED_PROXIES: '10.0.0.0/8, fd00::1',
      DESK_PUBLIC_URL: 'https://desk.example.com',
    }),
  ).toMatchObject({ rateLimits: 2.5, trustedProxies: ['10.0.0.0/8', 'fd00::1'], isOverTls: true })
  expect((await read({ DESK_RATE_LIMITS: 'off' })).rateLimits).toBe(0)
  for (const DESK_RATE_LIMITS of ['0', '0.0', '-1', 'none', '1e3', '99999'])
    await expect(read({ DESK_RATE_LIMITS })).rejects.toThrow('DESK_RATE_LIMITS has to be off, or')
  for (const DESK_TRUSTED_PROXIES of ['proxy', '10.0.0.0/33', '10.0.0.1 all'])
    await expect(read({ DESK_TRUSTED_PROXIES })).rejects.toThrow('DESK_TRUSTED_PROXIES has to be')
})

test('the metrics have a token or a port of their own where somebody gives them one', async () => {
  const metricsToken = 'scraper-4c1d7f90a2be'
  expect(
    (await read({ DESK_METRICS_TOKEN: metricsToken, DESK_METRICS_PORT: '9464' })).metrics,
  ).toEqual({ token: metricsToken, port: 9464 })
  for (const DESK_METRICS_TOKEN of ['too short', 'fifteen-letters', 'sixteen letters, and blanks'])
    await expect(read({ DESK_METRICS_TOKEN })).rejects.toThrow('at least 16 letters')
  for (const DESK_METRICS_PORT of ['3000', '70000', 'metrics'])
    await expect(read({ DESK_METRICS_PORT })).rejects.toThrow('another one than PORT')
})

test('a desk that would not know who is at the other end does not start', async () => {
  await expect(read({ NODE_TLS_REJECT_UNAUTHORIZED: '0' })).rejects.toThrow(
    'NODE_TLS_REJECT_UNAUTHORIZED=0',
  )
  await read({ NODE_TLS_REJECT_UNAUTHORIZED: '1' })
  for (const query of ['sslmode=no-verify', 'uselibpqcompat=true&sslmode=require'])
    await expect(read({ DATABASE_URL: `postgres://u:p@db.example/d?${query}` })).rejects.toThrow(
      'switches off the check of the certificate',
    )
  await read({ DATABASE_URL: 'postgres://u:p@db.example/d?sslmode=verify-full' })
})

test.for([
  ['postgres://u:p@db.example/d', 'in the clear'],
  ['postgres://u:p@db.example/d?sslmode=disable', 'in the clear'],
  ['postgres://u:p@db.example/d?sslmode=require', 'in the clear'],
  ['postgres://u:p@db.example/d?ssl=true', 'in the clear'],
  ['postgres://u:p@db.example/d?sslmode=verify-full&sslmode=disable', 'in the clear'],
  ['postgres://u:p@localhost,db.example/d', 'in the clear'],
  ['postgres://u:p@localhost/d?host=db.example', 'in the clear'],
  ['postgres:///d?host=localhost,db.example&port=5432', 'in the clear'],
  ['postgres://u:p@128.0.0.1/d', 'in the clear'],
  ['postgres://u:p@127.0.0.1.example.com/d', 'in the clear'],
  ['postgres://u:p@localhost,localhost/d?target_session_attrs=standby', 'asks for a standby'],
  ['postgres://u:p@localhost,,localhost/d', 'has to look like'],
  ['postgres://u:p@localhost:1,localhost:99999/d', 'has to look like'],
  ['postgres://u:p@db1.example:5432,db2.example:5433/d?sslmode=verify-full', null],
  ['postgres://u:p@db1.example,db2/d?sslmode=verify-full&target_session_attrs=read-write', null],
  ['postgres://u:p@127.0.0.1:1,[::1]:2,localhost/d', null],
] as const)('a database on another machine wants TLS that is checked: %s', async ([url, said]) => {
  const reading = read({ DATABASE_URL: url })
  if (said === null) await reading
  else await expect(reading).rejects.toThrow(said)
})

test('a certificate of an authority that is named will do, and so does an explicit word', async () => {
  const file = join(folder, 'authority.pem')
  await writeFile(file, 'any text, as it is read when the desk connects')
  await read({ DATABASE_URL: `postgres://u:p@db.example/d?sslrootcert=${file}` })
  await expect(
    read({ DATABASE_URL: `postgres://u:p@db.example/d?sslrootcert=${file}&sslmode=disable` }),
  ).rejects.toThrow('in the clear')
  await read({ DATABASE_URL: 'postgres://u:p@db.example/d', DESK_DATABASE_TLS: 'off' })
  const url = { DATABASE_URL: 'postgres://u:p@db.example/d' }
  await expect(read({ ...url, DESK_DATABASE_TLS: 'required' })).rejects.toThrow('in the clear')
  await expect(read({ ...url, DESK_DATABASE_TLS: 'no' })).rejects.toThrow('has to be required')
})

const secret = 'hunter2'

test.for([
  ['postgres://desk:hunter2%zz@db/desk', 'holds a %'],
  ['postgres://desk:hunter2%@db/desk', 'holds a %'],
  ['postgres://desk:hunter2%2@db/desk', 'holds a %'],
  ['postgres://desk:hunter2%C3%28@db/desk', 'holds a %'],
  ['postgres://desk:hunter2%00@db/desk', 'holds a %'],
  ['postgres://desk%:hunter2@db/desk', 'holds a %'],
  ['postgres://desk:hunter2@%zz/desk', 'holds a %'],
  ['postgres://desk:hunter2@db/de%sk', 'holds a %'],
  ['postgres://desk:hunter2@db/desk?application_name=%', 'holds a %'],
  ['postgres://desk:hunter2#@db/desk', 'has to look like'],
  ['postgres://desk:hunter2/x@db:port/desk', 'has to look like'],
  ['postgres://desk:hunter2@db:99999/desk', 'has to look like'],
  ['postgres://desk:hunter2@db/desk?port=hunter2', 'has to look like'],
  ['postgres://desk:hunter2@[::1/desk', 'has to look like'],
  ['postgres:desk:hunter2@db/desk', 'has to look like'],
  ['http://desk:hunter2@db/desk', 'has to look like'],
  ['desk:hunter2@db/desk', 'has to look like'],
  ['hunter2', 'has to look like'],
  ['postgres://desk:hunter2@db/desk?sslrootcert=/nowhere/hunter2.crt', 'cannot be read (ENOENT)'],
  ['postgres://desk:hunter2@db/desk?sslmode=verify-full&sslkey=/', 'cannot be read (EISDIR)'],
] as const)(
  'a DATABASE_URL that is malformed is a sentence without a word of it: %s',
  async ([url, said]) => {
    const failed = await read({ DATABASE_URL: url }).catch((error: Error) => error)
    expect(failed).toMatchObject({ name: 'CannotStart' })
    const { message } = failed as Error
    expect(message).toContain(said)
    expect(message).not.toContain(secret)
    expect(message.split('\n')).toHaveLength(2)
  },
)

test.for([
  'postgres://desk:100%25@db/desk?sslmode=verify-full',
  'postgresql://desk@%2Ftmp%2Fsockets/desk',
  'postgres://desk:p@[::1]:5432/desk?application_name=a%20b',
  'postgres:///desk?host=/tmp/sockets',
])('a DATABASE_URL as PostgreSQL writes them is taken: %s', async (url) => {
  expect((await read({ DATABASE_URL: url })).databaseUrl).toBe(url)
})

const samples = [
  ...[
    'changeme',
    'CHANGE_ME',
    'change-me!',
    'change it',
    'changethis',
    'password',
    'Secret',
    'token',
  ],
  ...['your-token', 'YOUR_API_KEY', 'my-secret', 'replace-with-token', 'insert token here', 'xxx'],
  ...[
    'XXXXXXXX',
    '***',
    '...',
    '<token>',
    '${TOKEN}',
    '{{ token }}',
    'TODO',
    'example',
    'placeholder',
  ],
  '00000000-0000-0000-0000-000000000000',
]

test.for(samples)('a desk whose credentials are still "%s" does not start', async (sample) => {
  const settings = { address: 'https://shop.example.com', token: { env: 'SHOP_TOKEN' } }
  const live = { id: 'live', name: 'Shop', backend: 'shop', environment: production, settings }
  await expect(readFileOf([live], { SHOP_TOKEN: sample })).rejects.toThrow(
    'workspaces[0].settings.token: this is still the value of an example',
  )
  const mistakes: string = await read({
    DESK_OIDC_CLIENT_SECRET: sample,
    DATABASE_URL: `postgres://desk:${encodeURIComponent(sample)}@db.example/desk`,
  }).then(
    () => '',
    (error: Error) => error.message,
  )
  expect(mistakes).toContain('DESK_OIDC_CLIENT_SECRET still holds the value of an example')
  expect(mistakes).toContain('DATABASE_URL still holds the value of an example')
})

test('the desk’s own secrets may stand in files, and what is wrong with one is said', async () => {
  const [url, empty] = [join(folder, 'url'), join(folder, 'empty')]
  await writeFile(url, 'postgres://desk:hush@localhost/desk\n')
  await writeFile(empty, ' \n')
  expect((await read({ DATABASE_URL_FILE: url })).databaseUrl).toBe(
    'postgres://desk:hush@localhost/desk',
  )
  for (const [environment, said] of [
    [{ DATABASE_URL_FILE: join(folder, 'gone') }, /DATABASE_URL_FILE: the file .*ENOENT/],
    [{ DATABASE_URL_FILE: empty }, /DATABASE_URL_FILE: the secret is empty/],
    [{ DATABASE_URL_FILE: url, DATABASE_URL: 'postgres://x' }, /DATABASE_URL_FILE are both set/],
    [{ DESK_OIDC_CLIENT_SECRET_FILE: url }, /DESK_OIDC_ISSUER is not set/],
  ] as const)
    await expect(read(environment)).rejects.toThrow(said)
})
