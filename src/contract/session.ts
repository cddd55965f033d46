import * as z from 'zod/mini'

/** Who is at the desk. With no sign-in configured there is one local person. */
export const sessionSchema = z.object({
  person: z.object({ id: z.string(), name: z.string() }),
  signIn: z.enum(['none', 'oidc']),
})

/** What this person's drafts are sealed with in the browser: 32 bytes, base64url. */
export const draftsKeySchema = z.object({ key: z.string() })

export type Session = z.infer<typeof sessionSchema>
