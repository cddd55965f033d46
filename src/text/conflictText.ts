import { formatList, lowerFirst } from './format.ts'
import { bidiIsolate } from './isolated.ts'

/** What two people made of one contact. */
export const conflictText = {
  body: 'Nothing was saved. Choose a value for each field, then save.',
  maybeTitle: 'It may have been saved',
  maybeBody: (held: readonly { label: string; value: string }[]) =>
    [
      'The answer of the billing system was lost.',
      ...held.map(({ label, value }) => `${label} holds ${bidiIsolate(value)} now.`),
      'Someone may also have changed it. Choose a value for each field, then save.',
    ].join(' '),
  mine: 'Keep mine',
  empty: 'nothing',
  apply: 'Apply',
  choose: (labels: readonly string[]) => `Choose first: ${formatList(labels.map(lowerFirst))}`,
  show: 'Show',
  hide: 'Hide',
  stored: 'Keep it as it is',
  theirs: 'Take theirs',
  was: 'Was',
  meanwhile: (labels: readonly string[]) =>
    `Changed by someone else while you edit: ${formatList(labels)}`,
}
