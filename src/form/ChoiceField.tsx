import { useState, type ComponentProps } from 'react'
import { useController, type Control } from 'react-hook-form'
import { textOf } from '#contract/fields/form.ts'
import type { Draft, Values } from '#contract/fields/kind.ts'
import { SelectInput } from '#ui/form/SelectInput.tsx'

interface Props extends Omit<ComponentProps<'select'>, 'value' | 'onChange' | 'onBlur' | 'ref'> {
  control: Control<Draft, unknown, Values>
  name: string
  options: readonly string[]
  /** Checked again along with it. */
  deps: string[]
}

/** One of a few. What is stored is there to be kept, even where it is none of them. */
export function ChoiceField({ control, name, options, deps, ...select }: Props) {
  const { field } = useController({ control, name, rules: { deps } })
  const [opened] = useState(() => textOf(field.value))
  const foreign = opened !== '' && !options.includes(opened)
  return (
    <SelectInput
      {...select}
      {...field}
      value={textOf(field.value)}
      options={foreign ? [...options, opened] : options}
    />
  )
}
