import { bidiIsolate } from './isolated.ts'

/** The question before a contact is deleted. Fetched with it. */
export const deleteText = {
  keptTitle: (name: string) => `${bidiIsolate(name)} cannot be deleted`,
  removeName: (name: string) => `Delete ${name}`,
  removeTitle: (name: string) => `Delete ${bidiIsolate(name)}?`,
  removeBody:
    'This deletes the contact from the billing system. You can undo it for 24 hours: the contact is then created again with the same details.',
  removePrimary: (name: string, customer: string) =>
    `${bidiIsolate(name)} is the primary contact of ${bidiIsolate(customer)}. Afterwards there is no primary contact until you choose another one.`,
  removing: 'Deleting…',
  keep: 'Keep the contact',
  closeChecking: 'Close, keep checking',
}
