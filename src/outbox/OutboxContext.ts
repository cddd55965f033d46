import { createContext, use, useEffect, useEffectEvent, useSyncExternalStore } from 'react'
import type { Drafts } from '#outbox/drafts/drafts.ts'
import type { Standing, Unresolved, Verdict } from './submission.ts'
import type { Outbox } from './outbox.ts'

interface Kept {
  outbox: Outbox
  drafts: Drafts
}

const Context = createContext<Kept | null>(null)

/** Hands the one outbox and the drafts of the page to whoever writes. */
export const OutboxProvider = Context.Provider

function useKept(): Kept {
  const kept = use(Context)
  if (!kept) throw new Error('no OutboxProvider around it')
  return kept
}

export function useOutbox(): Outbox {
  return useKept().outbox
}

export function useDrafts(): Drafts {
  return useKept().drafts
}

/** Every errand that has not ended. */
export function useErrands(): readonly Unresolved[] {
  const outbox = useOutbox()
  return useSyncExternalStore(outbox.subscribe, outbox.all)
}

/** Where an intent stands; null while it is not on its way. */
export function useStanding(intent: string): Standing | null {
  const outbox = useOutbox()
  return useSyncExternalStore(outbox.subscribe, () => outbox.standing(intent))
}

/** Hears how an intent ends, instead of a notice, for as long as it is on the screen. */
export function useEnd(intent: string, tell: (verdict: Verdict) => void): void {
  const outbox = useOutbox()
  const hear = useEffectEvent(tell)
  useEffect(() => outbox.attend(intent, (verdict) => hear(verdict)), [outbox, intent])
}
