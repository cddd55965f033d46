import { useId, useImperativeHandle, useRef, useState, type ComponentProps } from 'react'
import { text } from '#text/text.ts'
import { classes } from './classes.ts'
import popupCss from './Popup.module.css'
import css from './TextInput.module.css'
import { useListKeys } from './useListKeys.ts'
import { usePopup } from './usePopup.ts'

interface Props extends Omit<ComponentProps<'input'>, 'value' | 'onChange'> {
  value: string
  onValueChange(value: string): void
  suggestions: readonly string[]
}

/** One line of text with words to choose from; anything else may be typed too. */
export function SuggestInput({ value, onValueChange, suggestions, ref, ...input }: Props) {
  const listId = useId()
  const [open, setOpen] = useState(false)
  /** Everything is offered until something is typed: a word that is there must not hide the rest. */
  const [typed, setTyped] = useState(false)
  const element = useRef<HTMLInputElement>(null)
  useImperativeHandle<HTMLInputElement | null, HTMLInputElement | null>(
    ref,
    () => element.current,
    [],
  )
  const offered = suggestions.filter((word) => !typed || fits(word, value))
  const shown = open && offered.length > 0
  const popup = usePopup<HTMLDivElement>(element, shown, { matchWidth: true })
  const keys = useListKeys({
    list: popup,
    open: shown,
    options: offered,
    onOpen: show,
    onClose: () => setOpen(false),
    onTake: (index) => take(offered[index] ?? value),
  })

  function show() {
    if (!open) setTyped(false)
    setOpen(true)
  }

  function take(word: string) {
    onValueChange(word)
    setOpen(false)
  }

  return (
    <>
      <input
        type="text"
        dir="auto"
        autoComplete="off"
        {...input}
        ref={element}
        className={classes(css.input, input.className)}
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={shown}
        aria-controls={shown ? listId : undefined}
        aria-activedescendant={keys.active === null ? undefined : `${listId}-${keys.active}`}
        value={value}
        onChange={(event) => {
          setTyped(true)
          setOpen(true)
          onValueChange(event.target.value)
        }}
        onClick={show}
        onKeyDown={(event) => {
          if (!keys.onKeyDown(event)) input.onKeyDown?.(event)
        }}
        onBlur={(event) => {
          setOpen(false)
          input.onBlur?.(event)
        }}
      />
      {shown && (
        <div
          ref={popup}
          id={listId}
          className={classes(popupCss.popup, popupCss.list)}
          role="listbox"
          aria-label={text.ui.suggestions}
          popover="manual"
        >
          {offered.map((word, index) => (
            // Keys reach it through the input, which keeps the focus.
            // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
            <div
              key={word}
              id={`${listId}-${index}`}
              className={popupCss.option}
              role="option"
              aria-selected={index === keys.active}
              data-option
              onPointerMove={(event) => keys.point(index, event)}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => take(word)}
            >
              <bdi>{word}</bdi>
            </div>
          ))}
        </div>
      )}
    </>
  )
}

function fits(word: string, typed: string): boolean {
  return word.toLowerCase().includes(typed.trim().toLowerCase()) && word !== typed
}
