import type { Provider } from './provider.ts'
import type { Grant, Sessions, Visitor } from './sessions.ts'

interface Around {
  provider: Pick<Provider, 'askAgain'>
  sessions: Pick<Sessions, 'takeCheck' | 'checked' | 'endRefused'>
  onProviderAway(error: unknown): void
}

/**
 * Asks the provider again who this is. One request of a session asks, at whichever gateway; those that
 * come meanwhile go on with what was known. Null: the provider refuses, and the session is over. While
 * the provider is away what was known counts, and the next request after half a minute asks again.
 */
export async function checkClaims(
  secret: string,
  known: Visitor,
  { provider, sessions, onProviderAway }: Around,
): Promise<Visitor | null> {
  const grant = await sessions.takeCheck(secret)
  if (!grant) return known
  const answer = await askedAgain(known, grant)
  if (answer === 'away') return known
  if (answer === 'refused') {
    await sessions.endRefused(secret)
    return null
  }
  await sessions.checked(secret, answer, answer.grant)
  return answer

  async function askedAgain(visitor: Visitor, by: Grant) {
    try {
      return await provider.askAgain(visitor, by)
    } catch (error) {
      onProviderAway(error)
      return 'away'
    }
  }
}
