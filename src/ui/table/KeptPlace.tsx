import { useEffect, useRef, type RefObject } from 'react'
import type { TableHandle } from './Table.tsx'

interface Props<Row> {
  /** Whose place it is: the list, the customer. */
  id: string
  table: RefObject<TableHandle<Row> | null>
}

const prefix = 'contact-desk.place.'

/**
 * Comes back to where a list was scrolled, by Back and after a reload, for as long as this tab is open.
 * Rows may come late: it waits for them until somebody scrolls or presses a key. Draws nothing.
 */
export function KeptPlace<Row>({ id, table }: Props<Row>) {
  const wanted = useRef<number | null>(null)

  useEffect(() => {
    const scroller = table.current?.scroller()
    if (!scroller) return undefined
    // Somebody who is in the list already has come to it anew.
    const isNew = scroller.contains(document.activeElement)
    wanted.current = isNew ? null : Number(sessionStorage.getItem(prefix + id) ?? 0) || null
    const letGo = () => {
      wanted.current = null
    }
    const keep = () => {
      const now = Math.round(scroller.scrollTop)
      if (wanted.current === null) sessionStorage.setItem(prefix + id, String(now))
      // Not somebody's doing: a long list begins at its top once more when it is measured.
      else if (now !== wanted.current) scroller.scrollTop = wanted.current
    }
    const moves = ['wheel', 'keydown', 'pointerdown', 'touchmove'] as const
    for (const move of moves) addEventListener(move, letGo, { passive: true })
    // A row that is given the focus is where to be: the first one, when the list is picked anew.
    scroller.addEventListener('focusin', letGo)
    scroller.addEventListener('scroll', keep, { passive: true })
    return () => {
      for (const move of moves) removeEventListener(move, letGo)
      scroller.removeEventListener('focusin', letGo)
      scroller.removeEventListener('scroll', keep)
    }
  }, [id, table])

  useEffect(() => {
    const scroller = table.current?.scroller()
    if (!scroller) return undefined
    const go = () => {
      if (wanted.current !== null) scroller.scrollTop = wanted.current
    }
    go()
    // The list gets higher once its rows are drawn and measured.
    const watch = new ResizeObserver(go)
    const list = scroller.querySelector('table')
    if (list) watch.observe(list)
    return () => watch.disconnect()
  }, [table])

  return null
}
