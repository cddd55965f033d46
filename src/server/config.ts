import * as z from 'zod/mini'
import type { Vendor } from '#contract/vendor.ts'
import { startText } from '#text/startText.ts'
import { CannotStart } from './cannotStart.ts'
import { isLoopback } from './isLoopback.ts'
import { defaultWorkspaces, workspacesIn, type WorkspaceConfig } from './workspaceConfig.ts'

const words = startText.settings

/** Everything that can be set from outside, checked. */
export interface Config {
  host: string
  port: number
  /** Where everything lives that must survive, unless there is a database elsewhere. */
  dataFolder: string
  databaseUrl: string | null
  /** The host names people may reach the desk under. */
  hosts: string[]
  embeddedApi: 'loopback' | 'everyone'
  workspaces: WorkspaceConfig[]
}

const known = [
  ...['PORT', 'HOST', 'DATABASE_URL', 'DESK_DATA', 'DESK_CONFIG', 'DESK_PUBLIC_URL'],
  ...['DESK_EMBEDDED_API', 'DESK_OIDC_ISSUER', 'DESK_OIDC_CLIENT_ID', 'DESK_OIDC_CLIENT_SECRET'],
]

const environmentSchema = z.object({
  PORT: z._default(
    z.pipe(
      z.string().check(z.regex(/^\d{1,5}$/, words.port)),
      z.pipe(z.transform(Number), z.number().check(z.maximum(65535, words.port))),
    ),
    3000,
  ),
  HOST: z._default(
    z.string().check(z.refine(isLoopback, { error: ({ input }) => words.host(String(input)) })),
    '127.0.0.1',
  ),
  DESK_DATA: z._default(z.string(), './data'),
  DATABASE_URL: z.optional(z.string().check(z.refine(isPostgresUrl, words.databaseUrl))),
  DESK_CONFIG: z.optional(z.string()),
  DESK_PUBLIC_URL: z.optional(z.string().check(z.refine(isOrigin, words.publicUrl))),
  DESK_EMBEDDED_API: z._default(z.enum(['loopback', 'everyone'], words.embeddedApi), 'loopback'),
  DESK_OIDC_ISSUER: z.optional(z.never(words.signIn('DESK_OIDC_ISSUER'))),
  DESK_OIDC_CLIENT_ID: z.optional(z.never(words.signIn('DESK_OIDC_CLIENT_ID'))),
  DESK_OIDC_CLIENT_SECRET: z.optional(z.never(words.signIn('DESK_OIDC_CLIENT_SECRET'))),
})

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Reads the environment, and the file it names. Nothing else in the server does.
 * @throws CannotStart with a line for every mistake there is.
 */
export async function configFrom(
  environment: Environment,
  vendors: Readonly<Record<string, Vendor>>,
): Promise<Config> {
  // Set to nothing means not set: compose files cannot leave a variable out.
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim()))
  const mistakes = Object.keys(given)
    .filter((name) => name.startsWith('DESK_') && !known.includes(name))
    .map((name) => words.unknown(name, known.join(', ')))
  const parsed = environmentSchema.safeParse(given)
  if (!parsed.success) mistakes.push(...parsed.error.issues.map((issue) => issue.message))

  const file = given.DESK_CONFIG
  const workspaces = file
    ? await workspacesIn(file, { vendors, environment: given, mistakes })
    : defaultWorkspaces(vendors)
  if (mistakes.length || !parsed.success)
    throw new CannotStart([words.head(mistakes.length), ...mistakes].join('\n  '))

  const { data } = parsed
  const publicHost = data.DESK_PUBLIC_URL ? [new URL(data.DESK_PUBLIC_URL).hostname] : []
  return {
    host: data.HOST.replace(/^\[(.*)\]$/, '$1'),
    port: data.PORT,
    dataFolder: data.DESK_DATA,
    databaseUrl: data.DATABASE_URL ?? null,
    hosts: [...new Set(['localhost', '127.0.0.1', '::1', data.HOST, ...publicHost])],
    embeddedApi: data.DESK_EMBEDDED_API,
    workspaces,
  }
}

function isPostgresUrl(value: string): boolean {
  return URL.canParse(value) && /^postgres(ql)?:$/.test(new URL(value).protocol)
}

function isOrigin(value: string): boolean {
  if (!URL.canParse(value)) return false
  const { protocol, origin, href } = new URL(value)
  return /^https?:$/.test(protocol) && href === `${origin}/`
}
