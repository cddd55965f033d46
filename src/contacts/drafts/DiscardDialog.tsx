import type { SubmissionStatus } from '#outbox/submission.ts'
import { unresolvedText } from '#text/unresolvedText.ts'
import { Button } from '#ui/basics/Button.tsx'
import { Dialog } from '#ui/dialog/Dialog.tsx'

interface Props {
  /** While it is on its way, leaving is all that is offered, and nothing is thrown away. */
  status: SubmissionStatus | null
  onStay(): void
  onLeave(): void
}

/** Asks before a form with typed text is closed. */
export function DiscardDialog({ status, onStay, onLeave }: Props) {
  const waits = status?.kind === 'waiting' ? 'waiting' : 'checking'
  return (
    <Dialog
      title={status ? unresolvedText.leaveTitle : unresolvedText.discardTitle}
      onClose={onStay}
      actions={
        <>
          <Button data-autofocus onClick={onStay}>
            {unresolvedText.keepEditing}
          </Button>
          <Button tone={status ? 'plain' : 'danger'} onClick={onLeave}>
            {status ? unresolvedText.leave[waits] : unresolvedText.discard}
          </Button>
        </>
      }
    >
      <p>{status ? unresolvedText.leaveBody[waits] : unresolvedText.discardBody}</p>
    </Dialog>
  )
}
