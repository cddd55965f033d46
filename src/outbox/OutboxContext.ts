import { createContext, use, useEffect, useEffectEvent, useSyncExternalStore } from 'react'
import type { Drafts } from '#outbox/drafts/drafts.ts'
import type { SubmissionStatus, PendingSubmission, SubmissionResult } from './submission.ts'
import type { Outbox } from './outbox.ts'

interface OutboxServices {
  outbox: Outbox
  drafts: Drafts
}

const Context = createContext<OutboxServices | null>(null)

/** Provides the page's one outbox and drafts. */
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

/** Every submission in flight. */
export function usePendingSubmissions(): readonly PendingSubmission[] {
  const outbox = useOutbox()
  return useSyncExternalStore(outbox.subscribe, outbox.all)
}

/** The status of a submission; null while it is not in flight. */
export function useSubmissionStatus(submissionId: string): SubmissionStatus | null {
  const outbox = useOutbox()
  return useSyncExternalStore(outbox.subscribe, () => outbox.status(submissionId))
}

/** Receives the result of a submission while the component is mounted; no notice is shown then. */
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
