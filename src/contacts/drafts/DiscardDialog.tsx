import type { Standing } from '#outbox/submission.ts'
import { text } from '#text/text.ts'
import { Button } from '#ui/basics/Button.tsx'
import { Dialog } from '#ui/dialog/Dialog.tsx'

interface Props {
  /** While it is on its way, leaving is all that is offered, and nothing is thrown away. */
  standing: Standing | null
  onStay(): void
  onLeave(): void
}

/** Asks before a form with typed text is closed. */
export function LeaveForm({ standing, onStay, onLeave }: Props) {
  const waits = standing?.kind === 'waiting' ? 'waiting' : 'checking'
  return (
    <Dialog
      title={standing ? text.save.leaveTitle : text.save.discardTitle}
      onClose={onStay}
      actions={
        <>
          <Button data-autofocus onClick={onStay}>
            {text.save.keepEditing}
          </Button>
          <Button tone={standing ? 'plain' : 'danger'} onClick={onLeave}>
            {standing ? text.save.leave[waits] : text.save.discard}
          </Button>
        </>
      }
    >
      <p>{standing ? text.save.leaveBody[waits] : text.save.discardBody}</p>
    </Dialog>
  )
}
