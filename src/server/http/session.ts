import type { AccessRole } from '#contract/api/accessRole.ts'
import type { Session } from '#contract/api/session.ts'
import { gatewayText } from '#text/gatewayText.ts'

export type Person = Session['person']

/** Who asks, and what they may do. */
export interface DeskSession extends Session {
  /** The name of the session among the person's own; null without sign-in. */
  id: string | null
  /** Null: for this person there is no such workspace. */
  roleIn(workspace: string): AccessRole | null
}

/** The person of a request; null without a session. */
export type SessionOf = (request: Request) => DeskSession | Promise<DeskSession | null>

/** With no sign-in configured everybody at this desk is one local person, who may do everything. */
export function localSession(): DeskSession {
  return {
    id: null,
    person: { id: 'local', name: gatewayText.localPerson },
    signIn: 'none',
    roleIn: () => 'admin',
  }
}
