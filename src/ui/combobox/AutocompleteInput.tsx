import {
  useDeferredValue,
  useId,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
  type ComponentProps,
} from 'react'
import { text } from '#text/text.ts'
import { rankMatches, type Match, type Suggestion } from './rankMatches.ts'
import { classes } from '#ui/classes.ts'
import popupCss from '#ui/overlay/Popup.module.css'
import css from '#ui/form/TextInput.module.css'
import { useListKeys } from './useListKeys.ts'
import { usePopup } from '#ui/overlay/usePopup.ts'

interface Props extends Omit<ComponentProps<'input'>, 'value' | 'onChange'> {
  value: string
  onValueChange(value: string): void
  /** None at all: then it is a plain line of text. */
  suggestions: readonly Suggestion[]
}

/** One line of text with names to choose from (WAI-ARIA APG combobox); anything may be typed. */
export function AutocompleteInput({ value, onValueChange, suggestions, ref, ...input }: Props) {
  const listId = useId()
  const [open, setOpen] = useState(false)
  /** Everything is offered until something is typed: a name that is there must not hide the rest. */
  const [typed, setTyped] = useState(false)
  const element = useRef<HTMLInputElement>(null)
  useImperativeHandle<HTMLInputElement | null, HTMLInputElement | null>(
    ref,
    () => element.current,
    [],
  )
  const isRefused = input['aria-invalid'] === true
  const offered = useMemo(
    () => (open ? offeredOf(suggestions, typed ? value : '', isRefused) : nothing),
    [open, suggestions, typed, value, isRefused],
  )
  // A key waits for as many as can be seen at once; the other 200 countries come right after.
  const drawn = useDeferredValue(offered) === offered ? offered : offered.slice(0, screenful)
  const shown = offered.length > 0
  const popup = usePopup<HTMLDivElement>(element, shown, { matchWidth: 240, most: 308 })
  const keys = useListKeys({
    list: popup,
    open: shown,
    options: offered.map(({ name }) => name),
    onOpen: show,
    onClose: () => setOpen(false),
    onTake: (index) => take(offered[index]?.name ?? value),
  })
  const combobox = suggestions.length > 0 && {
    role: 'combobox',
    'aria-autocomplete': 'list' as const,
    'aria-expanded': shown,
    'aria-controls': shown ? listId : undefined,
    'aria-activedescendant': keys.active === null ? undefined : `${listId}-${keys.active}`,
  }

  function show() {
    if (!open) setTyped(false)
    setOpen(true)
  }

  function take(name: string) {
    onValueChange(name)
    setOpen(false)
  }

  return (
    <>
      <input
        type="text"
        dir="auto"
        autoComplete="off"
        {...input}
        {...combobox}
        ref={element}
        className={classes(css.input, input.className)}
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
          {drawn.map(({ name, code, alias }, index) => (
            // Keys reach it through the input, which keeps the focus.
            // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
            <div
              key={name}
              id={`${listId}-${index}`}
              className={popupCss.option}
              role="option"
              aria-selected={index === keys.active}
              data-option
              onPointerMove={(event) => keys.point(index, event)}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => take(name)}
            >
              <bdi translate="no">{name}</bdi>
              {alias && <bdi className={popupCss.alias}>{alias}</bdi>}
              {code && <span className={popupCss.code}>{code}</span>}
            </div>
          ))}
        </div>
      )}
    </>
  )
}

const nothing: readonly Match[] = []
const screenful = 20

/**
 * The matching options; none when the only match is the present text, all of them when nothing
 * matches a text that was refused.
 */
function offeredOf(
  suggestions: readonly Suggestion[],
  typed: string,
  isRefused: boolean,
): readonly Match[] {
  const hits = rankMatches(suggestions, typed)
  if (isRefused && hits.length === 0) return suggestions
  return hits.length === 1 && hits[0]?.name === typed ? nothing : hits
}
