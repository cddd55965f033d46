/**
 * Fetches every part that a form of a list may need, so that it can be opened, filled and refused when
 * the network is not there.
 * @throws when one of them does not come
 */
export async function fetchFormParts(): Promise<void> {
  await Promise.all([
    import('#contacts/lazyChunk.ts'),
    import('#contacts/form/EditContact.tsx'),
    import('#contacts/form/ViewContact.tsx'),
    import('#contacts/conflict/RemoteChanges.tsx'),
    import('#form/lazyChunk.ts'),
    import('#form/advice/FormAdvice.tsx'),
  ])
}
