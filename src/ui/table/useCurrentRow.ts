import {
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type FocusEvent,
  type KeyboardEvent,
  type RefObject,
} from 'react'
import { topLayer } from '#ui/overlay/dialogStack.ts'
import { shortcutOf } from '#ui/shortcut.ts'

interface Options<Row> {
  rows: readonly Row[]
  rowKey(row: Row): string
  selectedKey?: string | null
  letterKeys?: boolean
  onRowKey?(event: KeyboardEvent, row: Row): void
  rowHeight: number
}

/**
 * The one row that Tab stops at. Keys move it; where it goes the focus goes, also when rows are
 * sorted, taken away or scrolled out of sight.
 */
export function useCurrentRow<Row>(scroller: RefObject<HTMLElement | null>, options: Options<Row>) {
  const { rows, rowKey, selectedKey, onRowKey, letterKeys = true } = options
  const keys = useMemo(() => rows.map(rowKey), [rows, rowKey])
  const [chosen, setChosen] = useState<{ key: string; index: number } | null>(null)
  const index = useMemo(() => {
    const at = keys.indexOf(chosen?.key ?? selectedKey ?? '')
    return at >= 0 ? at : Math.max(0, Math.min(chosen?.index ?? 0, keys.length - 1))
  }, [keys, chosen, selectedKey])
  const shouldFocus = useRef(false)
  /** The focus is in a row, or in a dialog that was opened from one. */
  const inside = useRef(false)
  /** A pointer is down on a row: until it is up, text may be being marked. */
  const pressing = useRef(false)

  useLayoutEffect(() => {
    const lost = inside.current && !topLayer() && isNowhere(document.activeElement)
    if (!shouldFocus.current && !lost) return
    shouldFocus.current = false
    const row = rowAt(scroller.current, index)
    mainOf(row)?.focus({ preventScroll: true })
    row?.scrollIntoView({ block: 'nearest' })
  })

  function go(to: number) {
    const next = Math.max(0, Math.min(to, keys.length - 1))
    const key = keys[next]
    if (key === undefined) return
    shouldFocus.current = true
    setChosen({ key, index: next })
  }

  return {
    keys,
    index,

    onKeyDown(event: KeyboardEvent<HTMLElement>) {
      const at = indexOf(event)
      const row = at === null ? undefined : rows[at]
      if (at === null || row === undefined || isElsewhere(event.target)) return
      onRowKey?.(event, row)
      const shortcut = shortcutOf(event)
      if (event.defaultPrevented || shortcut === null) return
      const height = scroller.current?.clientHeight ?? 0
      const pageful = Math.max(1, Math.floor(height / options.rowHeight) - 2)
      const key = (letterKeys && letters[shortcut]) || shortcut
      const to = steps[key]?.(at, keys.length, pageful)
      if (to === undefined) return
      event.preventDefault()
      go(to)
    },

    onFocus(event: FocusEvent<HTMLElement>) {
      inside.current = true
      const at = indexOf(event)
      const key = at === null ? undefined : keys[at]
      if (at === null || key === undefined) return
      if (at !== index || chosen?.key !== key) setChosen({ key, index: at })
      if (!pressing.current) focusMain(event.target)
    },

    onPointerDown() {
      pressing.current = true
      // Heard wherever the pointer is let go, also outside of the list.
      const release = () => {
        pressing.current = false
        removeEventListener('pointerup', release)
        removeEventListener('pointercancel', release)
        focusMain(document.activeElement)
      }
      addEventListener('pointerup', release)
      addEventListener('pointercancel', release)
    },

    onBlur({ target, currentTarget, relatedTarget }: FocusEvent<HTMLElement>) {
      if (relatedTarget) {
        const borrowed = relatedTarget instanceof Node && topLayer()?.contains(relatedTarget)
        inside.current = currentTarget.contains(relatedTarget) || borrowed === true
      } else
        // A row that is taken away takes the focus along; that is not leaving.
        queueMicrotask(() => {
          if (target.isConnected) inside.current = false
        })
    },
  }
}

type Step = (at: number, count: number, pageful: number) => number

const steps: Record<string, Step> = {
  ArrowDown: (at) => at + 1,
  ArrowUp: (at) => at - 1,
  Home: () => 0,
  End: (_, count) => count - 1,
  PageDown: (at, _, pageful) => at + pageful,
  PageUp: (at, _, pageful) => at - pageful,
}

const letters: Record<string, string | undefined> = {
  j: 'ArrowDown',
  k: 'ArrowUp',
}

function rowAt(table: HTMLElement | null, index: number): HTMLElement | null {
  return table?.querySelector(`tr[data-index="${index}"]`) ?? null
}

function mainOf(row: HTMLElement | null): HTMLElement | null {
  return row?.querySelector<HTMLElement>('[data-main]') ?? null
}

/**
 * A press beside the controls focuses the row; the keyboard goes on from its button. Not while the
 * pointer is down: Chromium stops marking text when the focus moves during a press.
 */
function focusMain(target: EventTarget | null): void {
  if (target instanceof HTMLTableRowElement) mainOf(target)?.focus({ preventScroll: true })
}

/** Which row an event happened in; null when in none, as in a dialog that was opened from one. */
function indexOf({ target, currentTarget }: { target: EventTarget; currentTarget: HTMLElement }) {
  if (!(target instanceof Element) || !currentTarget.contains(target)) return null
  const index = target.closest<HTMLElement>('tr[data-index]')?.dataset.index
  return index === undefined ? null : Number(index)
}

/** In there the keys have another meaning. */
function isElsewhere(target: EventTarget): boolean {
  return (
    target instanceof Element && target.closest('input, textarea, select, [data-strip]') !== null
  )
}

function isNowhere(element: Element | null): boolean {
  return element === null || element === document.body
}
