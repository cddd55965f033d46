import { bidiIsolate } from './isolated.ts'

/** The question whether a contact is the one that was saved. Fetched with it, so no part of `text`. */
export const mayExistText = {
  title: 'A contact that may be this one was made since',
  body: (name: string) =>
    `The answer to your save was lost. ${bidiIsolate(name)} may be yours, stored differently by the billing system. Nothing more is made until you decide.`,
  isThis: 'It is this one',
  confirming: 'Saving your answer…',
  saveAsNew: 'Save as a new contact',
}
