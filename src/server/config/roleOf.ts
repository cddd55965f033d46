import { roles, type Role } from '#contract/api/accessRole.ts'

/** Which values of the configured claim make somebody what. */
export type RoleGroups = Readonly<Partial<Record<Role, readonly string[]>>>

/** The most that somebody with these values of the claim may do; null: nothing at all. */
export function roleOf(values: readonly string[], groups: RoleGroups | undefined): Role | null {
  const has = new Set(values)
  return roles.findLast((role) => groups?.[role]?.some((value) => has.has(value))) ?? null
}
