import { useMemo } from 'react'
import { useWatch, type Control } from 'react-hook-form'
import type { Field } from '#contract/fields/field.ts'
import { resolveField, isHidden, textOf } from '#contract/fields/form.ts'
import { lengthOf, type Draft, type Values } from '#contract/fields/kind.ts'
import type { LookupOption } from '#contract/fields/lookup.ts'
import { isFilled } from './initialValues.ts'

/** All about a field that depends on what is typed, be it in it or in those it goes with. */
export interface FieldNow {
  /** Not asked for, because the one it goes with is empty. */
  leftOut: boolean
  /** What it knows now. */
  entries: readonly LookupOption[] | undefined
  /** It held something, and saving will take that away. */
  emptied: boolean
  /** How many more characters it takes, once that is near. */
  left: number | null
}

/** One subscription a field; it speaks up only when one of these changes, which most keys do not do. */
export function useFieldState(
  control: Control<Draft, unknown, Values>,
  field: Field,
  stored: string | boolean | undefined,
): FieldNow {
  const names = useMemo(() => namesFor(field), [field])
  return useWatch({
    control,
    name: names,
    exact: true,
    compute: (typed) => {
      const draft = Object.fromEntries(names.map((name, index) => [name, typed[index]]))
      const now = textOf(draft[field.name])
      return {
        leftOut: isHidden(field, draft),
        entries: resolveField(field, draft).entries,
        emptied:
          !field.required && typeof stored === 'string' && isFilled(stored) && !isFilled(now),
        left: leftIn(field, now),
      }
    },
  })
}

/** The field, and those that decide what becomes of it. */
export function namesFor({ name, onlyWith, lookup }: Field): string[] {
  return [name, onlyWith, lookup?.from].filter((each) => each !== undefined)
}

/** The fields that have to be looked at again when this one changes. */
export function followersOf(leader: Field, fields: readonly Field[]): string[] {
  return fields
    .filter((field) => field !== leader && namesFor(field).includes(leader.name))
    .map(({ name }) => name)
}

function leftIn({ limit }: Field, now: string): number | null {
  // Counting is only worth it where it could matter: a character is at most two units long.
  if (!limit || now.length < limit - Math.max(5, limit * 0.1)) return null
  const left = limit - lengthOf(now.trim())
  return left > Math.max(5, limit * 0.1) ? null : left
}
