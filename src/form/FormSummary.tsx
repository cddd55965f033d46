import { useEffect, useRef, type ReactNode } from 'react'
import { useFormState, type Control } from 'react-hook-form'
import type { Field } from '#contract/fields/field.ts'
import type { Draft, Values } from '#contract/fields/kind.ts'
import { formSummaryText } from '#text/formSummaryText.ts'
import { ErrorSummary } from '#ui/form/ErrorSummary.tsx'
import type { Refused, FormErrors } from './useFormErrors.ts'

interface Props {
  /** The form's id; inputs are called by it and their field's name. */
  id: string
  fields: readonly Field[]
  trouble: FormErrors | null
  refused: Refused
  control: Control<Draft, unknown, Values>
  /** Stands below what the server refused. */
  aside?: ReactNode
  /** Opens the group that the field stands in. */
  onReveal(field: string): void
}

/** All that kept the last save from working. What is mended meanwhile stays, struck through. */
export function FormSummary({ id, fields, trouble, refused, control, aside, onReveal }: Props) {
  const { errors } = useFormState({ control })
  const summary = useRef<HTMLDivElement>(null)

  useEffect(() => {
    if (!trouble) return
    summary.current?.focus({ preventScroll: true })
    // Where it is longer than the panel is high, the focus alone would show its end.
    summary.current?.scrollIntoView({ block: 'start' })
  }, [trouble])

  if (!trouble) return null
  return (
    <ErrorSummary
      ref={summary}
      title={formSummaryText.problem}
      aside={trouble.isRefusal && aside}
      onReveal={(fieldId) => onReveal(fieldId.slice(id.length + 1))}
      problems={trouble.problems.map(({ field, message }) => ({
        message: named(message, fields.find(({ name }) => name === field)?.label),
        fieldId: field && `${id}-${field}`,
        mended: field !== null && !errors[field] && !refused[field],
      }))}
    />
  )
}

/** The same words as at the field, and which field that is, where they do not say it. */
function named(message: string, label: string | undefined): string {
  if (!label || message.toLowerCase().includes(label.toLowerCase())) return message
  return formSummaryText.at(label, message)
}
