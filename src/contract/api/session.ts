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

export type Session = z.infer<typeof sessionSchema>
