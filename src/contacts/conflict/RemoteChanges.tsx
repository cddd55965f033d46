import type { Field } from '#contract/fields/field.ts'
import type { Draft } from '#contract/fields/kind.ts'
import { RemoteChangeNotice } from './RemoteChangeNotice.tsx'
import { ConflictBox, type Choices } from './ConflictBox.tsx'
import type { Found } from './useConflict.ts'

interface Props {
  /** Of the box to settle. */
  id: string
  found: Found | undefined
  /** Changed by another person, and nothing to settle. */
  since: readonly Field[]
  now: Draft | undefined
  onSettle(found: Found, choices: Choices): void
}

/** What another person made of the contact while its form is open. */
export function RemoteChanges({ id, found, since, now, onSettle }: Props) {
  return (
    <>
      {found && (
        <ConflictBox
          id={id}
          conflicts={found.conflicts}
          mine={found.mine}
          maybeSaved={found.maybeSaved}
          onApply={(choices) => onSettle(found, choices)}
        />
      )}
      {now && since.length > 0 && <RemoteChangeNotice fields={since} now={now} />}
    </>
  )
}
