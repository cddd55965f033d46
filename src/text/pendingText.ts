import { bidiIsolate } from './isolated.ts'

/** What is said of a save or deletion that has no end yet. */
export const pendingText = {
  long: 'Saving takes longer than usual',
  retrying: 'Trying again',
  longBody: 'You can keep working: nothing you typed is lost.',
  unknown: 'We do not know yet whether this was saved',
  while: {
    gatewayUnreachable: 'The desk’s server does not answer at the moment.',
    offline: 'You are offline at the moment.',
    signedOut: 'You are signed out. Sign in again, then it goes on.',
  },
  goesOn: 'The desk keeps trying, and never creates the same contact twice.',
  goesOnDuplicate: 'The desk keeps trying.',
  turnedAway: (why: string) => `The retry was refused: ${bidiIsolate(why)}`,
  lookYourself: 'The desk may never find out. Check the list to see whether it is there.',
  unlisted:
    'This billing system lists no contacts, so the desk may never find out, and it does not send it a second time. Look in the billing system itself.',
  giveUp: 'I have looked: stop checking',
  duplicateInFlight: 'An identical contact is being saved for this customer. Waiting for it.',
  checkNow: 'Check now',
  copy: 'Copy your text',
  copied: 'Your text is on the clipboard',
  since: (time: string) => `Checking since ${time}.`,
  next: (time: string) => `Next try at ${time}.`,
  tryNow: 'Try now',
  stop: 'Stop trying',
}
