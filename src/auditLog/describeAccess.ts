import type { AccessOp } from '#contract/api/accessOps.ts'
import type { LogEntry } from '#contract/api/history.ts'
import type { AccessRole } from '#contract/api/accessRole.ts'
import { accessText } from '#text/accessText.ts'
import { logText } from '#text/logText.ts'

/** A row about access in words. */
export function describeAccess(op: AccessOp, changes: LogEntry['changes']): string {
  const held = (field: string, side: 'old' | 'new' = 'new') => {
    const value = changes.find((change) => change.field === field)?.[side]
    return typeof value === 'string' ? value : undefined
  }
  switch (op) {
    case 'signIn':
      return accessText.signIn
    case 'signOut':
      return accessText.signOutBy(accessText.signOut(Number(held('sessions') ?? 1)), held('by'))
    case 'denied':
      return accessText.denied(Number(held('requests') ?? 1))
    default:
      return accessText.roleChange(roleIn(held('role', 'old')), roleIn(held('role')))
  }
}

/** What a change of such a row is called. */
export function accessLabelOf(field: string): string {
  return new Map(Object.entries(accessText.fields)).get(field) ?? field
}

function roleIn(role: string | undefined): string {
  if (role === undefined) return accessText.noRole
  return logText.roles[role as AccessRole] ?? role
}
