import { useEffect, useRef, useState, type FocusEvent, type PointerEvent } from 'react'
import { shortcutOf } from '#ui/shortcut.ts'
import { usePopup } from './usePopup.ts'
import css from './useTooltip.module.css'

/** Long enough not to flicker while the pointer passes by (milliseconds). */
const pause = 450

/**
 * A name that shows when its button is pointed at or focused by keyboard. It is the button's own
 * name again, so it is hidden from screen readers. Escape takes it away (WCAG 1.4.13).
 */
export function useTooltip(label: string) {
  const [shown, setShown] = useState(false)
  const timer = useRef<number>(undefined)
  const anchor = useRef<HTMLElement | null>(null)
  const popup = usePopup(anchor, shown, { align: 'center', gap: 6 })

  function show(after: number, element: HTMLElement) {
    anchor.current = element
    window.clearTimeout(timer.current)
    timer.current = window.setTimeout(() => setShown(true), after)
  }
  function hide() {
    window.clearTimeout(timer.current)
    setShown(false)
  }

  useEffect(() => () => window.clearTimeout(timer.current), [])

  useEffect(() => {
    if (!shown) return undefined
    function hideOnEscape(event: KeyboardEvent) {
      if (shortcutOf(event) === 'Escape') setShown(false)
    }
    document.addEventListener('keydown', hideOnEscape, true)
    return () => document.removeEventListener('keydown', hideOnEscape, true)
  }, [shown])

  return {
    anchor: {
      onPointerEnter: (event: PointerEvent<HTMLElement>) => {
        if (event.pointerType === 'mouse') show(pause, event.currentTarget)
      },
      onPointerLeave: hide,
      onPointerDown: hide,
      onFocus: (event: FocusEvent<HTMLElement>) => {
        if (event.currentTarget.matches(':focus-visible')) show(pause, event.currentTarget)
      },
      onBlur: hide,
    },
    element: shown && (
      <span ref={popup} className={css.tip} aria-hidden="true" popover="manual">
        {label}
      </span>
    ),
  }
}
