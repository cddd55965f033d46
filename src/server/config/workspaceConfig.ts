import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import * as z from 'zod/mini'
import type { Backend } from '#contract/backend/backend.ts'
import type { TenantOptions } from '#contract/fields/field.ts'
import type { Send } from '#contract/backend/send.ts'
import type { Vendor } from '#contract/backend/vendor.ts'
import { startText } from '#text/startText.ts'
import type { SecretPlace } from '#contract/api/workspaceSettings.ts'
import { configuredAs, configuredEmbedded, type ConfiguredValues } from './configured.ts'
import { isSafeAddress } from '#server/network/isSafeAddress.ts'
import { isSampleValue } from './isPlaceholder.ts'
import type { RoleGroups } from './roleOf.ts'

const words = startText.settings

/** A workspace as it was asked for: everything about it is known to be right. */
export interface WorkspaceConfig {
  id: string
  name: string
  environment: { word: string; tone: 'embedded' | 'test' | 'production' }
  vendor: Vendor
  /** True: its backend is the vendor's embedded API. */
  embedded: boolean
  /** Where its backend may be reached over the network. */
  outside: { origins: readonly string[]; privateAddress: boolean }
  variation: TenantOptions
  configured: ConfiguredValues
  /** Deleting a contact and moving who gets the invoice take a reason. */
  requiresReason: boolean
  /** Who may do what here; null: as everywhere in the desk. */
  roles: RoleGroups | null
  connect: (send: Send) => Backend
}

type Vendors = Readonly<Record<string, Vendor>>

/** With nothing configured: one embedded workspace of each billing system. */
export function defaultWorkspaces(vendors: Vendors): WorkspaceConfig[] {
  return Object.values(vendors).map((vendor) =>
    embeddedWorkspace({ id: `${vendor.id}-embedded`, name: vendor.title }, vendor),
  )
}

function embeddedWorkspace(
  { id, name, roles, requireReason }: Pick<Asked, 'id' | 'name' | 'roles' | 'requireReason'>,
  vendor: Vendor,
): WorkspaceConfig {
  return {
    id,
    name,
    roles: roles ?? null,
    requiresReason: requireReason ?? false,
    vendor,
    environment: { word: words.embedded, tone: 'embedded' },
    embedded: true,
    outside: { origins: [], privateAddress: false },
    variation: vendor.variation(vendor.embedded.settings),
    configured: configuredEmbedded(vendor),
    connect: (send) => vendor.connect(vendor.embedded.settings, send),
  }
}

const group = z.string().check(z.minLength(1), z.maxLength(200))
const groups = z.optional(z.array(group).check(z.minLength(1)))
const rolesSchema = z
  .strictObject({ viewer: groups, editor: groups, admin: groups })
  .check(z.refine((roles) => Object.values(roles).some((some) => some), words.rolesEmpty))

const workspaceSchema = z.strictObject({
  id: z.string().check(z.regex(/^[a-z][a-z0-9-]{0,63}$/, words.workspaceId)),
  name: z.string().check(z.minLength(1), z.maxLength(60)),
  backend: z.string(),
  environment: z.optional(
    z.strictObject({
      word: z.string().check(z.minLength(1), z.maxLength(20)),
      tone: z.enum(['test', 'production']),
    }),
  ),
  roles: z.optional(rolesSchema),
  requireReason: z.optional(z.boolean()),
  settings: z.record(z.string(), z.unknown()),
})

const signInSchema = z.strictObject({
  claim: z.string().check(z.minLength(1), z.maxLength(200)),
  // RFC 6749, section 3.3.
  scopes: z.optional(z.array(z.string().check(z.regex(/^[!#-[\]-~]{1,100}$/, words.scope)))),
  hosts: z.optional(z.array(z.string().check(z.refine(isHost, words.providerHost)))),
  privateAddress: z.optional(z.boolean()),
  roles: z.optional(rolesSchema),
})

/** What the file says of sign-in; the provider is in the environment. */
export type SignInOfFile = z.infer<typeof signInSchema>

const fileSchema = z.strictObject({
  workspaces: z.array(workspaceSchema).check(z.minLength(1)),
  signIn: z.optional(signInSchema),
})

/** zod/mini says only "Invalid input" without it. */
const error = z.locales.en().localeError

interface Reading {
  vendors: Vendors
  environment: Readonly<Record<string, string | undefined>>
  /** Where every mistake is added. */
  mistakes: string[]
  /** Sign-in is configured, so that there are people with roles. */
  signsIn: boolean
}

export interface DeskFile {
  workspaces: WorkspaceConfig[]
  signIn: SignInOfFile | null
}

/** What the file of the desk says. What is wrong with it is added to the mistakes. */
export async function deskFileIn(file: string, reading: Reading): Promise<DeskFile> {
  const { mistakes, signsIn } = reading
  let raw: unknown
  try {
    raw = JSON.parse(await readFile(file, 'utf8'))
  } catch (cause) {
    const reason = reasonOf(cause)
    mistakes.push(
      cause instanceof SyntaxError
        ? words.fileNotJson(file, reason)
        : words.fileUnreadable(file, reason),
    )
    return { workspaces: [], signIn: null }
  }
  const parsed = fileSchema.safeParse(raw, { error })
  if (!parsed.success) {
    mistakes.push(...parsed.error.issues.map((issue) => placed(issue.path, issue.message)))
    return { workspaces: [], signIn: null }
  }
  const { signIn = null } = parsed.data
  if (signsIn && !signIn) mistakes.push(placed(['signIn'], words.signInMissingInFile))
  if (!signsIn && signIn) mistakes.push(placed(['signIn'], words.signInUnset))

  const found: WorkspaceConfig[] = []
  const ids = new Set<string>()
  for (const [index, asked] of parsed.data.workspaces.entries()) {
    const place = ['workspaces', index]
    if (ids.has(asked.id)) mistakes.push(placed([...place, 'id'], words.workspaceTwice(asked.id)))
    ids.add(asked.id)
    if (!signsIn && asked.roles) mistakes.push(placed([...place, 'roles'], words.signInUnset))
    if (signIn && !signIn.roles && !asked.roles)
      mistakes.push(placed([...place, 'roles'], words.rolesNobody))
    const workspace = await workspaceOf(asked, place, { ...reading, folder: dirname(file) })
    if (workspace) found.push(workspace)
  }
  return { workspaces: found, signIn }
}

type Asked = z.infer<typeof workspaceSchema>

async function workspaceOf(
  { id, name, backend, environment, roles, requireReason, settings: asked }: Asked,
  place: PropertyKey[],
  reading: Reading & { folder: string },
): Promise<WorkspaceConfig | undefined> {
  const { vendors, mistakes } = reading
  const wrong = (path: PropertyKey[], problem: string) => {
    mistakes.push(placed([...place, ...path], problem))
  }
  const vendor = Object.hasOwn(vendors, backend) ? vendors[backend] : undefined
  if (!vendor) wrong(['backend'], words.backendUnknown(Object.keys(vendors).join(', ')))
  // A place may be called by the vendor's name for it.
  const named = String(asked.address)
  const address =
    vendor && Object.hasOwn(vendor.addresses, named) ? vendor.addresses[named] : asked.address
  const given: Record<string, unknown> = { ...asked, address }
  const { privateAddress = false, ...settings } = given
  if (address === 'embedded') {
    if (Object.keys(settings).length > 1) wrong(['settings'], words.embeddedMore)
    return vendor && embeddedWorkspace({ id, name, roles, requireReason }, vendor)
  }
  if (!environment) wrong(['environment'], words.environmentMissing)
  if (!isSafeAddress(settings.address))
    wrong(
      ['settings', 'address'],
      words.addressWrong(Object.keys(vendor?.addresses ?? {}).join(', ')),
    )

  if (typeof privateAddress !== 'boolean')
    wrong(['settings', 'privateAddress'], words.privateAddress)

  const read = await withSecrets(settings, reading, (key, problem) => {
    wrong(['settings', key], problem)
  })
  for (const [key, value] of Object.entries(read))
    if (isSampleValue(value)) wrong(['settings', key], words.sampleHere)
  const checked = vendor?.settings.safeParse(read, { error })
  for (const issue of checked?.error?.issues ?? [])
    // Said already where the address or the secret was looked at.
    if (issue.path[0] !== 'address' && read[String(issue.path[0])] !== unreadable)
      wrong(['settings', ...issue.path], issue.message)
  if (!vendor || !environment || !checked?.success) return undefined
  return {
    id,
    name,
    environment,
    vendor,
    embedded: false,
    outside: { origins: [String(address)], privateAddress: privateAddress === true },
    variation: vendor.variation(read),
    configured: configuredAs(vendor, read, secretsIn(settings)),
    roles: roles ?? null,
    requiresReason: requireReason ?? false,
    connect: (send) => vendor.connect(read, send),
  }
}

const secretSchema = z.union([
  z.strictObject({ env: z.string() }),
  z.strictObject({ file: z.string() }),
])

/** Where the settings say that a value is kept elsewhere. */
function secretsIn(settings: Record<string, unknown>): SecretPlace[] {
  return Object.entries(settings).flatMap(([setting, value]) => {
    const { data } = secretSchema.safeParse(value)
    if (!data) return []
    const [from, place] =
      'env' in data ? (['env', data.env] as const) : (['file', data.file] as const)
    return [{ setting, from, place }]
  })
}

/** Takes the place of a secret that could not be read. */
const unreadable = Symbol('unreadable')

/** The settings with every `{"env"}` and `{"file"}` replaced by what is there. */
async function withSecrets(
  settings: Record<string, unknown>,
  { environment, folder }: Reading & { folder: string },
  wrong: (key: string, problem: string) => void,
): Promise<Record<string, unknown>> {
  const read: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(settings)) {
    const secret = secretSchema.safeParse(value)
    if (!secret.success) {
      read[key] = value
      continue
    }
    try {
      read[key] =
        'env' in secret.data
          ? (environment[secret.data.env] ?? unreadable)
          : (await readFile(resolve(folder, secret.data.file), 'utf8')).trim()
      if (read[key] === unreadable && 'env' in secret.data)
        wrong(key, words.secretEnv(secret.data.env))
      if (read[key] === '') wrong(key, words.secretEmpty)
    } catch (cause) {
      read[key] = unreadable
      if ('file' in secret.data) wrong(key, words.secretFile(secret.data.file, reasonOf(cause)))
    }
  }
  return read
}

/** The host part of a URL, perhaps with a port. */
function isHost(host: string): boolean {
  return URL.canParse(`https://${host}`) && new URL(`https://${host}`).host === host
}

/** `workspaces[0].settings.token: …` */
function placed(path: readonly PropertyKey[], problem: string): string {
  const place = path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .replace(/^\./, '')
  return words.at(place || 'the file', problem)
}

function reasonOf(cause: unknown): string {
  const { code, message } = cause as NodeJS.ErrnoException
  return code ?? message
}
