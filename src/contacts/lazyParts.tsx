import { lazyWithRetry } from '#ui/basics/lazyWithRetry.tsx'
import { whenIdle } from '#ui/basics/whenIdle.ts'

const fetched = async () => (await import('./lazyChunk.ts')).lazyChunk

/** Draws nothing: it fetches the parts while the network is there, for when it is not. */
export const PartsAhead = lazyWithRetry(async () => {
  await whenIdle()
  await fetched()
  return () => null
})

export const UnresolvedSave = lazyWithRetry(async () => (await fetched()).UnresolvedSave)

export const SupportOf = lazyWithRetry(async () => (await fetched()).SupportOf)

export const LeaveForm = lazyWithRetry(async () => (await fetched()).LeaveForm)

export const MayExist = lazyWithRetry(async () => (await fetched()).MayExist)

export const LeftDraft = lazyWithRetry(async () => (await fetched()).LeftDraft)

export const CreatedHere = lazyWithRetry(async () => (await fetched()).CreatedHere)

export const DeleteContact = lazyWithRetry(async () => (await fetched()).DeleteContact)
