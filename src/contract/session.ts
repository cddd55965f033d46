import * as z from 'zod/mini'

/** Who is at the desk. With no sign-in configured there is one local person. */
export const sessionSchema = z.object({
  person: z.object({ id: z.string(), name: z.string() }),
  signIn: z.enum(['none', 'oidc']),
})

export type Session = z.infer<typeof sessionSchema>
