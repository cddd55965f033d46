import { formatCount } from './format.ts'

/** What signing in and out says. It is fetched when it is needed, so it is not part of `text`. */
export const sessionText = {
  signIn: {
    title: 'Sign in to Contact Desk',
    body: 'You are taken to your company’s sign-in, and then back to this page.',
    go: 'Sign in',
  },
  ended: {
    over: 'Your session has ended. Sign in again to continue. Nothing you typed is lost.',
    beside: 'Sign in in the new tab, then come back here. Nothing you typed is lost.',
    again: 'Sign in again',
  },
  own: 'Your sessions',
  out: {
    go: 'Sign out',
    leaving: 'Signing out…',
    title: (count: number) =>
      `Keep your ${count === 1 ? 'draft' : formatCount(count, 'draft', 'drafts')} on this computer?`,
    body: 'What you typed and did not save is encrypted: no one can read it here until you sign in again. Erased drafts cannot be recovered.',
    keep: 'Keep and sign out',
    erase: 'Erase and sign out',
    failed: (why: string) => `You are still signed in. ${why}`,
  },
}
