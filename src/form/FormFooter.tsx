import type { ReactNode } from 'react'
import { text } from '#text/text.ts'
import { Button } from '#ui/basics/Button.tsx'
import { useKeysOf } from '#shortcuts/keymap.ts'
import css from './FieldsForm.module.css'

interface Props {
  saveId?: string
  /** What Save says while it is busy. */
  busyLabel?: string
  note?: ReactNode
  busy: boolean
  onCancel(): void
  onSaveAnother?(): void
}

/** Stays in sight below the fields. Save is its only submit button, so it is what Enter presses. */
export function FormFooter(props: Props) {
  const { saveId, busyLabel = text.form.saving, note, busy, ...on } = props
  const { hint, ...saveKeys } = useKeysOf('save')
  const { hint: _, ...anotherKeys } = useKeysOf('saveAndNew')
  return (
    <div className={css.footer}>
      <Button tone="quiet" className={css.cancel} onClick={on.onCancel}>
        {text.form.cancel}
      </Button>
      {note && <span className={css.note}>{note}</span>}
      {on.onSaveAnother && (
        <Button {...anotherKeys} aria-disabled={busy || undefined} onClick={on.onSaveAnother}>
          {text.form.saveAndNew}
        </Button>
      )}
      <Button
        id={saveId}
        type="submit"
        tone="primary"
        {...saveKeys}
        shortcut={hint}
        busy={busy ? busyLabel : undefined}
        reserve={text.form.saving}
      >
        {text.form.save}
      </Button>
    </div>
  )
}
