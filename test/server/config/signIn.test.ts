import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { configFrom, type Config } from '#server/config/config.ts'
import { memoryVendor } from '../../helpers/memoryBackend.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'contact-desk-sign-in-'))
})

afterAll(() => rm(folder, { recursive: true }))

const oidc = {
  DESK_OIDC_ISSUER: 'https://login.example.com/tenant',
  DESK_OIDC_CLIENT_ID: 'contact-desk',
  DESK_OIDC_CLIENT_SECRET: 'canary-secret',
  DESK_PUBLIC_URL: 'https://desk.example.com/',
}
const signIn = { claim: 'groups', roles: { viewer: ['staff'], admin: ['it', 'heads'] } }
const workspace = (more: object = {}) => ({
  ...{ id: 'play', name: 'Play', backend: 'memory', settings: { address: 'embedded' } },
  ...more,
})
const deskFile = { signIn, workspaces: [workspace()] }

async function read(environment: Record<string, string>, file?: unknown): Promise<Config> {
  const path = join(folder, 'desk.json')
  if (file !== undefined) await writeFile(path, JSON.stringify(file))
  return configFrom(file === undefined ? environment : { ...environment, DESK_CONFIG: path }, {
    memory: memoryVendor,
  })
}

async function mistakesOf(environment: Record<string, string>, file?: unknown): Promise<string[]> {
  const text = await read(environment, file).then(
    () => '',
    (error: Error) => error.message,
  )
  expect(text).not.toContain('canary')
  return text.split('\n  ').slice(1)
}

test('with a provider the desk may be opened to other machines, and each workspace has its roles', async () => {
  const workspaces = [workspace(), workspace({ id: 'own', roles: { editor: ['few'] } })]
  const config = await read({ ...oidc, HOST: '0.0.0.0' }, { signIn, workspaces })
  expect(config).toMatchObject({
    host: '0.0.0.0',
    hosts: ['localhost', '127.0.0.1', '::1', 'desk.example.com'],
    signIn: {
      issuer: 'https://login.example.com/tenant',
      clientId: 'contact-desk',
      clientSecret: 'canary-secret',
      publicUrl: 'https://desk.example.com',
      scopes: [],
      claim: 'groups',
    },
  })
  expect([...(config.signIn?.roles ?? [])]).toEqual([
    ['play', { viewer: ['staff'], admin: ['it', 'heads'] }],
    ['own', { editor: ['few'] }],
  ])
})

test('with sign-in there is no way past it, unless somebody switches the embedded APIs on', async () => {
  expect((await read(oidc, deskFile)).embeddedApi).toBe('off')
  for (const reach of ['loopback', 'everyone', 'off'])
    expect((await read({ ...oidc, DESK_EMBEDDED_API: reach }, deskFile)).embeddedApi).toBe(reach)
})

test('on this machine alone plain http will do', async () => {
  const DESK_PUBLIC_URL = 'http://localhost:3000'
  const DESK_OIDC_ISSUER = 'http://127.0.0.1:4000'
  expect(
    (await read({ ...oidc, DESK_PUBLIC_URL, DESK_OIDC_ISSUER }, deskFile)).signIn,
  ).toMatchObject({ issuer: DESK_OIDC_ISSUER, publicUrl: DESK_PUBLIC_URL })
})

test.for(['DESK_OIDC_ISSUER', 'DESK_OIDC_CLIENT_ID', 'DESK_OIDC_CLIENT_SECRET'])(
  'sign-in without %s is no sign-in, and the desk says so',
  async (name) => {
    expect(await mistakesOf({ ...oidc, [name]: '' }, deskFile)).toEqual([
      expect.stringContaining(`${name} is not set, and sign-in takes all of`),
    ])
  },
)

test('everything that sign-in lacks is named at once', async () => {
  expect(await mistakesOf({ DESK_OIDC_ISSUER: 'https://login.example.com' })).toEqual([
    expect.stringContaining('DESK_OIDC_CLIENT_ID is not set'),
    expect.stringContaining('DESK_OIDC_CLIENT_SECRET is not set'),
    expect.stringContaining('DESK_PUBLIC_URL is not set'),
    expect.stringContaining('DESK_CONFIG is not set'),
  ])
})

test.for([
  'http://login.example.com',
  'https://me:canary@login.example.com',
  'https://login.example.com/?tenant=1',
  'https://login.example.com/#',
  'login.example.com',
  'javascript:alert(1)',
])('%s cannot be the issuer', async (DESK_OIDC_ISSUER) => {
  expect(await mistakesOf({ ...oidc, DESK_OIDC_ISSUER }, deskFile)).toEqual([
    expect.stringContaining('DESK_OIDC_ISSUER has to be the https address'),
  ])
})

test('nobody can be signed in over plain http', async () => {
  expect(
    await mistakesOf({ ...oidc, DESK_PUBLIC_URL: 'http://desk.example.com' }, deskFile),
  ).toEqual([expect.stringContaining('DESK_PUBLIC_URL has to be https')])
})

test('every mistake about roles is named with its place', async () => {
  const file = {
    signIn: { claim: '', scopes: ['groups', 'two words'], roles: { boss: ['it'], viewer: [] } },
    workspaces: [workspace({ roles: {} }), workspace({ id: 'b', roles: { editor: [''] } })],
  }
  expect(await mistakesOf(oidc, file)).toEqual([
    expect.stringContaining('workspaces[0].roles: say at least who is viewer, editor or admin.'),
    expect.stringContaining('workspaces[1].roles.editor[0]: '),
    expect.stringContaining('signIn.claim: '),
    expect.stringContaining('signIn.scopes[1]: a scope has no spaces'),
    expect.stringContaining('signIn.roles.viewer: '),
    expect.stringContaining('"boss"'),
  ])
})

test('a workspace that nobody could open is a mistake, and so is a file without sign-in', async () => {
  expect(await mistakesOf(oidc, { ...deskFile, signIn: { claim: 'groups' } })).toEqual([
    expect.stringContaining('workspaces[0].roles: nobody could open this workspace'),
  ])
  expect(await mistakesOf(oidc, { workspaces: [workspace()] })).toEqual([
    expect.stringContaining('signIn: say who may do what'),
  ])
})

test('roles without a provider would protect nothing, so they are a mistake', async () => {
  const workspaces = [workspace({ roles: { editor: ['few'] } })]
  expect(await mistakesOf({}, { signIn, workspaces })).toEqual([
    expect.stringContaining('signIn: without sign-in nobody can be told apart'),
    expect.stringContaining('workspaces[0].roles: without sign-in nobody can be told apart'),
  ])
})

test('a provider may answer at more hosts, and in the own network, where the file says so', async () => {
  const hosts = ['oauth2.example.com', 'keys.example.com:8443']
  const config = await read(oidc, {
    ...deskFile,
    signIn: { ...signIn, hosts, privateAddress: true },
  })
  expect(config.signIn).toMatchObject({ hosts, privateAddress: true })
  expect((await read(oidc, deskFile)).signIn).toMatchObject({ hosts: [], privateAddress: false })
  const wrong = [
    'https://login.example.com',
    'login.example.com/x',
    'me@login.example.com',
    '',
    'a b',
  ]
  expect(await mistakesOf(oidc, { ...deskFile, signIn: { ...signIn, hosts: wrong } })).toEqual(
    wrong.map((_, index) => expect.stringContaining(`signIn.hosts[${index}]: give a host like`)),
  )
})
