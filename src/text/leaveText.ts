/** The question before a form is left. */
export const leaveText = {
  leaveTitle: 'Close the form?',
  leaveBody: {
    checking:
      'We do not know yet whether this was saved. The desk keeps checking and tells you the result. What you typed is kept.',
    waiting:
      'This is not saved yet. The desk keeps trying and tells you the result. What you typed is kept.',
  },
  discardTitle: 'Discard what you typed?',
  discardBody: 'It has not been saved.',
  keepEditing: 'Keep editing',
  leave: { checking: 'Close and keep checking', waiting: 'Close and keep trying' },
  discard: 'Discard',
}
