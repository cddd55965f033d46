import { useRef } from 'react'
import type { FieldErrors, UseFormReturn } from 'react-hook-form'
import type { Draft, Values } from '#contract/fields/kind.ts'

/** After the form is done with this save: close it, or go on with an empty one. */
export type Next = 'close' | 'another'

/** Saves; the save is under way until what it returns has settled. */
export type Save = (values: Values, draft: Draft, next: Next) => void | Promise<void>

interface Options {
  form: UseFormReturn<Draft, unknown, Values>
  busy: boolean
  onSave: Save
  onInvalid(errors: FieldErrors<Draft>): void
}

/**
 * Checks and saves, once however often it is pressed. The lock is a ref because a second press may
 * come before React has drawn the first one's outcome.
 */
export function useSubmit({ form, busy, onSave, onInvalid }: Options) {
  const locked = useRef(false)

  return function submit(next: Next) {
    if (busy || locked.current) return
    locked.current = true
    const check = form.handleSubmit(
      (values) => onSave(values, { ...form.getValues() }, next),
      onInvalid,
    )
    void check().finally(() => {
      locked.current = false
    })
  }
}
