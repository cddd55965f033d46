/**
 * The seed that noticed last time that a guard was taken out, where the first ones do not: it is tried
 * before the search, which would come to it after all the others. A seed that notices no longer costs
 * one day more; `NOTICED=1 npx vitest run guardMutations` prints them anew.
 */
export const lastNoticed: Readonly<Record<string, number>> = {
  'Day Zero: a change in doubt is not sent again after a later one': 87,
  'Day Zero: a gateway that starts finds out what the last one left': 9,
  'Day Zero: a list that contradicts itself is not whole': 6,
  'Day Zero: a person decides about a contact that may be theirs': 3,
  'Day Zero: a read after a move': 8,
  'Day Zero: a row that says that bytes leave before they do': 6,
  'Day Zero: a turn that lasts while its write is in doubt': 6,
  'Day Zero: an edit that was dispatched may be saved': 11,
  'Day Zero: more than one read where a list may be behind': 3,
  'Day Zero: of two presses one that comes first': 37,
  'Day Zero: only who took a submission on last may write it': 26,
  'Day Zero: the answer to a move': 5,
  'Day Zero: the flag is taken only from those who had it before': 13,
  'Zuora: a gateway that starts finds out what the last one left': 9,
  'Zuora: a look at who has the invoices by now': 19,
  'Zuora: a turn that lasts while its write is in doubt': 51,
  'Zuora: an edit that was dispatched may be saved': 8,
  'Zuora: of two presses one that comes first': 37,
}
