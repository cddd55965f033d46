import * as z from 'zod/mini'

/** What a person may do in a workspace, from least to most. */
export const accessRoles = ['viewer', 'editor', 'admin'] as const

export const accessRoleSchema = z.enum(accessRoles)

export type AccessRole = z.infer<typeof accessRoleSchema>

/** Whether a person with this role may do what the other role is needed for. */
export function isAtLeast(role: AccessRole, needed: AccessRole): boolean {
  return accessRoles.indexOf(role) >= accessRoles.indexOf(needed)
}
