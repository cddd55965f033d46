import { zodResolver } from '@hookform/resolvers/zod'
import { useEffect, useEffectEvent, useId, useRef, useState, type ReactNode } from 'react'
import { useForm } from 'react-hook-form'
import type * as z from 'zod/mini'
import type { Field, Section } from '#contract/field.ts'
import type { Draft, Values } from '#contract/kind.ts'
import type { Problem } from '#contract/refusal.ts'
import css from './FieldsForm.module.css'
import { FormField } from './FormField.tsx'
import { FormFooter } from './FormFooter.tsx'
import { FormSummary } from './FormSummary.tsx'
import { differs, openedWith } from './opened.ts'
import { useFormKeys } from './useFormKeys.ts'
import { useSubmit, type Save } from './useSubmit.ts'
import { useTrouble } from './useTrouble.ts'

interface Props {
  /** The form's accessible name. */
  name: string
  fields: readonly Field[]
  sections: readonly Section[]
  /** What it opens with. Never read again: what is typed is the form's alone. */
  draft: Draft
  schema: z.ZodMiniType<Values, Draft>
  /** What a refusal says. Another array is another refusal. */
  problems: readonly Problem[]
  /** A sentence beside a field. */
  notes?: Partial<Record<string, ReactNode>>
  /** Offered beside the field's own suggestions. */
  suggestions?: Record<string, readonly string[]>
  busy: boolean
  saveLabel?: string
  footerNote?: ReactNode
  /** Offers to save and go on with an empty form. */
  another?: boolean
  onSave: Save
  onCancel(): void
  onDirtyChange?(dirty: boolean): void
  onDraft?(draft: Draft): void
}

/**
 * Fields as a form. It checks when it is saved and then while it is mended, puts each problem beside
 * its input and all of them into a summary, and never empties anything.
 */
export function FieldsForm(props: Props) {
  const { fields, problems, busy, another = false } = props
  const id = useId()
  const element = useRef<HTMLFormElement>(null)
  const [opened] = useState(() => openedWith(fields, props.draft))
  const form = useForm<Draft, unknown, Values>({
    defaultValues: opened,
    resolver: zodResolver<Draft, unknown, Values>(props.schema, undefined, { mode: 'sync' }),
    mode: 'onSubmit',
    reValidateMode: 'onChange',
    // The summary takes the focus; it leads to every field, not only to the first.
    shouldFocusError: false,
  })
  const trouble = useTrouble(fields, problems)
  const submit = useSubmit({
    form,
    busy,
    onInvalid: trouble.found,
    onSave(values, draft, next) {
      trouble.none()
      return props.onSave(values, draft, next)
    },
  })
  useFormKeys(element, {
    onSave: () => submit('close'),
    onSaveAnother: another ? () => submit('another') : undefined,
  })

  const dirty = useRef(false)
  const tell = useEffectEvent((draft: Draft, name: string | undefined) => {
    if (name) trouble.changed(name)
    props.onDraft?.({ ...draft })
    if (differs(draft, opened) === dirty.current) return
    dirty.current = !dirty.current
    props.onDirtyChange?.(dirty.current)
  })
  useEffect(
    () =>
      form.subscribe({
        formState: { values: true },
        callback: ({ values, name }) => tell(values, name),
      }),
    [form],
  )

  return (
    <form
      ref={element}
      className={css.form}
      aria-label={props.name}
      noValidate
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault()
        submit('close')
      }}
    >
      <FormSummary
        id={id}
        trouble={trouble.trouble}
        refused={trouble.refused}
        control={form.control}
      />
      {props.sections.map((section) => (
        <FormSection key={section.id} title={section.title}>
          {fields
            .filter((field) => field.section === section.id)
            .map((field) => (
              <FormField
                key={field.name}
                id={`${id}-${field.name}`}
                field={field}
                control={form.control}
                register={form.register}
                refused={trouble.refused[field.name]}
                note={props.notes?.[field.name]}
                suggestions={props.suggestions?.[field.name]}
              />
            ))}
        </FormSection>
      ))}
      <FormFooter
        saveLabel={props.saveLabel}
        note={props.footerNote}
        busy={busy}
        onCancel={props.onCancel}
        onSaveAnother={another ? () => submit('another') : undefined}
      />
    </form>
  )
}

function FormSection({ title, children }: { title?: string; children: ReactNode }) {
  if (!title) return <div className={css.section}>{children}</div>
  return (
    <fieldset className={css.section}>
      <legend className={css.legend}>{title}</legend>
      {children}
    </fieldset>
  )
}
