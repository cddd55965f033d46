import { TriangleAlert } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useConfirmContact } from '#api/useConfirmContact.ts'
import { sentenceOfError } from '#contract/api/apiErrorText.ts'
import type { Field } from '#contract/fields/field.ts'
import { draftOf } from '#contract/fields/form.ts'
import type { Refusal } from '#contract/api/refusal.ts'
import { mayExistText } from '#text/mayExistText.ts'
import { Button } from '#ui/basics/Button.tsx'
import { Banner } from '#ui/layout/Banner.tsx'
import css from './ConflictBox.module.css'
import { CurrentValues } from './CurrentValues.tsx'

type Asked = (Refusal & { kind: 'mayExist' })['contact']

interface Props {
  id: string
  workspace: string
  submissionId: string
  fields: readonly Field[]
  contact: Asked
  onIsThis(): void
  onSaveAsNew(): void
}

/** Asks whether a contact is the one that was to be made. Nothing is chosen for the person. */
export function MayExist(props: Props) {
  const { id, fields, contact } = props
  const confirm = useConfirmContact({ ...props, contact: contact.id })
  const box = useRef<HTMLElement>(null)
  useEffect(() => box.current?.focus(), [])
  const told = fields.filter(({ name }) => Boolean(contact.values[name]))
  const now = draftOf(told, { ...contact, primary: false, roles: [], changedAt: null })
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
        {mayExistText.title}
      </h3>
      <p id={`${id}-body`}>{mayExistText.body(contact.name)}</p>
      <CurrentValues fields={told} now={now} />
      <div className={css.foot}>
        <Button
          size="small"
          busy={confirm.isPending ? mayExistText.confirming : undefined}
          onClick={() => confirm.mutate(undefined, { onSuccess: props.onIsThis })}
        >
          {mayExistText.isThis}
        </Button>
        <Button size="small" onClick={props.onSaveAsNew}>
          {mayExistText.saveAsNew}
        </Button>
      </div>
      {confirm.error && (
        <div role="alert">
          <Banner tone="trouble">{sentenceOfError(confirm.error)}</Banner>
        </div>
      )}
    </section>
  )
}
