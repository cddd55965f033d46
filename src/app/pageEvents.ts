import type { Drafts } from '#outbox/drafts/drafts.ts'
import type { Outbox } from '#outbox/outbox.ts'

/** Lets the outbox work for as long as the page is there, and wakes it when that may help. */
export function startOutbox(outbox: Outbox): () => void {
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
    outbox.dispose()
  }
}

/** A field that is left is finished for now, and a page that goes out of sight may never come back. */
export function flushDraftsOnHide(drafts: Drafts): () => void {
  const keep = () => void drafts.flush()
  const events = ['pagehide', 'blur'] as const
  const inPage = ['visibilitychange', 'focusout'] as const
  for (const event of events) addEventListener(event, keep)
  for (const event of inPage) document.addEventListener(event, keep)
  return () => {
    for (const event of events) removeEventListener(event, keep)
    for (const event of inPage) document.removeEventListener(event, keep)
  }
}

/** The browser's own question, asked only when closing the tab would lose something. */
export function warnBeforeUnload(...stores: readonly { hasUnsaved: boolean }[]): () => void {
  const warn = (event: BeforeUnloadEvent) => {
    if (stores.some(({ hasUnsaved }) => hasUnsaved)) event.preventDefault()
  }
  addEventListener('beforeunload', warn)
  return () => removeEventListener('beforeunload', warn)
}
