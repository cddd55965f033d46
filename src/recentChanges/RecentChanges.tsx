import { History } from 'lucide-react'
import { useId, useRef, useState, type KeyboardEvent } from 'react'
import type { FormDefinition } from '#contract/fields/field.ts'
import { changesText } from '#text/changesText.ts'
import { IconButton } from '#ui/basics/IconButton.tsx'
import { topLayer } from '#ui/overlay/dialogStack.ts'
import { shortcutOf } from '#ui/shortcut.ts'
import type { Change } from './change.ts'
import { ChangesTray } from './ChangesTray.tsx'
import type { Places } from './places.ts'
import css from './RecentChanges.module.css'
import { useUndoKey } from './useUndoKey.ts'
import { usePendingChanges } from './usePendingChanges.ts'
import type { Contact } from '#contract/fields/contact.ts'

interface Props extends Places {
  form: FormDefinition | undefined
  /** Whoever may only look is offered nothing, and told so. */
  mayChange: boolean
  onUndo(change: Change): Promise<void>
  /** Deletes a contact as the list would. */
  onDelete(customer: string, contact: Contact, submissionId: string): void
  /** A contact is gone, and somebody looked on. */
  onGone(contact: string): void
}

/** The button that counts what nobody knows the outcome of yet, and opens the recent changes. */
export function RecentChanges(props: Props) {
  const id = useId()
  const anchor = useRef<HTMLButtonElement>(null)
  const [open, setOpen] = useState(false)
  const pending = usePendingChanges(props.workspace, props.form)
  useUndoKey(props.workspace, props.onUndo, props.mayChange)
  const count = pending.length
  const waiting = pending.filter(({ state }) => state === 'waiting').length

  function closeOnEscape(event: KeyboardEvent): void {
    // In a dialog over it, Escape is that one's.
    if (shortcutOf(event) !== 'Escape' || !open || topLayer()) return
    event.stopPropagation()
    setOpen(false)
    anchor.current?.focus()
  }

  return (
    <div className={css.corner}>
      <IconButton
        ref={anchor}
        size="medium"
        label={count > 0 ? changesText.titleWith(count - waiting, waiting) : changesText.title}
        icon={<History size={18} aria-hidden />}
        aria-haspopup="dialog"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
        onKeyDown={closeOnEscape}
      />
      {count > 0 && (
        <span className={css.badge} aria-hidden>
          {count}
        </span>
      )}
      {open && (
        <ChangesTray
          {...props}
          id={id}
          anchor={anchor}
          unresolved={pending}
          onEscape={closeOnEscape}
          onClose={() => setOpen(false)}
        />
      )}
    </div>
  )
}
