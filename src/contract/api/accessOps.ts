import * as z from 'zod/mini'

/**
 * Rows of the log that are about who may come in: signing in and out, requests that a role does not
 * allow (counted by person, route and minute), and roles that the provider or the settings changed.
 */
export const accessOps = ['signIn', 'signOut', 'denied', 'roleChange'] as const

export const accessOpSchema = z.enum(accessOps)

export type AccessOp = z.infer<typeof accessOpSchema>

export function isAccessOp(op: string): op is AccessOp {
  return accessOpSchema.safeParse(op).success
}
