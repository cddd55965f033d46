import { useState } from 'react'
import { readSupportCode } from '#contract/api/supportCode.ts'
import { logText } from '#text/logText.ts'
import { FieldFrame, inputProps } from '#ui/form/FieldFrame.tsx'
import { shortcutOf } from '#ui/shortcut.ts'
import { TextInput } from '#ui/form/TextInput.tsx'
import { useFilterText } from './useFilterText.ts'

interface Props {
  code: string
  onCode(code: string): void
}

/** Finds a save by its code: at once when it is whole, and with Enter it says when it is none. */
export function CodeFilter({ code, onCode }: Props) {
  const [typed, setTyped] = useFilterText(code, (typed) => readSupportCode(typed) ?? '')
  const [isChecked, setChecked] = useState(code !== '')
  const isWrong = isChecked && typed.trim() !== '' && readSupportCode(typed) === null

  return (
    <FieldFrame label={logText.filter.code} error={isWrong ? logText.filter.codeWrong : undefined}>
      {(ids) => (
        <TextInput
          {...inputProps(ids)}
          value={typed}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          onChange={({ target }) => {
            setTyped(target.value)
            setChecked(false)
            const whole = readSupportCode(target.value)
            if (whole ?? target.value.trim() === '') onCode(whole ?? '')
          }}
          onBlur={() => setChecked(true)}
          onKeyDown={(event) => {
            if (shortcutOf(event) === 'Enter') setChecked(true)
          }}
        />
      )}
    </FieldFrame>
  )
}
