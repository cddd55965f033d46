import { formatList, lowerFirst } from './format.ts'
import { bidiIsolate } from './isolated.ts'

/** What the form of a contact says that is there already. */
export const editText = {
  isPrimary: 'Primary contact',
  nothingToSave: 'No changes to save',
  unreadField:
    'The billing system gave this in a form that cannot be read. Leave it empty to keep it as it is there.',
  sharedEdit: (name: string, labels: readonly string[]) =>
    `${bidiIsolate(name)} is ${listed(labels)} of this customer: this edit also changes the ${listed(labels.slice(1))}.`,
}

function listed(labels: readonly string[]): string {
  return formatList(labels.map(lowerFirst))
}
