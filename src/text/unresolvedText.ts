import { bidiIsolate } from './isolated.ts'

/** What is said about a save that has no result yet, and on leaving its form. Fetched with those parts. */
export const unresolvedText = {
  long: 'Saving takes longer than usual',
  retrying: 'Trying again',
  longBody: 'You can keep working: nothing you typed is lost.',
  unknown: 'We do not know yet whether this was saved',
  since: (time: string) => `Checking since ${time}.`,
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
  next: (time: string) => `Next try at ${time}.`,
  checkNow: 'Check now',
  tryNow: 'Try now',
  stop: 'Stop trying',
  copy: 'Copy your text',
  copied: 'Your text is on the clipboard',
  leaveTitle: 'Close the form?',
  leaveBody: {
    checking:
      'We do not know yet whether this was saved. The desk keeps checking and tells you the result. What you typed is kept.',
    waiting:
      'This is not saved yet. The desk keeps trying and tells you the result. What you typed is kept.',
  },
  leave: { checking: 'Close and keep checking', waiting: 'Close and keep trying' },
  discardTitle: 'Discard what you typed?',
  discardBody: 'It has not been saved.',
  discard: 'Discard',
  keepEditing: 'Keep editing',
  left: (moment: string) => `Resume draft from ${moment}?`,
  resume: 'Resume draft',
}
