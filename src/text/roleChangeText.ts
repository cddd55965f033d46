import { bidiIsolate } from './isolated.ts'

/** The question before a contact is made primary, or given another role. Fetched with it. */
export const roleChangeText = {
  moves: (from: string, to: string) =>
    `Invoices move from ${bidiIsolate(from)} to ${bidiIsolate(to)}`,
  movesTo: (to: string) => `Invoices go to ${bidiIsolate(to)}`,
  noEmail: (name: string) =>
    `${bidiIsolate(name)} has no email address, so invoices cannot be mailed there`,
  notMailed:
    'Email delivery is switched off for this customer: bill runs mail nothing, and only what is posted by hand or by API may be mailed.',
  allowsFirst: (name: string, label: string) =>
    `“${label}” is not ticked for ${bidiIsolate(name)} yet, so that is done first.`,
  role: (label: string) => ({
    moves: (from: string, to: string) =>
      `${label} moves from ${bidiIsolate(from)} to ${bidiIsolate(to)}`,
    movesTo: (to: string) => `${label} becomes ${bidiIsolate(to)}`,
  }),
}
