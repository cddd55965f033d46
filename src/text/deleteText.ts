import { bidiIsolate } from './isolated.ts'

/** The questions and outcomes of deleting a contact. */
export const deleteText = {
  keptTitle: (name: string) => `${bidiIsolate(name)} cannot be deleted`,
  removeName: (name: string) => `Delete ${name}`,
  removeTitle: (name: string) => `Delete ${bidiIsolate(name)}?`,
  removeBody:
    'This deletes the contact from the billing system. You can undo it for 24 hours: the contact is then created again with the same details.',
  removePrimary: (name: string, customer: string) =>
    `${bidiIsolate(name)} is the primary contact of ${bidiIsolate(customer)}. Afterwards there is no primary contact until you choose another one.`,
  notRemovedYet: (name: string, why: string) =>
    `${bidiIsolate(name)} is not deleted yet. ${bidiIsolate(why)}`,
  maybeRemoved: (name: string) =>
    `We do not know yet whether ${bidiIsolate(name)} was deleted. The list shows what the billing system says`,
  keep: 'Keep the contact',
  removing: 'Deleting…',
  closeChecking: 'Close, keep checking',
}
