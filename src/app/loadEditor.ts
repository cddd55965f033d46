/** The form and all it needs: not part of the first page, fetched once somebody is about to write. */
export function loadEditor() {
  return import('#contacts/ContactEditor.tsx')
}
