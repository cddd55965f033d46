import { useEffect, useRef, useState, type KeyboardEvent, type RefObject } from 'react'
import { shortcutOf } from '#ui/shortcut.ts'

interface Options {
  /** The element with role="listbox"; its options carry `data-option`. */
  list: RefObject<HTMLElement | null>
  open: boolean
  /** A key for each option in reading order; what is active stays active when others come or go. */
  options: readonly string[]
  /** Active until another one is chosen: the best there is for what is typed. */
  best?: number | null
  onOpen(): void
  onClose(): void
  onTake(index: number): void
  /** The last option was reached. */
  onEnd?(): void
}

/**
 * The keys of an editable combobox with a list popup, as the WAI-ARIA APG has them: the focus stays
 * in the input, `aria-activedescendant` names the option the arrows are at. Without a best one nothing
 * is active until Down is pressed, so that Enter never takes what nobody chose.
 */
export function useListKeys(settings: Options) {
  const { list, open, options, best = null, onOpen, onClose, onTake, onEnd } = settings
  const [active, setActive] = useState<string | null>(null)
  if (!open && active !== null) setActive(null)
  const index = open && active !== null ? options.indexOf(active) : -1
  const at = index >= 0 ? index : open ? best : null
  const count = options.length
  const shouldShow = useRef(false)

  useEffect(() => {
    if (!shouldShow.current || at === null) return
    shouldShow.current = false
    optionsIn(list.current)[at]?.scrollIntoView({ block: 'nearest' })
    if (at === count - 1) onEnd?.()
  })

  function go(to: number) {
    shouldShow.current = true
    setActive(options[to] ?? null)
  }

  /** True when the key was for the list. */
  function onKeyDown(event: KeyboardEvent<HTMLInputElement>): boolean {
    const shortcut = shortcutOf(event)
    // Enter and arrows belong to the input method while it composes a word.
    if (shortcut === null) return false
    const next = steps[shortcut]
    if (shortcut === 'Alt+ArrowDown') onOpen()
    else if (shortcut === 'Alt+ArrowUp') onClose()
    else if (next) {
      if (!open) onOpen()
      if (shortcut.startsWith('Page') && !open) return false
      go(next(at, count))
    } else if ((shortcut === 'Enter' || shortcut === 'Shift+Enter') && at !== null) onTake(at)
    else if (shortcut === 'Escape' && open) onClose()
    else {
      // The caret moves or text changes: nothing is chosen any more.
      setActive(null)
      return false
    }
    event.preventDefault()
    event.stopPropagation()
    return true
  }

  return {
    active: at,
    /** The pointer moved on it; opening under a pointer that lies still is not a choice. */
    point(to: number, moved: { movementX: number; movementY: number }) {
      if (to !== at && (moved.movementX !== 0 || moved.movementY !== 0))
        setActive(options[to] ?? null)
    },
    clear: () => setActive(null),
    onKeyDown,
  }
}

type Step = (at: number | null, count: number) => number

const pageful = 6
const steps: Record<string, Step> = {
  ArrowDown: (at, count) => (at === null ? 0 : (at + 1) % count),
  ArrowUp: (at, count) => (at === null ? count - 1 : (at - 1 + count) % count),
  PageDown: (at, count) => Math.min((at ?? -1) + pageful, count - 1),
  PageUp: (at) => Math.max((at ?? 0) - pageful, 0),
}

function optionsIn(list: HTMLElement | null): HTMLElement[] {
  return list ? [...list.querySelectorAll<HTMLElement>('[data-option]')] : []
}
