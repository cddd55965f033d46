import { TriangleAlert } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { Draft } from '#contract/fields/kind.ts'
import { conflictText } from '#text/conflictText.ts'
import { text } from '#text/text.ts'
import { Button } from '#ui/basics/Button.tsx'
import css from './ConflictBox.module.css'
import type { Conflict } from './conflicts.ts'
import { FieldValue } from './FieldValue.tsx'

export type Side = 'mine' | 'theirs'

/** Which side each field takes, by the field's name. */
export type Choices = Readonly<Record<string, Side>>

interface Props {
  id: string
  conflicts: readonly Conflict[]
  /** What stands in the form now. */
  mine: Draft
  /** What is there now may be what was saved, stored differently. */
  maybeSaved?: boolean
  onApply(choices: Choices): void
}

/** Fields that two people changed, each with what both made of it. Nothing is chosen for anybody. */
export function ConflictBox({ id, conflicts, mine, maybeSaved = false, onApply }: Props) {
  const box = useRef<HTMLElement>(null)
  const [choices, setChoices] = useState<Choices>({})
  const [isAsked, setAsked] = useState(false)
  useEffect(() => box.current?.focus(), [])
  const open = conflicts.filter(({ field }) => !choices[field.name])

  const held = conflicts.map(({ field, theirs }) => ({ label: field.label, value: shown(theirs) }))

  function apply() {
    const [first] = open
    if (!first) return onApply(choices)
    setAsked(true)
    box.current?.querySelector<HTMLElement>(`[name="${CSS.escape(nameOf(first))}"]`)?.focus()
  }

  function nameOf({ field }: Conflict): string {
    return `${id}-${field.name}`
  }

  return (
    <section
      ref={box}
      id={id}
      className={css.box}
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-body`}
      tabIndex={-1}
      data-autofocus
    >
      <h3 id={`${id}-title`} className={css.title}>
        <TriangleAlert size={16} aria-hidden />
        {maybeSaved ? conflictText.maybeTitle : text.conflict.title}
      </h3>
      <p id={`${id}-body`}>{maybeSaved ? conflictText.maybeBody(held) : conflictText.body}</p>
      {conflicts.map((conflict) => (
        <fieldset key={conflict.field.name} className={css.field}>
          <legend className={css.label}>{conflict.field.label}</legend>
          {sidesOf(conflict).map(({ side, label, value }) => (
            <label key={side} className={css.choice}>
              <input
                type="radio"
                name={nameOf(conflict)}
                className={css.radio}
                aria-describedby={isAsked && open.length > 0 ? `${id}-ask` : undefined}
                checked={choices[conflict.field.name] === side}
                onChange={() => setChoices({ ...choices, [conflict.field.name]: side })}
              />
              <span className={css.side}>{label}</span> <FieldValue value={value} />
            </label>
          ))}
          <p className={css.was}>
            {conflictText.was} <FieldValue value={conflict.was} />
          </p>
        </fieldset>
      ))}
      <div className={css.foot}>
        <Button size="small" onClick={apply}>
          {conflictText.apply}
        </Button>
        <span id={`${id}-ask`} className={css.ask} role="status">
          {isAsked && open.length > 0 && conflictText.choose(open.map(({ field }) => field.label))}
        </span>
      </div>
    </section>
  )

  function sidesOf({ field, theirs }: Conflict) {
    return [
      { side: 'mine', label: conflictText.mine, value: mine[field.name] },
      {
        side: 'theirs',
        label: maybeSaved ? conflictText.stored : conflictText.theirs,
        value: theirs,
      },
    ] as const
  }
}

function shown(value: Draft[string]): string {
  if (typeof value === 'boolean') return value ? text.contacts.yes : text.contacts.no
  return value.trim() || conflictText.empty
}
