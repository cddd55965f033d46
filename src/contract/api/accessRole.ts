import * as z from 'zod/mini'

/** What a person may do in a workspace, from least to most. */
export const roles = ['viewer', 'editor', 'admin'] as const

export const roleSchema = z.enum(roles)

export type Role = z.infer<typeof roleSchema>

/** True when whoever has this role may do what needs that one. */
export function isAtLeast(role: Role, needed: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(needed)
}
