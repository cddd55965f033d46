import { useLayoutEffect, useRef, type RefObject } from 'react'

interface Placement {
  /** Which edge of the anchor it keeps to. */
  align?: 'start' | 'end' | 'center'
  /** As wide as the anchor, whatever is in it, but at least this many pixels. */
  matchWidth?: number
  /** Pixels between the anchor and it. */
  gap?: number
  /** How many pixels it may be high, even where there is more room. */
  most?: number
}

/**
 * Keeps an element below its anchor, or above where there is no room, inside the window. It lies in
 * the top layer (`popover="manual"`), so that no scroller or modal dialog cuts it off.
 */
export function usePopup<Popup extends HTMLElement>(
  anchor: RefObject<HTMLElement | null>,
  open: boolean,
  { align = 'start', matchWidth, gap = 4, most = Infinity }: Placement,
): RefObject<Popup | null> {
  const popup = useRef<Popup>(null)

  useLayoutEffect(() => {
    const element = popup.current
    const beside = anchor.current
    if (!open || !element || !beside) return undefined
    // Browsers before 2024 have no popover; a fixed box is nearly as good.
    element.showPopover?.()

    function place() {
      if (!element || !beside) return
      const box = beside.getBoundingClientRect()
      const margin = 8
      const room = { width: window.innerWidth, height: window.innerHeight }
      if (matchWidth !== undefined)
        element.style.width = `${Math.max(box.width, Math.min(matchWidth, room.width - 2 * margin))}px`
      const below = room.height - box.bottom - gap - margin
      const above = box.top - gap - margin
      const natural = element.scrollHeight
      const upwards = below < Math.min(natural, 200) && above > below
      element.style.maxHeight = `${Math.min(Math.max(upwards ? above : below, 80), most)}px`
      const size = { width: element.offsetWidth, height: element.offsetHeight }
      const start = {
        start: box.left,
        end: box.right - size.width,
        center: box.left + (box.width - size.width) / 2,
      }[isRightToLeft(beside) ? mirrored[align] : align]
      const left = Math.max(margin, Math.min(start, room.width - size.width - margin))
      element.style.left = `${left}px`
      element.style.top = upwards ? 'auto' : `${box.bottom + gap}px`
      element.style.bottom = upwards ? `${room.height - box.top + gap}px` : 'auto'
    }

    place()
    const watch = new ResizeObserver(place)
    watch.observe(element)
    watch.observe(beside)
    window.addEventListener('scroll', place, { capture: true, passive: true })
    window.addEventListener('resize', place)
    return () => {
      watch.disconnect()
      window.removeEventListener('scroll', place, { capture: true })
      window.removeEventListener('resize', place)
    }
  }, [anchor, open, align, matchWidth, gap, most])

  return popup
}

const mirrored = { start: 'end', end: 'start', center: 'center' } as const

function isRightToLeft(element: Element): boolean {
  return getComputedStyle(element).direction === 'rtl'
}
