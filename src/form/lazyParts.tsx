import { lazyWithRetry } from '#ui/basics/lazyWithRetry.tsx'

const fetched = async () => (await import('./lazyChunk.ts')).lazyChunk

export const FormSummary = lazyWithRetry(async () => (await fetched()).FormSummary)

export const LeftBehind = lazyWithRetry(async () => (await fetched()).LeftBehind)
