import { Search, X } from 'lucide-react'
import type { RefObject } from 'react'
import { useKeysOf } from '#shortcuts/keymap.ts'
import { text } from '#text/text.ts'
import { IconButton } from '#ui/basics/IconButton.tsx'
import { shortcutOf } from '#ui/shortcut.ts'
import css from './FilterBox.module.css'

interface Props {
  ref: RefObject<HTMLInputElement | null>
  value: string
  onChange(value: string): void
}

/** Narrows the list as it is typed; Escape empties it. */
export function FilterBox({ ref: input, value, onChange }: Props) {
  const keys = useKeysOf('filter')
  return (
    <span className={css.filter}>
      <Search size={16} aria-hidden />
      <input
        ref={input}
        type="search"
        className={css.input}
        aria-label={text.contacts.filter}
        aria-keyshortcuts={keys['aria-keyshortcuts']}
        placeholder={text.contacts.filterPlaceholder}
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
          label={text.contacts.clearFilter}
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
