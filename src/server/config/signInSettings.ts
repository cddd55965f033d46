import type { RoleGroups } from './roleOf.ts'

/** Where people sign in, and what that lets them do. */
export interface SignInSettings {
  /** The provider's name for itself, character by character. */
  issuer: string
  clientId: string
  clientSecret: string
  /** The origin that people open the desk under. The provider sends them back there. */
  publicUrl: string
  /** Asked for besides openid and profile. */
  scopes: readonly string[]
  /** Where the provider answers besides its issuer's own host. */
  hosts: readonly string[]
  /** The provider is in the own network. */
  privateAddress: boolean
  /** The claim whose values give the roles. */
  claim: string
  /** By workspace. A person without a role in one does not see it. */
  roles: ReadonlyMap<string, RoleGroups>
}
