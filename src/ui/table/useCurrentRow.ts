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
  stepOf?(event: KeyboardEvent): Step | undefined
  rowHeight: number
}

/** A row that is to get the focus as soon as it is there. */
interface Wanted {
  /** Null: the first one, whichever that is. */
  key: string | null
  /** What had the focus. Once it is elsewhere, somebody has gone on without waiting. */
  from: Element | null
}

/**
 * The one row that Tab stops at. Keys move it; where it goes the focus goes, also when rows are
 * sorted, taken away or scrolled out of sight.
 */
export function useCurrentRow<Row>(scroller: RefObject<HTMLElement | null>, options: Options<Row>) {
  const { rows, rowKey, selectedKey, stepOf } = options
  const keys = useMemo(() => rows.map(rowKey), [rows, rowKey])
  const [chosen, setChosen] = useState<{ key: string; index: number } | null>(null)
  const found = useMemo(
    () => keys.indexOf(chosen?.key ?? selectedKey ?? ''),
    [keys, chosen, selectedKey],
  )
  // Where it was last: the row that comes to stand there is current when this one is taken away.
  if (chosen && found >= 0 && found !== chosen.index) setChosen({ key: chosen.key, index: found })
  const index = found >= 0 ? found : Math.max(0, Math.min(chosen?.index ?? 0, keys.length - 1))
  const shouldFocus = useRef(false)
  const [wanted, setWanted] = useState<Wanted | null>(null)
  const answered = useRef<Wanted | null>(null)
  /** Nobody has moved yet: while rows are still coming, the focus stays on the first one. */
  const isAtStart = useRef(false)
  /** The focus is in a row, or in a dialog that was opened from one. */
  const inside = useRef(false)
  /** A pointer is down on a row: until it is up, text may be being marked. */
  const pressing = useRef(false)

  function settle() {
    const row = rowAt(scroller.current, index)
    // A long list draws it in a moment, and asks again.
    if (!row) return
    const isThere = keys.length > 0 && (!wanted?.key || keys.includes(wanted.key))
    if (wanted && wanted !== answered.current && isThere) {
      answered.current = wanted
      const now = document.activeElement
      if (now === wanted.from || isNowhere(now)) {
        shouldFocus.current = true
        isAtStart.current = wanted.key === null
      }
    }
    if (isAtStart.current && inside.current && index !== indexAt(document.activeElement))
      shouldFocus.current = true
    const lost = inside.current && !topLayer() && isNowhere(document.activeElement)
    if (!shouldFocus.current && !lost) return
    shouldFocus.current = false
    mainOf(row)?.focus({ preventScroll: true })
    row.scrollIntoView({ block: 'nearest' })
  }
  useLayoutEffect(settle)

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
    /** Gives the focus to the row that has to have it, once that is drawn. */
    settle,

    goTo(key: string | null) {
      setChosen(key === null ? null : { key, index: 0 })
      setWanted({ key, from: document.activeElement })
    },

    onKeyDown(event: KeyboardEvent<HTMLElement>) {
      const at = indexOf(event)
      isAtStart.current = false
      if (at === null || isElsewhere(event.target)) return
      const shortcut = shortcutOf(event)
      if (shortcut === null) return
      const height = scroller.current?.clientHeight ?? 0
      const pageful = Math.max(1, Math.floor(height / options.rowHeight) - 2)
      const to = steps[stepOf?.(event) ?? shortcut]?.(at, keys.length, pageful)
      if (to === undefined) return
      event.preventDefault()
      go(to)
    },

    onFocus(event: FocusEvent<HTMLElement>) {
      inside.current = true
      const at = indexOf(event)
      const key = at === null ? undefined : keys[at]
      if (at === null || key === undefined) return
      // Whoever reads the screen aloud goes to another row without a key of the page's.
      if (at !== index) isAtStart.current = false
      if (!isAtStart.current && (at !== index || chosen?.key !== key)) setChosen({ key, index: at })
      if (!pressing.current) focusMain(event.target)
    },

    onPointerDown() {
      pressing.current = true
      isAtStart.current = false
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

/** What the page's own keys may stand for. */
export type Step = 'ArrowDown' | 'ArrowUp'

const steps: Record<string, (at: number, count: number, pageful: number) => number> = {
  ArrowDown: (at) => at + 1,
  ArrowUp: (at) => at - 1,
  Home: () => 0,
  End: (_, count) => count - 1,
  PageDown: (at, _, pageful) => at + pageful,
  PageUp: (at, _, pageful) => at - pageful,
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
  return indexAt(target)
}

function indexAt(element: Element | null): number | null {
  const index = element?.closest<HTMLElement>('tr[data-index]')?.dataset.index
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
