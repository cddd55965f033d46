import * as z from 'zod/mini'

/** Who is at the desk. With no sign-in configured there is one local person. */
export const sessionSchema = z.object({
  person: z.object({ id: z.string(), name: z.string() }),
  signIn: z.enum(['none', 'oidc']),
})

/** The same, with no person where the desk has sign-in and the browser has no session. */
export const visitSchema = z.union([
  sessionSchema,
  z.object({ person: z.null(), signIn: z.literal('oidc') }),
])

/** Where the browser has to go for the provider's own sign-out, or `/` where there is none. */
export const signedOutSchema = z.object({ next: z.string() })

/** What this person's drafts are sealed with in the browser: 32 bytes, base64url. */
export const draftsKeySchema = z.object({ key: z.string() })

/** One of a person's own sessions. */
export const ownSessionSchema = z.object({
  /** Names it, and opens nothing. */
  id: z.string(),
  startedAt: z.string(),
  /** To the minute. */
  seenAt: z.string(),
  /** Null: another one. */
  browser: z.nullable(z.enum(['Edge', 'Firefox', 'Chrome', 'Safari'])),
  system: z.nullable(
    z.enum(['Windows', 'iPhone', 'iPad', 'Android', 'ChromeOS', 'macOS', 'Linux']),
  ),
  /** The one that asks. */
  isThis: z.boolean(),
})

export type OwnSession = z.infer<typeof ownSessionSchema>

/** The one used last first. Without sign-in there are none. */
export const ownSessionsSchema = z.object({ items: z.array(ownSessionSchema) })

/** What ends: a session, or all of the person's but the one that asks. */
export const endSessionSchema = z.strictObject({ ended: z.literal(true) })

export type Session = z.infer<typeof sessionSchema>
