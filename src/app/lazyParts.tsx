import { lazyWithRetry } from '#ui/basics/lazyWithRetry.tsx'
import { whenIdle } from '#ui/basics/whenIdle.ts'

const fetched = async () => {
  await whenIdle()
  return (await import('./lazyChunk.ts')).lazyChunk
}

/** Keeps React and a browser that translates the page out of each other's way. Draws nothing. */
export const TranslationGuard = lazyWithRetry(async () => {
  const { guardTranslation } = await fetched()
  guardTranslation(document.body)
  return () => null
})

export const Navigation = lazyWithRetry(async () => (await fetched()).Navigation)

export const NoticeList = lazyWithRetry(async () => (await fetched()).NoticeList)

export const PrintedFacts = lazyWithRetry(async () => (await fetched()).PrintedFacts)

export const ShortcutsCorner = lazyWithRetry(async () => (await fetched()).ShortcutsCorner)

/**
 * Fetched with a list: every part that a form of it may need, so that it can be opened, filled and
 * refused when the network is not there. Draws nothing.
 */
export const FormParts = lazyWithRetry(async () => {
  await whenIdle()
  await Promise.all([
    import('#contacts/lazyChunk.ts'),
    import('#contacts/form/EditContact.tsx'),
    import('#contacts/form/ViewContact.tsx'),
    import('#contacts/conflict/RemoteChanges.tsx'),
    import('#form/lazyChunk.ts'),
    import('#form/advice/FormAdvice.tsx'),
  ])
  return () => null
})
