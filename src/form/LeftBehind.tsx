import { useEffect, useEffectEvent, useState } from 'react'
import { useController, useWatch, type Control } from 'react-hook-form'
import type { Field } from '#contract/fields/field.ts'
import { textOf } from '#contract/fields/form.ts'
import type { Draft, Values } from '#contract/fields/kind.ts'
import { lookupOption } from '#contract/fields/lookup.ts'
import { leftBehindText } from '#text/leftBehindText.ts'
import { Button } from '#ui/basics/Button.tsx'
import css from './LeftBehind.module.css'

interface Props {
  control: Control<Draft, unknown, Values>
  /** One that goes with another: a state with its country. */
  field: Field & { lookup: NonNullable<Field['lookup']> }
}

/**
 * Asks about what was entered for another country, once that is left: it is kept as long as nobody says
 * otherwise, and says so.
 */
export function LeftBehind({ control, field }: Props) {
  const { name, label, lookup } = field
  const { onChange } = useController({ control, name }).field
  const [leader = '', own = ''] = useWatch({ control, name: [lookup.from, name] }).map(textOf)
  /** What it was entered for, or kept for. */
  const [stood, setStood] = useState({ leader, own })
  const [settled, setSettled] = useState(leader)
  if (own !== stood.own) setStood({ leader, own })

  const settle = useEffectEvent(() => setSettled(leader))
  useEffect(() => {
    // After the field has put a name in the place of a code.
    const left = () => queueMicrotask(() => settle())
    document.addEventListener('focusout', left)
    return () => document.removeEventListener('focusout', left)
  }, [])

  const entries = lookup.entriesOf(settled.trim() || null)
  const before = lookup.entriesOf(stood.leader.trim() || null)
  const isOther = entries === null || before !== entries
  const fits = entries !== null && lookupOption(entries, own) !== null
  const asks = own.trim() !== '' && settled === leader && settled !== stood.leader && isOther
  return (
    <div role="status">
      {asks && !fits && (
        <p className={css.line}>
          <span>{leftBehindText.question(own, stood.leader, settled)}</span>
          <Button size="small" onClick={() => onChange('')}>
            {leftBehindText.empty(label)}
          </Button>
          <Button size="small" tone="quiet" onClick={() => setStood({ leader, own })}>
            {leftBehindText.keep}
          </Button>
        </p>
      )}
    </div>
  )
}
