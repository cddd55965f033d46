import { text } from '#text/text.ts'
import { later } from '#ui/basics/lazyWithRetry.tsx'

const fetched = async () => (await import('./lazyChunk.ts')).later

/** All there is while nobody is signed in. */
export const SignInPage = later(
  async () => (await fetched()).SignInPage,
  <main aria-busy="true" aria-label={text.desk.opening} />,
)

/** Stands over the desk when the session has ended. */
export const SessionEnded = later(async () => (await fetched()).SessionEnded)

/** The way out. */
export const SignOut = later(async () => (await fetched()).SignOut)
