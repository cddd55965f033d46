import { lazyWithRetry } from '#ui/basics/lazyWithRetry.tsx'
import { whenIdle } from '#ui/basics/whenIdle.ts'

const fetched = async () => (await import('./lazyChunk.ts')).lazyChunk

export const KeptPlace = lazyWithRetry(async () => {
  await whenIdle()
  return (await fetched()).KeptPlace
})

/** What will move, and the buttons that agree or do not: it takes the focus when it is there. */
export const ConfirmRoleChange = lazyWithRetry(async () => (await fetched()).ConfirmRoleChange)

export const UnresolvedSave = lazyWithRetry(async () => (await fetched()).UnresolvedSave)

export const SupportOf = lazyWithRetry(async () => (await fetched()).SupportOf)

export const LeaveForm = lazyWithRetry(async () => (await fetched()).LeaveForm)

export const MayExist = lazyWithRetry(async () => (await fetched()).MayExist)

export const LeftDraft = lazyWithRetry(async () => (await fetched()).LeftDraft)

export const CreatedHere = lazyWithRetry(async () => (await fetched()).CreatedHere)

export const DensityMenu = lazyWithRetry(async () => {
  await whenIdle()
  return (await fetched()).DensityMenu
})

export const DeleteContact = lazyWithRetry(async () => (await fetched()).DeleteContact)

export const ListTroubles = lazyWithRetry(async () => (await fetched()).ListTroubles)

export const NobodyYet = lazyWithRetry(async () => (await fetched()).NobodyYet)

export const NothingMatches = lazyWithRetry(async () => (await fetched()).NothingMatches)

export const RowNote = lazyWithRetry(async () => (await fetched()).RowNote)
