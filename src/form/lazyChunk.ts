import { FormSummary } from './FormSummary.tsx'
import { LeftBehind } from './LeftBehind.tsx'

/** What a form needs once somebody has typed in it. One file, fetched as soon as a form stands. */
export const lazyChunk = { FormSummary, LeftBehind }
