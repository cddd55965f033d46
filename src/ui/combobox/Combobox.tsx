import { Search } from 'lucide-react'
import {
  useEffect,
  useEffectEvent,
  useId,
  useImperativeHandle,
  useRef,
  useState,
  type PointerEvent,
  type ReactNode,
  type Ref,
  type UIEvent,
} from 'react'
import { VisuallyHidden } from '#ui/basics/VisuallyHidden.tsx'
import { Kbd } from '#ui/basics/Kbd.tsx'
import css from './Combobox.module.css'
import popupCss from '#ui/overlay/Popup.module.css'
import { shortcutOf } from '#ui/shortcut.ts'
import { useListKeys } from './useListKeys.ts'
import { usePopup } from '#ui/overlay/usePopup.ts'

export interface PickerHandle {
  /** Goes there, marks what stands there so that typing replaces it, and opens the list. */
  focus(): void
}

interface Props<Item> {
  label: string
  placeholder?: string
  /** The key that leads here, shown quietly. */
  shortcut?: string
  'aria-keyshortcuts'?: string
  value: string
  onValueChange(value: string): void
  /** Left out, the picker opens and closes by itself. */
  open?: boolean
  onOpenChange?(open: boolean): void
  groups: readonly { heading?: string; items: readonly Item[] }[]
  /** What is in the list does not answer what is typed yet. */
  waiting?: boolean
  /** Whether the first one is the best for what is typed: then Enter takes it. */
  bestFirst?: boolean
  itemKey(item: Item): string
  /** What the input holds when it is picked. */
  itemName(item: Item): string
  renderItem(item: Item): ReactNode
  onPick(item: Item): void
  /** The line below the list: searching, nothing found, failed and what to do. */
  status: ReactNode
  /** Said politely to screen readers, such as how many were found. */
  announce: string
  /** The end of the list came into sight: time for the next page. */
  onEndReached?(): void
  ref?: Ref<PickerHandle>
}

/**
 * Finds one thing among many while it is typed: an editable combobox with a list popup (WAI-ARIA
 * APG). Down enters the list, Enter takes, Escape closes and then clears. An Enter that comes before
 * its answer takes the best of it when that is there, if nothing else was pressed meanwhile.
 */
export function Combobox<Item>(props: Props<Item>) {
  const { label, value, onValueChange, groups, status, onEndReached, ref, ...rest } = props
  const listId = useId()
  const [ownOpen, setOwnOpen] = useState(false)
  const open = rest.open ?? ownOpen
  const root = useRef<HTMLDivElement>(null)
  const box = useRef<HTMLDivElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const input = useRef<HTMLInputElement>(null)
  const items = groups.flatMap((group) => group.items)
  const best = rest.bestFirst && !rest.waiting && items.length > 0 ? 0 : null
  const early = useRef<string | null>(null)
  // The same one may stand under two headings.
  const options = groups.flatMap((group, index) =>
    group.items.map((item) => `${index} ${rest.itemKey(item)}`),
  )
  const shown = open && (items.length > 0 || Boolean(status))
  function setOpen(next: boolean) {
    if (next === open) return
    setOwnOpen(next)
    rest.onOpenChange?.(next)
  }

  function take(item: Item) {
    onValueChange(rest.itemName(item))
    setOpen(false)
    rest.onPick(item)
  }

  const popup = usePopup<HTMLDivElement>(box, shown, { matchWidth: 320 })
  const keys = useListKeys({
    list,
    open: shown,
    options,
    best,
    onOpen: () => setOpen(true),
    onClose: () => setOpen(false),
    onTake: (index) => {
      const item = items[index]
      if (item !== undefined) take(item)
    },
    onEnd: onEndReached,
  })

  const answerEarly = useEffectEvent(() => {
    if (early.current !== value) early.current = null
    if (early.current === null || !open || rest.waiting) return
    early.current = null
    const [first, second] = items
    // Two of one name have to be looked at.
    const isClear = first && (!second || rest.itemName(first) !== rest.itemName(second))
    if (isClear && best !== null) take(first)
  })
  // eslint-disable-next-line react-hooks/set-state-in-effect -- the answer that came is the event
  useEffect(() => answerEarly())

  useImperativeHandle(ref, () => ({
    focus() {
      input.current?.focus()
      input.current?.select()
      setOpen(true)
    },
  }))

  function askForMore(event: UIEvent<HTMLDivElement>) {
    const { scrollTop, scrollHeight, clientHeight } = event.currentTarget
    if (scrollHeight - scrollTop - clientHeight < 120) onEndReached?.()
  }

  return (
    <div
      ref={root}
      className={css.picker}
      onBlur={(event) => {
        // Tab goes on to what the status line offers; the list is open as long as it stays in here.
        if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false)
      }}
    >
      <div ref={box} className={css.box}>
        <Search className={css.icon} size={16} aria-hidden />
        <input
          ref={input}
          className={css.input}
          type="text"
          role="combobox"
          dir="auto"
          aria-label={label}
          aria-autocomplete="list"
          aria-expanded={shown}
          aria-controls={shown ? listId : undefined}
          aria-activedescendant={keys.active === null ? undefined : `${listId}-${keys.active}`}
          placeholder={rest.placeholder}
          autoComplete="off"
          autoCapitalize="off"
          autoCorrect="off"
          spellCheck={false}
          aria-keyshortcuts={rest['aria-keyshortcuts']}
          enterKeyHint="search"
          data-1p-ignore
          data-lpignore="true"
          value={value}
          onChange={(event) => {
            onValueChange(event.target.value)
            keys.clear()
            setOpen(true)
          }}
          onFocus={(event) => event.currentTarget.select()}
          onClick={() => setOpen(true)}
          onKeyDown={(event) => {
            early.current = null
            if (keys.onKeyDown(event)) return
            const shortcut = shortcutOf(event)
            if (shortcut === 'Enter' && open && rest.waiting) early.current = value
            if (shortcut !== 'Escape') return
            if (open) setOpen(false)
            else if (value === '') return
            else onValueChange('')
            event.preventDefault()
            event.stopPropagation()
          }}
        />
        {rest.shortcut && value === '' && <Kbd>{rest.shortcut}</Kbd>}
      </div>
      {shown && (
        <div ref={popup} className={popupCss.popup} popover="manual">
          <div
            ref={list}
            id={listId}
            className={popupCss.list}
            role="listbox"
            aria-label={label}
            onScroll={askForMore}
          >
            {groups.map((group, index) => (
              <PickerGroup
                key={group.heading ?? ''}
                id={`${listId}-${index}`}
                heading={group.heading}
              >
                {group.items.map((item) => {
                  const at = options.indexOf(`${index} ${rest.itemKey(item)}`)
                  return (
                    <PickerOption
                      key={options[at]}
                      id={`${listId}-${at}`}
                      active={at === keys.active}
                      onPoint={(moved) => keys.point(at, moved)}
                      onTake={() => take(item)}
                    >
                      {rest.renderItem(item)}
                    </PickerOption>
                  )
                })}
              </PickerGroup>
            ))}
          </div>
          {status && <div className={css.status}>{status}</div>}
        </div>
      )}
      <VisuallyHidden>
        <span aria-live="polite">{shown ? rest.announce : ''}</span>
      </VisuallyHidden>
    </div>
  )
}

interface GroupProps {
  id: string
  heading: string | undefined
  children: ReactNode
}

function PickerGroup({ id, heading, children }: GroupProps) {
  return (
    <div role="group" aria-labelledby={heading && `${id}-heading`}>
      {heading && (
        <div id={`${id}-heading`} className={popupCss.heading} role="presentation">
          {heading}
        </div>
      )}
      {children}
    </div>
  )
}

interface OptionProps {
  id: string
  active: boolean
  onPoint(moved: PointerEvent): void
  onTake(): void
  children: ReactNode
}

/** Keys reach it through the input, which keeps the focus also when it is pressed. */
function PickerOption({ id, active, onPoint, onTake, children }: OptionProps) {
  return (
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      id={id}
      className={popupCss.option}
      role="option"
      aria-selected={active}
      data-option
      onPointerMove={onPoint}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onTake}
    >
      <div className={css.item}>{children}</div>
    </div>
  )
}
