import { useEffect, useState } from 'react'
import { sentenceFor } from '#contract/api/apiErrorText.ts'
import { mayStop, type Errand, type Standing } from '#outbox/submission.ts'
import { waitingTitle } from '#outbox/waitingText.ts'
import { text } from '#text/text.ts'
import { Banner } from '#ui/layout/Banner.tsx'
import { Button } from '#ui/basics/Button.tsx'
import { useCopy } from '#ui/notices/useCopy.ts'
import { momentFrom, secondOf } from '#contacts/changedText.ts'
import { SupportOf } from './SubmissionSupport.tsx'
import css from './PendingSave.module.css'

interface Props {
  standing: Standing
  errand: Errand | null
  /** What was typed, as text to take elsewhere. */
  typed(): string
  onNow(): void
  onStop(): void
  /** Leaves what is in doubt. */
  onGiveUp(): void
}

/** A save without an end yet. The one thing a screen must never do here is guess. */
export function UnresolvedSave({ standing, errand, typed, onNow, onStop, onGiveUp }: Props) {
  const isLong = useLong(standing.kind === 'saving')
  // The same buttons stay at the same place, whichever moment somebody's press meets.
  const isWaiting = mayStop(standing)
  const isRetry = isWaiting && standing.kind === 'saving'
  if (standing.kind === 'saving' && !isRetry && !isLong) return null
  return (
    <Banner tone={standing.kind === 'checking' ? 'warning' : 'info'}>
      {/* Only this is read out, and only when it changes: not at every try. */}
      <strong role={isRetry ? undefined : 'alert'}>{titleOf(standing)}</strong>
      <span className={css.body}>{bodyOf(standing).join(' ')}</span>
      <span className={css.actions}>
        {(standing.kind !== 'saving' || isRetry) && (
          <Button size="small" onClick={onNow}>
            {isWaiting ? text.save.tryNow : text.save.checkNow}
          </Button>
        )}
        {isWaiting && (
          <Button size="small" onClick={onStop}>
            {text.save.stop}
          </Button>
        )}
        {standing.kind === 'checking' && standing.mayLeave && (
          <Button size="small" onClick={onGiveUp}>
            {text.save.giveUp}
          </Button>
        )}
        <CopyTyped typed={typed} />
      </span>
      {errand && <SupportOf errand={errand} state={standing.kind} />}
    </Banner>
  )
}

function titleOf(standing: Standing): string {
  if (standing.kind === 'saving') return standing.retry ? text.save.retrying : text.save.long
  if (standing.kind === 'waiting') return waitingTitle(standing)
  if (standing.waitingFor !== undefined) return text.save.waitingFor(standing.waitingFor)
  return standing.twin ? text.save.twin : text.save.unknown
}

function bodyOf(standing: Standing): string[] {
  if (standing.kind === 'saving') return [text.save.longBody]
  const next = standing.again ? [text.save.next(secondOf(standing.again))] : []
  if (standing.kind === 'waiting') return [text.save.waitingBody[standing.why], ...next]
  return [
    text.save.since(momentFrom(standing.since)),
    ...(standing.refusal ? [text.save.turnedAway(sentenceFor(standing.refusal))] : []),
    ...(standing.unlisted ? [text.save.unlisted] : []),
    ...(standing.mayLeave && !standing.unlisted ? [text.save.lookYourself] : []),
    ...(standing.trouble ? [text.save.while[standing.trouble]] : []),
    ...(standing.unlisted ? [] : [standing.twin ? text.save.goesOnTwin : text.save.goesOn]),
    ...next,
  ]
}

function CopyTyped({ typed }: Pick<Props, 'typed'>) {
  const copy = useCopy()
  return (
    <Button size="small" tone="quiet" onClick={() => void copy(typed(), text.save.copied)}>
      {text.save.copy}
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
