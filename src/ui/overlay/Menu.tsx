import { Check } from 'lucide-react'
import { useId, useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { classes } from '#ui/classes.ts'
import css from './Menu.module.css'
import popupCss from './Popup.module.css'
import { shortcutOf } from '#ui/shortcut.ts'
import { useTabStop } from '#ui/RovingTabStop.ts'
import { usePopup } from './usePopup.ts'

export interface MenuItem {
  id: string
  label: string
  /** Quiet words at the end of the line. */
  note?: string
  /** Given at all: one of several to choose from, and this is (not) it. */
  checked?: boolean
  tone?: 'plain' | 'danger'
  /** Where it leads outside of the desk, such as `mailto:`; then picking it does nothing else. */
  href?: string
  onPick?(): void
}

interface Props {
  label: string
  /** What the list is called, where that is less than what the button says. */
  menuLabel?: string
  button: ReactNode
  items: readonly MenuItem[]
  align?: 'start' | 'end'
}

/** A button that opens a list of things to do or to choose from (WAI-ARIA APG menu button). */
export function Menu({ label, menuLabel = label, button, items, align = 'end' }: Props) {
  const id = useId()
  const [open, setOpen] = useState<false | 'first' | 'last'>(false)
  const anchor = useRef<HTMLButtonElement>(null)
  const menu = usePopup<HTMLDivElement>(anchor, open !== false, { align })
  const typed = useRef({ text: '', at: 0 })
  const tabStop = useTabStop()

  useLayoutEffect(() => {
    if (!open) return
    const entries = entriesOf(menu.current)
    const checked = entries.find((entry) => entry.ariaChecked === 'true')
    const entry = open === 'last' ? entries.at(-1) : (checked ?? entries[0])
    entry?.focus()
  }, [open, menu])

  function close() {
    setOpen(false)
    anchor.current?.focus()
  }

  function onMenuKey(event: KeyboardEvent<HTMLDivElement>) {
    // Whatever is pressed in here is for the menu, not for what is around it.
    event.stopPropagation()
    const entries = entriesOf(menu.current)
    const at = entries.findIndex((entry) => entry === document.activeElement)
    const shortcut = shortcutOf(event)
    if (shortcut === null) return
    const to = steps[shortcut]?.(at, entries.length) ?? byLetter(event, shortcut, at)
    if (shortcut === 'Escape') close()
    else if (to !== undefined) entries[to]?.focus()
    else return
    event.preventDefault()
  }

  function byLetter(event: KeyboardEvent, shortcut: string, at: number): number | undefined {
    // What is typed, Shift and all, and no shortcut with a modifier.
    const isTyped = [...shortcut.replace(/^Shift\+/, '')].length === 1
    if (!isTyped || shortcut.endsWith(' ')) return undefined
    const late = event.timeStamp - typed.current.at > 600
    typed.current = {
      text: (late ? '' : typed.current.text) + event.key.toLowerCase(),
      at: event.timeStamp,
    }
    const start = typed.current.text.length === 1 ? at + 1 : at
    const order = items.map((_, index) => (start + index + items.length) % items.length)
    return order.find((index) => items[index]?.label.toLowerCase().startsWith(typed.current.text))
  }

  return (
    <>
      <button
        ref={anchor}
        type="button"
        className={css.button}
        tabIndex={tabStop}
        aria-label={label}
        aria-describedby={`${id}-button`}
        aria-haspopup="menu"
        aria-expanded={open !== false}
        aria-controls={open ? id : undefined}
        // Safari does not focus a pressed button: the menu would see the focus go nowhere and close.
        onMouseDown={(event) => open && event.preventDefault()}
        onClick={() => setOpen(open ? false : 'first')}
        onKeyDown={(event) => {
          const shortcut = shortcutOf(event)
          if (shortcut !== 'ArrowDown' && shortcut !== 'ArrowUp') return
          event.preventDefault()
          event.stopPropagation()
          setOpen(shortcut === 'ArrowUp' ? 'last' : 'first')
        }}
      >
        <span id={`${id}-button`} className={css.face}>
          {button}
        </span>
      </button>
      {open && (
        <div
          ref={menu}
          id={id}
          className={classes(popupCss.popup, popupCss.list, css.menu)}
          role="menu"
          aria-label={menuLabel}
          tabIndex={-1}
          popover="manual"
          onKeyDown={onMenuKey}
          onMouseDown={(event) => event.preventDefault()}
          onBlur={(event) => {
            if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false)
          }}
        >
          {items.map((item) => {
            const Item = item.href === undefined ? 'button' : 'a'
            return (
              <Item
                key={item.id}
                type={Item === 'button' ? 'button' : undefined}
                href={item.href}
                className={classes(popupCss.option, css.item, css[item.tone ?? 'plain'])}
                role={item.checked === undefined ? 'menuitem' : 'menuitemradio'}
                aria-checked={item.checked}
                tabIndex={-1}
                onPointerMove={(event) => event.currentTarget.focus({ preventScroll: true })}
                onClick={() => {
                  close()
                  item.onPick?.()
                }}
              >
                {item.checked !== undefined && (
                  <Check
                    size={16}
                    aria-hidden
                    className={item.checked ? css.checked : css.unchecked}
                  />
                )}
                <span className={css.label}>{item.label}</span>
                {item.note && <span className={css.note}>{item.note}</span>}
              </Item>
            )
          })}
        </div>
      )}
    </>
  )
}

const steps: Record<string, (at: number, count: number) => number> = {
  ArrowDown: (at, count) => (at + 1) % count,
  ArrowUp: (at, count) => (at - 1 + count) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
}

function entriesOf(menu: HTMLElement | null): HTMLElement[] {
  return menu ? [...menu.querySelectorAll<HTMLElement>('[role^=menuitem]')] : []
}
