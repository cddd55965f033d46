import * as z from 'zod/mini'
import { accessRoles } from './accessRole.ts'

/** The configuration of a workspace as an admin sees it, without secrets. */

/** One part of where a workspace acts, in the vendor's words. */
export const scopeSchema = z.object({ label: z.string(), value: z.string() })

export type Scope = z.infer<typeof scopeSchema>

/** What a billing system itself limits and does, for whichever company. null: not documented. */
export const vendorLimitsSchema = z.object({
  contactsPerCustomer: z.nullable(z.number()),
  /** The most entries that one of its pages holds. */
  longestPage: z.number(),
  /** Hours for which it knows a create by its key; null where it knows no keys. */
  remembersKeys: z.nullable(z.number()),
})

export type VendorLimits = z.infer<typeof vendorLimitsSchema>

/** Where the value of a setting comes from that does not stand in the file itself. */
export const secretPlaceSchema = z.object({
  setting: z.string(),
  from: z.enum(['env', 'file']),
  /** The name of the variable or the path of the file, never what is in it. */
  place: z.string(),
})

export type SecretPlace = z.infer<typeof secretPlaceSchema>

export const workspaceSettingsSchema = z.object({
  id: z.string(),
  name: z.string(),
  backend: z.object({ id: z.string(), title: z.string() }),
  environment: z.object({
    word: z.string(),
    tone: z.enum(['embedded', 'test', 'production']),
  }),
  capabilities: z.object({
    idempotency: z.enum(['key', 'none']),
    search: z.enum(['fuzzy', 'startsWith']),
    unsetPrimary: z.boolean(),
    removeHolder: z.boolean(),
  }),
  limits: vendorLimitsSchema,
  /** The header by which its support finds a call; null where there is none. */
  traceHeader: z.nullable(z.string()),
  /** The fields of its form that have a limit of characters. */
  fields: z.array(z.object({ label: z.string(), limit: z.number() })),
  /** The optional parts of its backend that are switched on, and the fields only it has. */
  features: z.array(z.string()),
  customFields: z.array(z.string()),
  /** Where its API is; null for the embedded duplicate. */
  host: z.nullable(z.string()),
  scope: z.array(scopeSchema),
  secrets: z.array(secretPlaceSchema),
  /** Which values of which claim give which role here; null: the desk has no sign-in. */
  roles: z.nullable(
    z.object({ claim: z.string(), groups: z.record(z.enum(accessRoles), z.array(z.string())) }),
  ),
})

export type WorkspaceSettings = z.infer<typeof workspaceSettingsSchema>

/** What is tried, in this order. */
export const probeNames = ['signIn', 'search', 'customer', 'contacts', 'contact'] as const

/** Why a probe did not work. In words of the desk only: a backend may repeat what it was sent. */
const probeTroubles = [
  'credentials',
  'permission',
  'busy',
  'backendUnreachable',
  'broken',
  'outcomeUnknown',
  'refused',
  'notFound',
  'setup',
  'slow',
] as const

export const probeSchema = z.discriminatedUnion('state', [
  z.object({
    name: z.enum(probeNames),
    state: z.literal('works'),
    ms: z.number(),
    /** How many it found, where it looked for some; `more`: there are others. */
    found: z.nullable(z.number()),
    more: z.boolean(),
  }),
  z.object({
    name: z.enum(probeNames),
    state: z.literal('failed'),
    ms: z.number(),
    trouble: z.enum(probeTroubles),
  }),
  /** Not tried: what it needs is not known, as there is `none` or an earlier one `failed`. */
  z.object({
    name: z.enum(probeNames),
    state: z.literal('skipped'),
    why: z.enum(['failed', 'none']),
  }),
])

export type Probe = z.infer<typeof probeSchema>

export const probesSchema = z.object({
  /** When it was tried (RFC 3339). */
  at: z.string(),
  probes: z.array(probeSchema),
})

export type Probes = z.infer<typeof probesSchema>
