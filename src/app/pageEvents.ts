import type { Drafts } from '#outbox/drafts.ts'
import type { Outbox } from '#outbox/outbox.ts'

/** Lets the outbox work for as long as the page is there, and wakes it when that may help. */
export function carryOn(outbox: Outbox): () => void {
  const wake = () => outbox.wake()
  const wakeInSight = () => {
    if (document.visibilityState === 'visible') wake()
  }
  wake()
  addEventListener('focus', wake)
  addEventListener('online', wake)
  document.addEventListener('visibilitychange', wakeInSight)
  return () => {
    removeEventListener('focus', wake)
    removeEventListener('online', wake)
    document.removeEventListener('visibilitychange', wakeInSight)
    outbox.letGo()
  }
}

/** A page that goes out of sight may never come back. */
export function keepWhenLeaving(drafts: Drafts): () => void {
  const keep = () => void drafts.settled()
  const events = ['pagehide', 'blur'] as const
  for (const event of events) addEventListener(event, keep)
  document.addEventListener('visibilitychange', keep)
  return () => {
    for (const event of events) removeEventListener(event, keep)
    document.removeEventListener('visibilitychange', keep)
  }
}

/** The browser's own question, asked only when closing the tab would lose something. */
export function warnBeforeLoss(...kept: readonly { atRisk: boolean }[]): () => void {
  const warn = (event: BeforeUnloadEvent) => {
    if (kept.some(({ atRisk }) => atRisk)) event.preventDefault()
  }
  addEventListener('beforeunload', warn)
  return () => removeEventListener('beforeunload', warn)
}
