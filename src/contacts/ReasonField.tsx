import { useRef, useState } from 'react'
import { reasonText } from '#text/reasonText.ts'
import { FieldFrame, inputProps } from '#ui/form/FieldFrame.tsx'
import { TextInput } from '#ui/form/TextInput.tsx'

/** The longest reason that the gateway takes, in characters. */
const longest = 500

/** Why something is done, where the workspace asks for it. Without one nothing goes on. */
export function useReason(isAsked: boolean) {
  const [reason, setReason] = useState('')
  const [isMissing, setMissing] = useState(false)
  const input = useRef<HTMLInputElement>(null)

  return {
    /** Calls on with the reason; where there is none, says so and goes to the field instead. */
    withReason(goOn: (reason: string | undefined) => void): void {
      const given = reason.trim()
      setMissing(isAsked && given === '')
      if (isAsked && given === '') input.current?.focus()
      else goOn(given || undefined)
    },
    field: { ref: input, reason, setReason, isMissing },
  }
}

interface Props {
  field: ReturnType<typeof useReason>['field']
  autoFocus?: boolean
  /** Enter in the field. */
  onEnter(): void
}

export function ReasonField({ field, autoFocus, onEnter }: Props) {
  const { ref, reason, setReason, isMissing } = field
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        onEnter()
      }}
    >
      <FieldFrame
        label={reasonText.label}
        hint={reasonText.hint}
        error={isMissing ? reasonText.missing : undefined}
        required
      >
        {(ids) => (
          <TextInput
            {...inputProps(ids)}
            ref={ref}
            autoFocus={autoFocus}
            autoComplete="off"
            maxLength={longest}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </FieldFrame>
    </form>
  )
}
