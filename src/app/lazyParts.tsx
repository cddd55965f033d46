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

/** Fetches the parts of forms, and again when that fails. Draws nothing. */
export const FormParts = lazyWithRetry(async () => {
  await (await fetched()).fetchFormParts()
  return () => null
})
