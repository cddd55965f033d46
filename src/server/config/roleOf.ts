import { accessRoles, type AccessRole } from '#contract/api/accessRole.ts'

/** Which values of the configured claim make somebody what. */
export type RoleGroups = Readonly<Partial<Record<AccessRole, readonly string[]>>>

/** The most that somebody with these values of the claim may do; null: nothing at all. */
export function roleOf(
  values: readonly string[],
  groups: RoleGroups | undefined,
): AccessRole | null {
  const has = new Set(values)
  return accessRoles.findLast((role) => groups?.[role]?.some((value) => has.has(value))) ?? null
}
