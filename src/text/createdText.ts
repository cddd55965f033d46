/** Where a billing system lists no contacts. Fetched with that list, so no part of `text`. */
export const createdText = {
  title: 'This billing system lists no contacts here',
  body: 'Contacts can be created. Editing, deleting and making one primary take the list, so they are not offered.',
  table: 'Created here',
  mark: 'Created here',
  by: 'Created by',
  at: 'Created',
  none: 'Nothing was created here yet',
  noneBody:
    'Contacts that this desk creates for the customer are listed here. Contacts from elsewhere are not known.',
  failed: 'Could not load what was created here',
}
