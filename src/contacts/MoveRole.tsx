import { ArrowRight } from 'lucide-react'
import type { Contact } from '#contract/backend.ts'
import { textOf } from '#contract/form.ts'
import { text } from '#text/text.ts'
import { Button } from '#ui/Button.tsx'
import css from './MakePrimary.module.css'

interface Props {
  from: Contact | null
  to: Contact
  emailField: string
  onAgree(): void
  onCancel(): void
}

/** What will happen to the invoices, said before it happens. */
export function MakePrimary({ from, to, emailField, onAgree, onCancel }: Props) {
  const sentence = from ? text.contacts.moves(from.name, to.name) : text.contacts.movesTo(to.name)
  return (
    <div
      className={css.strip}
      role="group"
      aria-label={text.contacts.makeNamePrimary(to.name)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        onCancel()
      }}
    >
      <p className={css.sentence} id="make-primary-sentence">
        <ArrowRight size={16} aria-hidden />
        <span>
          {sentence}
          {!textOf(to.values[emailField]) && (
            <span className={css.warning}> {text.contacts.noEmail(to.name)}</span>
          )}
        </span>
      </p>
      <span className={css.actions}>
        <Button
          tone="primary"
          size="small"
          autoFocus
          aria-describedby="make-primary-sentence"
          onClick={onAgree}
        >
          {text.contacts.makePrimary}
        </Button>
        <Button size="small" onClick={onCancel}>
          {text.trouble.cancel}
        </Button>
      </span>
    </div>
  )
}
