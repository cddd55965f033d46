import { useEffect, useState } from 'react'
import { sentenceFor } from '#contract/api/apiErrorText.ts'
import { canCancel, type OutboxItem, type SubmissionStatus } from '#outbox/submission.ts'
import { waitingTitle } from '#outbox/waitingText.ts'
import { pendingText } from '#text/pendingText.ts'
import { formatRecentDate, formatTimeToSecond } from '#text/format.ts'
import { text } from '#text/text.ts'
import { Banner } from '#ui/layout/Banner.tsx'
import { Button } from '#ui/basics/Button.tsx'
import { useCopy } from '#ui/notices/useCopy.ts'
import { SubmissionSupport } from './SubmissionSupport.tsx'
import css from './PendingSave.module.css'

interface Props {
  status: SubmissionStatus
  item: OutboxItem | null
  /** What was typed, as text to take elsewhere. */
  typed(): string
  onNow(): void
  onStop(): void
  /** Leaves what is in doubt. */
  onGiveUp(): void
}

/** A save without an end yet. The one thing a screen must never do here is guess. */
export function PendingSave({ status, item, typed, onNow, onStop, onGiveUp }: Props) {
  const isLong = useLong(status.kind === 'saving')
  // The same buttons stay at the same place, whichever moment somebody's press meets.
  const isWaiting = canCancel(status)
  const isRetry = isWaiting && status.kind === 'saving'
  if (status.kind === 'saving' && !isRetry && !isLong) return null
  return (
    <Banner tone={status.kind === 'checking' ? 'warning' : 'info'}>
      {/* Only this is read out, and only when it changes: not at every try. */}
      <strong role={isRetry ? undefined : 'alert'}>{titleOf(status)}</strong>
      <span className={css.body}>{bodyOf(status).join(' ')}</span>
      <span className={css.actions}>
        {(status.kind !== 'saving' || isRetry) && (
          <Button size="small" onClick={onNow}>
            {isWaiting ? pendingText.tryNow : pendingText.checkNow}
          </Button>
        )}
        {isWaiting && (
          <Button size="small" onClick={onStop}>
            {pendingText.stop}
          </Button>
        )}
        {status.kind === 'checking' && status.canAbandon && (
          <Button size="small" onClick={onGiveUp}>
            {pendingText.giveUp}
          </Button>
        )}
        <CopyTyped typed={typed} />
      </span>
      {item && <SubmissionSupport item={item} state={status.kind} />}
    </Banner>
  )
}

function titleOf(status: SubmissionStatus): string {
  if (status.kind === 'saving') return status.retry ? pendingText.retrying : pendingText.long
  if (status.kind === 'waiting') return waitingTitle(status)
  if (status.waitingFor !== undefined) return text.save.waitingFor(status.waitingFor)
  return status.duplicateInFlight ? pendingText.duplicateInFlight : pendingText.unknown
}

function bodyOf(status: SubmissionStatus): string[] {
  if (status.kind === 'saving') return [pendingText.longBody]
  const next = status.nextAttemptAt
    ? [pendingText.next(formatTimeToSecond(status.nextAttemptAt))]
    : []
  if (status.kind === 'waiting') return [text.save.waitingBody[status.why], ...next]
  return [
    pendingText.since(formatRecentDate(status.since)),
    ...(status.refusal ? [pendingText.turnedAway(sentenceFor(status.refusal))] : []),
    ...(status.unlisted ? [pendingText.unlisted] : []),
    ...(status.canAbandon && !status.unlisted ? [pendingText.lookYourself] : []),
    ...(status.obstacle ? [pendingText.while[status.obstacle]] : []),
    ...(status.unlisted
      ? []
      : [status.duplicateInFlight ? pendingText.goesOnDuplicate : pendingText.goesOn]),
    ...next,
  ]
}

function CopyTyped({ typed }: Pick<Props, 'typed'>) {
  const copy = useCopy()
  return (
    <Button size="small" tone="quiet" onClick={() => void copy(typed(), pendingText.copied)}>
      {pendingText.copy}
    </Button>
  )
}

/** So long that somebody wonders, in milliseconds. */
const long = 10_000

function useLong(isSaving: boolean): boolean {
  const [isLong, setLong] = useState(false)
  useEffect(() => {
    if (!isSaving) return undefined
    const timer = setTimeout(() => setLong(true), long)
    return () => {
      clearTimeout(timer)
      setLong(false)
    }
  }, [isSaving])
  return isLong
}
