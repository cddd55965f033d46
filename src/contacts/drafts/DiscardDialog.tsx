import type { SubmissionStatus } from '#outbox/submission.ts'
import { leaveText } from '#text/leaveText.ts'
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
      title={status ? leaveText.leaveTitle : leaveText.discardTitle}
      onClose={onStay}
      actions={
        <>
          <Button data-autofocus onClick={onStay}>
            {leaveText.keepEditing}
          </Button>
          <Button tone={status ? 'plain' : 'danger'} onClick={onLeave}>
            {status ? leaveText.leave[waits] : leaveText.discard}
          </Button>
        </>
      }
    >
      <p>{status ? leaveText.leaveBody[waits] : leaveText.discardBody}</p>
    </Dialog>
  )
}
