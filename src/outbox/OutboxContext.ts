import { createContext, use, useEffect, useEffectEvent, useSyncExternalStore } from 'react'
import type { Drafts } from '#outbox/drafts/drafts.ts'
import type { SubmissionStatus, PendingSubmission, SubmissionResult } from './submission.ts'
import type { Outbox } from './outbox.ts'

interface OutboxServices {
  outbox: Outbox
  drafts: Drafts
}

const Context = createContext<OutboxServices | null>(null)

/** Hands the one outbox and the drafts of the page to whoever writes. */
export const OutboxProvider = Context.Provider

function useOutboxServices(): OutboxServices {
  const services = use(Context)
  if (!services) throw new Error('no OutboxProvider around it')
  return services
}

export function useOutbox(): Outbox {
  return useOutboxServices().outbox
}

export function useDrafts(): Drafts {
  return useOutboxServices().drafts
}

/** Every submission that has not ended. */
export function usePendingSubmissions(): readonly PendingSubmission[] {
  const outbox = useOutbox()
  return useSyncExternalStore(outbox.subscribe, outbox.all)
}

/** Where a submission stands; null while it is not on its way. */
export function useSubmissionStatus(submissionId: string): SubmissionStatus | null {
  const outbox = useOutbox()
  return useSyncExternalStore(outbox.subscribe, () => outbox.status(submissionId))
}

/** Hears how a submission ends, instead of a notice, for as long as it is on the screen. */
export function useSubmissionResult(
  submissionId: string,
  listener: (result: SubmissionResult) => void,
): void {
  const outbox = useOutbox()
  const onResult = useEffectEvent(listener)
  useEffect(
    () => outbox.claimResult(submissionId, (result) => onResult(result)),
    [outbox, submissionId],
  )
}
