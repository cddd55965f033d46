import { text } from '#text/text.ts'
import { lazyWithRetry } from '#ui/basics/lazyWithRetry.tsx'

const fetched = async () => (await import('./lazyChunk.ts')).lazyChunk

/** The whole page while no person is signed in. */
export const SignInPage = lazyWithRetry(
  async () => (await fetched()).SignInPage,
  <main aria-busy="true" aria-label={text.desk.opening} />,
)

/** Shown over the desk when the session has ended. */
export const SessionEnded = lazyWithRetry(async () => (await fetched()).SessionEnded)

/** The way out. */
export const SignOut = lazyWithRetry(async () => (await fetched()).SignOut)
