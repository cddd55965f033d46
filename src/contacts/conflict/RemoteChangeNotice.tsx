import { useState } from 'react'
import type { Field } from '#contract/fields/field.ts'
import type { Draft } from '#contract/fields/kind.ts'
import { conflictText } from '#text/conflictText.ts'
import { Banner } from '#ui/layout/Banner.tsx'
import { Button } from '#ui/basics/Button.tsx'
import { CurrentValues } from './CurrentValues.tsx'

interface Props {
  fields: readonly Field[]
  /** What the contact holds by now. */
  now: Draft
}

/** Says that the contact is no longer what the form was opened on. The form stays as it is. */
export function RemoteChangeNotice({ fields, now }: Props) {
  const [shown, setShown] = useState(false)
  return (
    <div role="status">
      <Banner
        tone="plain"
        actions={
          <Button size="small" tone="quiet" aria-expanded={shown} onClick={() => setShown(!shown)}>
            {shown ? conflictText.hide : conflictText.show}
          </Button>
        }
      >
        {conflictText.meanwhile(fields.map(({ label }) => label))}
        {shown && <CurrentValues fields={fields} now={now} />}
      </Banner>
    </div>
  )
}
