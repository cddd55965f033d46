import * as z from 'zod/mini'
import type { Vendor } from '#contract/backend/vendor.ts'
import { startText } from '#text/startText.ts'
import { StartupError } from '#server/startupError.ts'
import { databaseUrlProblem, passwordIn } from '#server/database/databaseUrl.ts'
import { isAddressRange } from '#server/network/clientAddress.ts'
import { isLoopback } from '#server/network/isLoopback.ts'
import { isSafeAddress } from '#server/network/isSafeAddress.ts'
import { isSampleValue } from './isPlaceholder.ts'
import { secretFileNames, withSecretFiles } from './secretFiles.ts'
import type { SignInSettings } from './signInSettings.ts'
import {
  defaultWorkspaces,
  deskFileIn,
  type SignInOfFile,
  type WorkspaceConfig,
} from './workspaceConfig.ts'

const words = startText.settings

/** Everything that can be set from outside, checked. */
export interface Config {
  host: string
  port: number
  /** Where everything lives that must survive, unless there is a database elsewhere. */
  dataFolder: string
  databaseUrl: string | null
  /** Whether the database, and every pooler in between, keeps prepared statements. */
  preparedStatements: boolean
  /** The host names people may reach the desk under. */
  hosts: string[]
  embeddedApi: 'off' | 'loopback' | 'everyone'
  /** Who may read the metrics, and where. */
  metrics: { token: string | null; port: number | null }
  /** Addresses and ranges of proxies whose `X-Forwarded-For` is trusted. */
  trustedProxies: string[]
  /** How many times the usual limits; 0 for none. */
  rateLimits: number
  /** People open the desk by https. */
  isOverTls: boolean
  /** How long it still answers after a signal to stop, and reports that it is not ready; milliseconds. */
  stopDelay: number
  workspaces: WorkspaceConfig[]
  /** Null: there is no sign-in, and no other machine reaches the desk. */
  signIn: SignInSettings | null
}

const oidc = ['DESK_OIDC_ISSUER', 'DESK_OIDC_CLIENT_ID', 'DESK_OIDC_CLIENT_SECRET'] as const

const known = [
  ...secretFileNames,
  ...['PORT', 'HOST', 'DATABASE_URL', 'DESK_DATA', 'DESK_CONFIG', 'DESK_PUBLIC_URL'],
  ...['DESK_DATABASE_TLS', 'DESK_PREPARED_STATEMENTS', 'DESK_EMBEDDED_API', 'DESK_TRUSTED_PROXIES'],
  ...['DESK_RATE_LIMITS', 'DESK_STOP_DELAY', 'DESK_METRICS_PORT', 'DESK_METRICS_TOKEN', ...oidc],
]

const portSaying = (mistake: string) =>
  z.pipe(
    z.string().check(z.regex(/^\d{1,5}$/, mistake)),
    z.pipe(z.transform(Number), z.number().check(z.maximum(65535, mistake))),
  )

interface Allowed {
  /** People sign in, so that other machines may reach the desk. */
  signsIn: boolean
  /** The configuration says that the network to the database is private. */
  plainDatabase: boolean
}

const environmentSchema = ({ signsIn, plainDatabase }: Allowed) =>
  z.object({
    PORT: z._default(portSaying(words.port), 3000),
    HOST: z._default(
      z.string().check(
        z.refine((host) => signsIn || isLoopback(host), {
          error: ({ input }) => words.host(String(input)),
        }),
      ),
      '127.0.0.1',
    ),
    DESK_DATA: z._default(z.string(), './data'),
    DATABASE_URL: z.optional(
      z.string().check(
        z.refine((url) => databaseUrlProblem(url, plainDatabase) === null, {
          error: ({ input }) =>
            databaseUrlProblem(String(input), plainDatabase) ?? words.databaseUrl,
        }),
      ),
    ),
    DESK_DATABASE_TLS: z.optional(z.enum(['required', 'off'], words.databaseTls)),
    DESK_PREPARED_STATEMENTS: z.optional(z.enum(['on', 'off'], words.preparedStatements)),
    DESK_CONFIG: z.optional(z.string()),
    DESK_PUBLIC_URL: z.optional(z.string().check(z.refine(isOrigin, words.publicUrl))),
    DESK_EMBEDDED_API: z._default(
      z.enum(['off', 'loopback', 'everyone'], words.embeddedApi),
      // With sign-in, contacts are reached without it only if the configuration says so.
      signsIn ? 'off' : 'loopback',
    ),
    DESK_METRICS_PORT: z.optional(portSaying(words.metricsPort)),
    DESK_METRICS_TOKEN: z.optional(
      z.string().check(z.regex(/^[\w\-.~+/=]{16,}$/, words.metricsToken)),
    ),
    DESK_TRUSTED_PROXIES: z._default(
      z.pipe(
        z.pipe(
          z.string(),
          z.transform((list) => list.split(/[\s,]+/).filter(Boolean)),
        ),
        z.array(z.string().check(z.refine(isAddressRange, words.trustedProxies))),
      ),
      [],
    ),
    DESK_RATE_LIMITS: z._default(
      z.pipe(
        z.string().check(z.regex(/^(off|(?=.*[1-9])\d{1,4}(\.\d{1,2})?)$/, words.rateLimits)),
        z.transform((times) => (times === 'off' ? 0 : Number(times))),
      ),
      1,
    ),
    DESK_STOP_DELAY: z._default(
      z.pipe(
        z.string().check(z.regex(/^\d{1,3}$/, words.stopDelay)),
        z.pipe(z.transform(Number), z.number().check(z.maximum(300, words.stopDelay))),
      ),
      0,
    ),
    DESK_OIDC_ISSUER: z.optional(z.string().check(z.refine(isIssuer, words.issuer))),
    DESK_OIDC_CLIENT_ID: z.optional(z.string()),
    DESK_OIDC_CLIENT_SECRET: z.optional(z.string()),
  })

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Reads the environment, and the file it names. Nothing else in the server does.
 * @throws StartupError with a line for every mistake there is.
 */
export async function configFrom(
  environment: Environment,
  vendors: Readonly<Record<string, Vendor>>,
): Promise<Config> {
  // Set to nothing means not set: compose files cannot leave a variable out.
  const named = Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim()))
  const mistakes = Object.keys(named)
    .filter((name) => name.startsWith('DESK_') && !known.includes(name))
    .map((name) => words.unknown(name, known.join(', ')))
  const given = await withSecretFiles(named, mistakes)
  if (given.NODE_TLS_REJECT_UNAUTHORIZED === '0') mistakes.push(words.tlsUnverified)
  mistakes.push(...samplesIn(given))
  const signsIn = oidc.some((name) => given[name])
  const parsed = environmentSchema({
    signsIn,
    plainDatabase: given.DESK_DATABASE_TLS === 'off',
  }).safeParse(given)
  if (!parsed.success) mistakes.push(...parsed.error.issues.map((issue) => issue.message))
  if (signsIn) mistakes.push(...missingForSignIn(given))
  const { PORT, DESK_METRICS_PORT } = parsed.data ?? {}
  if (PORT !== undefined && PORT !== 0 && PORT === DESK_METRICS_PORT)
    mistakes.push(words.metricsPort)

  const file = given.DESK_CONFIG
  const { workspaces, signIn } = file
    ? await deskFileIn(file, { vendors, environment: given, mistakes, signsIn })
    : { workspaces: defaultWorkspaces(vendors), signIn: null }
  if (mistakes.length || !parsed.success)
    throw new StartupError([words.head(mistakes.length), ...mistakes].join('\n  '))

  const { data } = parsed
  const publicHost = data.DESK_PUBLIC_URL ? [new URL(data.DESK_PUBLIC_URL).hostname] : []
  return {
    host: data.HOST.replace(/^\[(.*)\]$/, '$1'),
    port: data.PORT,
    dataFolder: data.DESK_DATA,
    databaseUrl: data.DATABASE_URL ?? null,
    // A connection pooler in front of the database may not support prepared statements.
    preparedStatements:
      (data.DESK_PREPARED_STATEMENTS ?? (data.DATABASE_URL ? 'off' : 'on')) === 'on',
    hosts: [...new Set(['localhost', '127.0.0.1', '::1', ...namesIn(data.HOST), ...publicHost])],
    embeddedApi: data.DESK_EMBEDDED_API,
    metrics: { token: data.DESK_METRICS_TOKEN ?? null, port: data.DESK_METRICS_PORT ?? null },
    trustedProxies: data.DESK_TRUSTED_PROXIES,
    rateLimits: data.DESK_RATE_LIMITS,
    isOverTls: /^https:/i.test(data.DESK_PUBLIC_URL ?? ''),
    stopDelay: data.DESK_STOP_DELAY * 1000,
    workspaces,
    signIn: signIn && signInFrom(data, { workspaces, signIn }),
  }
}

/** Credentials that are still placeholders. */
function samplesIn(given: Environment): string[] {
  const names = ['DESK_OIDC_CLIENT_ID', 'DESK_OIDC_CLIENT_SECRET', 'DESK_METRICS_TOKEN']
  const isSample = isSampleValue(passwordIn(given.DATABASE_URL ?? ''))
  return [
    ...names.filter((name) => isSampleValue(given[name])).map(words.sample),
    ...(isSample ? [words.sample('DATABASE_URL')] : []),
  ]
}

type Settings = z.infer<ReturnType<typeof environmentSchema>>

/** What sign-in takes besides the setting that asks for it. */
function missingForSignIn(given: Environment): string[] {
  const missing = oidc.filter((name) => !given[name]).map(words.signInMissing)
  const address = given.DESK_PUBLIC_URL
  if (!address) missing.push(words.publicUrlMissing)
  else if (isOrigin(address) && !isSafeAddress(address)) missing.push(words.publicUrlPlain)
  if (!given.DESK_CONFIG) missing.push(words.rolesMissing)
  return missing
}

function signInFrom(
  settings: Settings,
  { workspaces, signIn }: { workspaces: readonly WorkspaceConfig[]; signIn: SignInOfFile },
): SignInSettings {
  const { DESK_OIDC_ISSUER: issuer = '', DESK_OIDC_CLIENT_ID: clientId = '' } = settings
  const { claim, scopes = [], roles = {}, hosts = [], privateAddress = false } = signIn
  return {
    issuer,
    clientId,
    clientSecret: settings.DESK_OIDC_CLIENT_SECRET ?? '',
    publicUrl: new URL(settings.DESK_PUBLIC_URL ?? '').origin,
    scopes,
    hosts,
    privateAddress,
    claim,
    roles: new Map(workspaces.map((workspace) => [workspace.id, workspace.roles ?? roles])),
  }
}

/** Addresses that mean every interface cannot be in a URL. */
function namesIn(host: string): string[] {
  return /^(0\.0\.0\.0|\[?::\]?)$/.test(host) ? [] : [host]
}

/** As in OpenID Connect Discovery 1.0, section 3; the address of its settings begins with it. */
function isIssuer(value: string): boolean {
  return isSafeAddress(value) && !/[?#]/.test(value)
}

function isOrigin(value: string): boolean {
  if (!URL.canParse(value)) return false
  const { protocol, origin, href } = new URL(value)
  return /^https?:$/.test(protocol) && href === `${origin}/`
}
