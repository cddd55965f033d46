import { NoticeList } from '#ui/notices/NoticeList.tsx'
import { fetchFormParts } from './fetchFormParts.ts'
import { Navigation } from './Navigation.tsx'
import { PrintedFacts } from './PrintedFacts.tsx'
import { ShortcutsCorner } from './ShortcutsCorner.tsx'
import { guardTranslation } from './translationGuard.ts'

/** What every page has and nobody waits for. One file, fetched once the page stands. */
export const lazyChunk = {
  fetchFormParts,
  Navigation,
  NoticeList,
  PrintedFacts,
  ShortcutsCorner,
  guardTranslation,
}
