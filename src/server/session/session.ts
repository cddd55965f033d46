import type { Session } from '#contract/session.ts'
import { gatewayText } from '#text/gatewayText.ts'

export type Person = Session['person']

/** With no sign-in configured everybody at this desk is one local person. */
export function localSession(): Session {
  return { person: { id: 'local', name: gatewayText.localPerson }, signIn: 'none' }
}
