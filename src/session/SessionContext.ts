import { createContext, use } from 'react'

interface SessionNow {
  /** The session has ended, as far as the last answer said. */
  isOver: boolean
  /** Leaves the page for another address. */
  leave(address: string): void
}

const Context = createContext<SessionNow | null>(null)

/** Hands out whether the session still is one, and the way out of the page. */
export const SessionProvider = Context.Provider

export function useSession(): SessionNow {
  const session = use(Context)
  if (!session) throw new Error('useSession outside SessionProvider')
  return session
}
