import { useMemo } from 'react'
import { useFormState, useWatch, type Control } from 'react-hook-form'
import { isHidden } from '#contract/fields/form.ts'
import type { Draft, Values } from '#contract/fields/kind.ts'
import type { Group } from './layout.ts'
import { isFilled } from './initialValues.ts'
import { namesFor } from './useFieldState.ts'
import type { Refused } from './useFormErrors.ts'

/** How many of a group's fields are filled in, of those that are asked for now. */
export function useFilled(control: Control<Draft, unknown, Values>, { fields }: Group) {
  const names = useMemo(() => [...new Set(fields.flatMap(namesFor))], [fields])
  return useWatch({
    control,
    name: names,
    exact: true,
    compute: (typed) => {
      const draft = Object.fromEntries(names.map((name, index) => [name, typed[index]]))
      const asked = fields.filter((field) => !isHidden(field, draft))
      return {
        filled: asked.filter(({ name }) => isFilled(draft[name])).length,
        total: asked.length,
      }
    },
  })
}

/** True while anything in a group is called wrong. */
export function useHasProblem(
  control: Control<Draft, unknown, Values>,
  { fields }: Group,
  refused: Refused,
): boolean {
  const names = useMemo(() => fields.map(({ name }) => name), [fields])
  const { errors } = useFormState({ control, name: names, exact: true })
  return names.some((name) => errors[name] || refused[name])
}
