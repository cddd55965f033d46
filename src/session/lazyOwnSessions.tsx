import { lazyWithRetry } from '#ui/basics/lazyWithRetry.tsx'

/** Where a person is signed in. Only who looks needs it. */
export const OwnSessions = lazyWithRetry(
  async () => (await import('./OwnSessions.tsx')).OwnSessions,
)
