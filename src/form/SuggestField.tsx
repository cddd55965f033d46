import { useRef, type ComponentProps } from 'react'
import { useController, type Control } from 'react-hook-form'
import { textOf } from '#contract/fields/form.ts'
import type { Draft, Values } from '#contract/fields/kind.ts'
import { entryNamed, type LookupOption } from '#contract/fields/lookup.ts'
import type { Suggestion } from '#ui/combobox/rankMatches.ts'
import { AutocompleteInput } from '#ui/combobox/AutocompleteInput.tsx'
import { nobodyElsesData } from './kindInputs.ts'

interface Props extends Omit<ComponentProps<'input'>, 'value' | 'onChange' | 'ref'> {
  control: Control<Draft, unknown, Values>
  name: string
  suggestions: readonly Suggestion[]
  /** What it is known by: a code that was typed becomes the name when the field is left. */
  entries?: readonly LookupOption[]
  /** Checked again along with it. */
  deps: string[]
}

/** A line of text with suggestions; picking one is typing it. */
export function SuggestField({ control, name, suggestions, entries, deps, ...input }: Props) {
  const { ref, value, onChange, onBlur } = useController({ control, name, rules: { deps } }).field
  // An untouched field keeps its stored value, even if that is a code.
  const touched = useRef(false)

  function nameIt() {
    const typed = textOf(value).trim()
    const named = entryNamed(entries, typed)
    if (touched.current && named !== typed) onChange(named)
    touched.current = false
  }

  return (
    <AutocompleteInput
      spellCheck={false}
      {...nobodyElsesData}
      {...input}
      ref={ref}
      name={name}
      value={textOf(value)}
      suggestions={suggestions}
      onValueChange={(typed) => {
        touched.current = true
        onChange(typed)
      }}
      onBlur={() => {
        nameIt()
        onBlur()
      }}
    />
  )
}
