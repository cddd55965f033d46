import { later } from '#ui/basics/lazyWithRetry.tsx'

const fetched = async () => (await import('./lazyChunk.ts')).later

/** Draws nothing: it fetches the parts while the network is there, for when it is not. */
export const PartsAhead = later(async () => {
  await fetched()
  return () => null
})

export const UnresolvedSave = later(async () => (await fetched()).UnresolvedSave)

export const SupportOf = later(async () => (await fetched()).SupportOf)

export const LeaveForm = later(async () => (await fetched()).LeaveForm)

export const LeftDraft = later(async () => (await fetched()).LeftDraft)

export const CreatedHere = later(async () => (await fetched()).CreatedHere)

export const DeleteContact = later(async () => (await fetched()).DeleteContact)
