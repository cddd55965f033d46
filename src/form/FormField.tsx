import { memo, type ReactNode } from 'react'
import { useFormState, type Control, type UseFormRegister } from 'react-hook-form'
import type { Field } from '#contract/field.ts'
import type { Draft, Values } from '#contract/kind.ts'
import { FieldFrame, inputProps } from '#ui/FieldFrame.tsx'
import { TextArea } from '#ui/TextArea.tsx'
import { TextInput } from '#ui/TextInput.tsx'
import { Tick } from '#ui/Tick.tsx'
import { kindInputs, nobodyElsesData } from './kindInputs.ts'
import { RoomLeft } from './RoomLeft.tsx'
import { SuggestField } from './SuggestField.tsx'

export interface FormFieldProps {
  id: string
  field: Field
  control: Control<Draft, unknown, Values>
  register: UseFormRegister<Draft>
  /** What the server says about it. */
  refused: string | undefined
  note?: ReactNode
  suggestions?: readonly string[]
}

/** One field: its label, the input its kind asks for, and what is wrong with it. */
export const FormField = memo(function FormField(props: FormFieldProps) {
  const { id, field, control, register, refused, note } = props
  const { errors } = useFormState({ control, name: field.name, exact: true })
  const error = errors[field.name]?.message ?? refused
  const { widget, attributes } = kindInputs[field.kind]
  const suggestions = [...new Set([...(field.suggestions ?? []), ...(props.suggestions ?? [])])]

  if (widget === 'tick')
    return (
      <Tick
        {...register(field.name)}
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
      required={field.required}
      aside={field.limit && <RoomLeft control={control} name={field.name} limit={field.limit} />}
    >
      {(ids) =>
        widget === 'lines' ? (
          <TextArea {...nobodyElsesData} {...inputProps(ids)} {...register(field.name)} />
        ) : suggestions.length > 0 ? (
          <SuggestField
            {...inputProps(ids)}
            control={control}
            name={field.name}
            suggestions={suggestions}
          />
        ) : (
          <TextInput
            spellCheck={false}
            {...nobodyElsesData}
            {...attributes}
            {...inputProps(ids)}
            {...register(field.name)}
          />
        )
      }
    </FieldFrame>
  )
})

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
