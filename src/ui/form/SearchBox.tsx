import { Search, X } from 'lucide-react'
import type { RefObject } from 'react'
import { IconButton } from '#ui/basics/IconButton.tsx'
import { shortcutOf } from '#ui/shortcut.ts'
import css from './SearchBox.module.css'

interface Props {
  ref: RefObject<HTMLInputElement | null>
  label: string
  placeholder: string
  clearLabel: string
  'aria-keyshortcuts'?: string
  value: string
  onChange(value: string): void
}

/** Narrows a list as it is typed; Escape empties it. */
export function SearchBox({ ref: input, value, onChange, label, clearLabel, ...rest }: Props) {
  return (
    <span className={css.filter}>
      <Search size={16} aria-hidden />
      <input
        {...rest}
        ref={input}
        type="search"
        className={css.input}
        aria-label={label}
        autoComplete="off"
        spellCheck={false}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (shortcutOf(event) !== 'Escape' || value === '') return
          event.stopPropagation()
          onChange('')
        }}
      />
      {value !== '' && (
        <IconButton
          label={clearLabel}
          icon={<X size={14} />}
          onClick={() => {
            onChange('')
            input.current?.focus()
          }}
        />
      )}
    </span>
  )
}
