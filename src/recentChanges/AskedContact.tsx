import { useConfirmContact } from '#api/useConfirmContact.ts'
import { sentenceOfError } from '#contract/api/apiErrorText.ts'
import { changesText } from '#text/changesText.ts'
import { mayExistText } from '#text/mayExistText.ts'
import { Button } from '#ui/basics/Button.tsx'
import { Banner } from '#ui/layout/Banner.tsx'
import css from './ChangesTray.module.css'

interface Props {
  workspace: string
  submissionId: string
  contact: { id: string; name: string }
}

/** Asks which contact a create made, where its form is closed, or where an undo made it. */
export function AskedContact({ workspace, submissionId, contact }: Props) {
  const confirm = useConfirmContact({ workspace, submissionId, contact: contact.id })
  return (
    <div className={css.twice}>
      <p className={css.facts}>{changesText.asked(contact.name)}</p>
      <Button
        size="small"
        aria-label={changesText.withName(mayExistText.isThis, contact.name)}
        busy={confirm.isPending ? mayExistText.confirming : undefined}
        onClick={() => confirm.mutate()}
      >
        {mayExistText.isThis}
      </Button>
      {confirm.error && (
        <div role="alert">
          <Banner tone="trouble">{sentenceOfError(confirm.error)}</Banner>
        </div>
      )}
    </div>
  )
}
