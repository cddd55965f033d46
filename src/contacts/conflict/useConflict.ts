import { useState } from 'react'
import type { Field } from '#contract/fields/field.ts'
import { draftOf } from '#contract/fields/form.ts'
import type { Draft, Values } from '#contract/fields/kind.ts'
import type { Refusal } from '#contract/api/refusal.ts'
import type { SavedDraft } from '#outbox/drafts/savedDraft.ts'
import type { Choices } from './ConflictBox.tsx'
import type { Comparison, Conflict } from './conflicts.ts'
import type { Contact } from '#contract/fields/contact.ts'

export interface Found {
  conflicts: readonly Conflict[]
  /** What the gateway said the contact holds; none where the form was opened on that already. */
  theirs: Values
  /** The values that the form is compared with once the conflict is settled. */
  now: Draft
  /** What is typed in the form. */
  mine: Draft
  /** What is there now may be what was saved, stored differently. */
  maybeSaved: boolean
}

type Changed = Refusal & { kind: 'conflict' }

/**
 * Fields that were changed by another person too, between opening the form and saving it, or while a
 * draft of it lay there. Until each is settled the draft keeps what it was made on.
 */
export function useConflict(
  fields: readonly Field[],
  opened: Draft,
  savedDraft: SavedDraft | undefined,
  comparison: Comparison | undefined,
) {
  const [found, setFound] = useState(() => savedDraft && inDraft(savedDraft))

  function inDraft({ base, draft }: SavedDraft): Found | undefined {
    return foundIn(base, draft, opened, { theirs: {} })
  }

  function foundIn(
    was: Draft,
    mine: Draft,
    now: Draft,
    { theirs, maybeSaved }: Pick<Changed, 'theirs' | 'maybeSaved'>,
  ): Found | undefined {
    const conflicts = comparison?.conflictsIn(fields, { was, mine, theirs: now }) ?? []
    return conflicts.length > 0
      ? { conflicts, theirs, now, mine, maybeSaved: maybeSaved === true }
      : undefined
  }

  return {
    found,

    /** What the draft is to be kept on: with the values from before the conflict while there is one. */
    base: {
      ...opened,
      ...Object.fromEntries(found?.conflicts.map(({ field, was }) => [field.name, was]) ?? []),
    },

    /**
     * The gateway refused, because the contact holds this by now.
     * @param was what the refused draft was made on, which may be older than what the form opened on
     * @returns whether there is something to settle
     */
    refused(refusal: Changed, mine: Draft, was = opened): boolean {
      const { theirs } = refusal
      const now = { ...opened, ...draftOf(named(fields, theirs), holding(theirs)) }
      const found = foundIn(was, mine, now, refusal)
      setFound(found)
      return found !== undefined
    },

    /** The form shows another draft now. */
    resumed(left: SavedDraft): void {
      setFound(inDraft(left))
    },

    typed(mine: Draft): void {
      if (found) setFound({ ...found, mine })
    },

    none(): void {
      setFound(undefined)
    },
  }
}

/** What is typed in the form, with the other person's values where they were chosen. */
export function settled({ mine, conflicts }: Found, choices: Choices): Draft {
  const taken = conflicts.filter(({ field }) => choices[field.name] === 'theirs')
  return { ...mine, ...Object.fromEntries(taken.map(({ field, theirs }) => [field.name, theirs])) }
}

function named(fields: readonly Field[], values: Values): Field[] {
  return fields.filter(({ name }) => name in values)
}

function holding(values: Values): Contact {
  return { id: '', name: '', primary: false, roles: [], changedAt: null, values }
}
