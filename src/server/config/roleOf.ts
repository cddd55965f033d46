import { accessRoles, type AccessRole } from '#contract/api/accessRole.ts'

/** Which values of the configured claim give which role. */
export type RoleGroups = Readonly<Partial<Record<AccessRole, readonly string[]>>>

/** The highest role that these values of the claim give; null: none. */
export function roleOf(
  values: readonly string[],
  groups: RoleGroups | undefined,
): AccessRole | null {
  const has = new Set(values)
  return accessRoles.findLast((role) => groups?.[role]?.some((value) => has.has(value))) ?? null
}
