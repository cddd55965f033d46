import { useState } from 'react'
import type { FieldErrors } from 'react-hook-form'
import type { Field } from '#contract/fields/field.ts'
import type { Draft } from '#contract/fields/kind.ts'
import type { Problem } from '#contract/api/refusal.ts'

/** What the summary lists. Another object is another failed save. */
export interface FormErrors {
  problems: readonly Problem[]
  /** It was sent, and the answer was no. */
  isRefusal: boolean
}

/** What the server says about fields that have not been touched since. */
export type Refused = Readonly<Record<string, string | undefined>>

/**
 * The errors of the form, found by its own validation or by the server. `shown` gives the
 * fields that are on the screen now: what is said about any other one has no place but the summary.
 */
export function useFormErrors(shown: () => readonly Field[], problems: readonly Problem[]) {
  const [seen, setSeen] = useState(problems)
  const [trouble, setTrouble] = useState(() => troubleOf(shown(), problems, true))
  const [refused, setRefused] = useState(() => refusedIn(shown(), problems))

  if (seen !== problems) {
    setSeen(problems)
    setTrouble(troubleOf(shown(), problems, true))
    setRefused(refusedIn(shown(), problems))
  }

  return {
    trouble,
    refused,
    /** The form's own check failed. */
    found(errors: FieldErrors<Draft>) {
      const own = Object.entries(errors).flatMap(([field, error]) =>
        error?.message ? [{ field, message: error.message }] : [],
      )
      setTrouble(troubleOf(shown(), own, false))
      setRefused({})
    },
    /** The check passed: what the server said last time is answered by saving again. */
    none() {
      setTrouble(null)
      setRefused({})
    },
    /** A field was changed: what the server said about it is about another text. */
    changed(name: string) {
      if (refused[name]) setRefused((before) => ({ ...before, [name]: undefined }))
    },
  }
}

/** In the order of the fields; what belongs to none of them comes last. */
function troubleOf(
  fields: readonly Field[],
  problems: readonly Problem[],
  isRefusal: boolean,
): FormErrors | null {
  if (problems.length === 0) return null
  const names = fields.map(({ name }) => name)
  const placed = problems.map(({ field, message }) => ({
    message,
    field: field !== null && names.includes(field) ? field : null,
  }))
  const rank = ({ field }: Problem) => (field === null ? names.length : names.indexOf(field))
  return { problems: placed.toSorted((a, b) => rank(a) - rank(b)), isRefusal }
}

function refusedIn(fields: readonly Field[], problems: readonly Problem[]): Refused {
  return Object.fromEntries(
    fields.map(({ name }) => [name, problems.find(({ field }) => field === name)?.message]),
  )
}
