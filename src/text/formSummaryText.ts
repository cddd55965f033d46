/** The list of what is wrong with a form, above it. Fetched when something is. */
export const formSummaryText = {
  problem: 'There is a problem',
  at: (label: string, message: string) => `${label}: ${message}`,
}
