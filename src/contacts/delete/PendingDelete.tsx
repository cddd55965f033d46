import { sentenceFor } from '#contract/api/apiErrorText.ts'
import type { OutboxItem, SubmissionStatus } from '#outbox/submission.ts'
import { useOutbox, useSubmissionStatus } from '#outbox/OutboxContext.ts'
import { waitingBody } from '#outbox/waitingText.ts'
import { pendingText } from '#text/pendingText.ts'
import { deleteText } from '#text/deleteText.ts'
import { Banner } from '#ui/layout/Banner.tsx'
import { Button } from '#ui/basics/Button.tsx'
import { SubmissionSupport } from '#contacts/saving/SubmissionSupport.tsx'

interface Props {
  submissionId: string
  /** Of whom it is to be deleted. */
  name: string
  item: OutboxItem | null
}

/** A deletion without an end yet: the same choices as a save has. To keep the contact is beside it. */
export function PendingDelete({ submissionId, name, item }: Props) {
  const outbox = useOutbox()
  const status = useSubmissionStatus(submissionId)
  if (!status || status.kind === 'saving') return null
  const isWaiting = status.kind === 'waiting'
  return (
    <Banner
      tone="warning"
      actions={
        <>
          <Button size="small" onClick={() => outbox.tryNow(submissionId)}>
            {isWaiting ? pendingText.tryNow : pendingText.checkNow}
          </Button>
          {!isWaiting && status.canAbandon && (
            <Button size="small" onClick={() => outbox.abandon(submissionId)}>
              {pendingText.giveUp}
            </Button>
          )}
        </>
      }
    >
      {sentencesOf(status, name).join(' ')}
      {item && <SubmissionSupport item={item} state={status.kind} />}
    </Banner>
  )
}

function sentencesOf(
  status: Exclude<SubmissionStatus, { kind: 'saving' }>,
  name: string,
): string[] {
  if (status.kind === 'waiting') return [deleteText.notRemovedYet(name, waitingBody(status))]
  return [
    `${deleteText.maybeRemoved(name)}.`,
    ...(status.refusal ? [pendingText.turnedAway(sentenceFor(status.refusal))] : []),
    ...(status.canAbandon ? [pendingText.lookYourself] : []),
  ]
}
