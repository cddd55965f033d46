import type { ComponentProps } from 'react'
import { useController, type Control } from 'react-hook-form'
import { textOf } from '#contract/form.ts'
import type { Draft, Values } from '#contract/kind.ts'
import { SuggestInput } from '#ui/SuggestInput.tsx'
import { nobodyElsesData } from './kindInputs.ts'

interface Props extends Omit<ComponentProps<'input'>, 'value' | 'onChange' | 'ref'> {
  control: Control<Draft, unknown, Values>
  name: string
  suggestions: readonly string[]
}

/** A line of text with suggestions; picking one is typing it. */
export function SuggestField({ control, name, ...input }: Props) {
  const { ref, value, onChange, onBlur } = useController({ control, name }).field
  return (
    <SuggestInput
      spellCheck={false}
      {...nobodyElsesData}
      {...input}
      ref={ref}
      name={name}
      value={textOf(value)}
      onValueChange={onChange}
      onBlur={onBlur}
    />
  )
}
