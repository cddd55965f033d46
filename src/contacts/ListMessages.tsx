import { UserPlus, X } from 'lucide-react'
import { text } from '#text/text.ts'
import { Button } from '#ui/basics/Button.tsx'
import { IconButton } from '#ui/basics/IconButton.tsx'
import { EmptyState } from '#ui/layout/EmptyState.tsx'
import css from './ListMessages.module.css'

interface RowNoteProps {
  message: string
  aside: string
  onDismiss(): void
  onAgain(): void
}

/** What became of a change, at the row that it was about. */
export function RowNote({ message, aside, onDismiss, onAgain }: RowNoteProps) {
  return (
    <span className={css.note} role="alert">
      <span className={css.message}>
        <span>{message}</span> <small className={css.code}>{aside}</small>
      </span>
      <Button size="small" onClick={onAgain}>
        {text.contacts.moveAgain}
      </Button>
      <IconButton label={text.trouble.close} icon={<X size={14} />} onClick={onDismiss} />
    </span>
  )
}

/** @param onNew left out for whoever may only look */
export function NobodyYet({ onNew }: { onNew: (() => void) | undefined }) {
  return (
    <EmptyState
      title={text.contacts.empty}
      body={onNew ? text.contacts.emptyBody : text.desk.onlyLook}
      actions={
        onNew && (
          <Button tone="primary" icon={<UserPlus size={16} />} onClick={onNew}>
            {text.contacts.new}
          </Button>
        )
      }
    />
  )
}

export function NothingMatches({ filter, onClear }: { filter: string; onClear(): void }) {
  return (
    <EmptyState
      title={text.contacts.nothingMatches(filter)}
      actions={<Button onClick={onClear}>{text.contacts.clearFilter}</Button>}
    />
  )
}
