import { sentenceFor } from '#contract/api/apiErrorText.ts'
import type { Errand, Standing } from '#outbox/submission.ts'
import { useOutbox, useStanding } from '#outbox/OutboxContext.ts'
import { waitingBody } from '#outbox/waitingText.ts'
import { text } from '#text/text.ts'
import { Banner } from '#ui/layout/Banner.tsx'
import { Button } from '#ui/basics/Button.tsx'
import { SupportOf } from '#contacts/saving/SubmissionSupport.tsx'

interface Props {
  intent: string
  /** Of whom it is to be deleted. */
  name: string
  errand: Errand | null
}

/** A deletion without an end yet: the same choices as a save has. To keep the contact is beside it. */
export function UnresolvedDelete({ intent, name, errand }: Props) {
  const outbox = useOutbox()
  const standing = useStanding(intent)
  if (!standing || standing.kind === 'saving') return null
  const isWaiting = standing.kind === 'waiting'
  return (
    <Banner
      tone="warning"
      actions={
        <>
          <Button size="small" onClick={() => outbox.tryNow(intent)}>
            {isWaiting ? text.save.tryNow : text.save.checkNow}
          </Button>
          {!isWaiting && standing.mayLeave && (
            <Button size="small" onClick={() => outbox.giveUp(intent)}>
              {text.save.giveUp}
            </Button>
          )}
        </>
      }
    >
      {sentencesOf(standing, name).join(' ')}
      {errand && <SupportOf errand={errand} state={standing.kind} />}
    </Banner>
  )
}

function sentencesOf(standing: Exclude<Standing, { kind: 'saving' }>, name: string): string[] {
  if (standing.kind === 'waiting') return [text.contacts.notRemovedYet(name, waitingBody(standing))]
  return [
    `${text.contacts.maybeRemoved(name)}.`,
    ...(standing.refusal ? [text.save.turnedAway(sentenceFor(standing.refusal))] : []),
    ...(standing.mayLeave ? [text.save.lookYourself] : []),
  ]
}
