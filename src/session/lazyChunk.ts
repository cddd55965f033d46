import { SessionEnded } from './SessionEnded.tsx'
import { SignInPage } from './SignInPage.tsx'
import { SignOut } from './SignOut.tsx'

/** What only a desk with sign-in needs, without inputs. One chunk, fetched at once. */
export const lazyChunk = { SessionEnded, SignInPage, SignOut }
