/** What is asked where a workspace wants to know why. It is fetched with the questions. */
export const reasonText = {
  label: 'Reason',
  hint: 'It stands in the log and in Recent changes.',
  missing: 'Say why. This workspace asks for a reason.',
}
