import * as z from 'zod/mini'

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
