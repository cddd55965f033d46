import { memo, useMemo, type ReactNode } from 'react'
import { useFormState, type Control, type UseFormRegister } from 'react-hook-form'
import type { Field } from '#contract/fields/field.ts'
import type { Draft, Values } from '#contract/fields/kind.ts'
import type { LookupOption } from '#contract/fields/lookup.ts'
import { text } from '#text/text.ts'
import { FieldFrame, inputProps, type FieldIds } from '#ui/form/FieldFrame.tsx'
import { TextArea } from '#ui/form/TextArea.tsx'
import { TextInput } from '#ui/form/TextInput.tsx'
import { Checkbox } from '#ui/form/Checkbox.tsx'
import { ChoiceField } from './ChoiceField.tsx'
import { kindInputs, nobodyElsesData } from './kindInputs.ts'
import { CharacterCount } from './CharacterCount.tsx'
import { LeftBehind } from './lazyParts.tsx'
import { SuggestField } from './SuggestField.tsx'
import { useFieldState } from './useFieldState.ts'

export interface FormFieldProps {
  id: string
  field: Field
  control: Control<Draft, unknown, Values>
  register: UseFormRegister<Draft>
  /** The fields that are checked again when this one changes. */
  deps: string[]
  /** What the server says about it. */
  refused: string | undefined
  /** What the contact holds. */
  stored: string | boolean | undefined
  note?: ReactNode
  suggestions?: readonly string[]
}

/** One field: its label, the input its kind asks for, and what is wrong with it. */
export const FormField = memo(function FormField(props: FormFieldProps) {
  const { id, field, control, register, deps, refused, note } = props
  const { errors } = useFormState({ control, name: field.name, exact: true })
  const { leftOut, entries, emptied, left } = useFieldState(control, field, props.stored)
  const error = errors[field.name]?.message ?? refused

  if (leftOut) return null
  if (kindInputs[field.kind].widget === 'tick')
    return (
      <Checkbox
        {...register(field.name, { deps })}
        id={id}
        label={field.label}
        note={note ?? field.hint}
        error={error}
      />
    )

  return (
    <FieldFrame
      id={id}
      label={field.label}
      hint={hintOf(field.hint, note)}
      error={error}
      advised
      required={field.required}
      effect={emptied ? text.form.emptied : undefined}
      aside={left !== null && <CharacterCount left={left} />}
    >
      {(ids) => (
        <>
          <FieldInput {...props} ids={ids} entries={entries} />
          {field.lookup && (
            <LeftBehind control={control} field={{ ...field, lookup: field.lookup }} />
          )}
        </>
      )}
    </FieldFrame>
  )
})

interface InputProps extends FormFieldProps {
  ids: FieldIds
  entries: readonly LookupOption[] | undefined
}

function FieldInput({ field, control, register, deps, ids, entries, suggestions }: InputProps) {
  const { widget, attributes } = kindInputs[field.kind]
  const offered = useMemo(
    () => entries ?? namesOf(field.suggestions, suggestions),
    [entries, field, suggestions],
  )

  if (widget === 'multiline')
    return (
      <TextArea {...nobodyElsesData} {...inputProps(ids)} {...register(field.name, { deps })} />
    )
  if (widget === 'choice')
    return (
      <ChoiceField
        {...inputProps(ids)}
        control={control}
        name={field.name}
        options={field.options ?? []}
        deps={deps}
      />
    )
  // One that follows another stays the same input, whether or not there is something to offer.
  if (offered.length > 0 || field.lookup)
    return (
      <SuggestField
        {...inputProps(ids)}
        control={control}
        name={field.name}
        suggestions={offered}
        entries={entries}
        deps={deps}
      />
    )
  return (
    <TextInput
      spellCheck={false}
      {...nobodyElsesData}
      {...attributes}
      inputMode={field.whole ? 'numeric' : attributes?.inputMode}
      {...inputProps(ids)}
      {...register(field.name, { deps })}
    />
  )
}

function namesOf(...lists: (readonly string[] | undefined)[]) {
  return [...new Set(lists.flatMap((list) => list ?? []))].map((name) => ({ name }))
}

function hintOf(hint: string | undefined, note: ReactNode): ReactNode {
  if (!hint || !note) return note ?? hint
  return (
    <>
      {hint}
      <br />
      {note}
    </>
  )
}
