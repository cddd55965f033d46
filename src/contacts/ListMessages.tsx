import { UserPlus, X } from 'lucide-react'
import { sentenceOfError } from '#contract/api/apiErrorText.ts'
import type { Gap } from '#contract/backend/backend.ts'
import type { Contact } from '#contract/fields/contact.ts'
import { listText } from '#text/listText.ts'
import { text } from '#text/text.ts'
import { Button } from '#ui/basics/Button.tsx'
import { IconButton } from '#ui/basics/IconButton.tsx'
import { Banner } from '#ui/layout/Banner.tsx'
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
        {listText.moveAgain}
      </Button>
      <IconButton label={text.ui.close} icon={<X size={14} />} onClick={onDismiss} />
    </span>
  )
}

/** @param onNew left out for whoever may only look */
export function NobodyYet({ onNew }: { onNew: (() => void) | undefined }) {
  return (
    <EmptyState
      title={listText.empty}
      body={onNew ? listText.emptyBody : text.desk.onlyLook}
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
      title={listText.nothingMatches(filter)}
      actions={<Button onClick={onClear}>{text.contacts.clearFilter}</Button>}
    />
  )
}

interface ListTroublesProps {
  primaries: readonly Contact[]
  gap: Gap | null
  /** Of the pages that come after the first. */
  error: Error | null
  onRetry(): void
}

/** What is wrong with the list as a whole. */
export function ListTroubles({ primaries, gap, error, onRetry }: ListTroublesProps) {
  return (
    <>
      {primaries.length > 1 && (
        <Banner tone="trouble">
          {listText.severalPrimaries(primaries.map(({ name }) => name))}
        </Banner>
      )}
      {gap && <Banner tone="warning">{listText.gap[gap]}</Banner>}
      {error && (
        <Banner tone="trouble" actions={<Button onClick={onRetry}>{text.trouble.retry}</Button>}>
          {listText.failedRest}. {sentenceOfError(error)}
        </Banner>
      )}
    </>
  )
}
