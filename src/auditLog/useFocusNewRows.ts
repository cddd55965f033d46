import { useLayoutEffect, useRef, type RefObject } from 'react'

/**
 * With the last page the button that asked for it is gone: whoever pressed it goes on at the first
 * of the rows that it brought.
 * @returns tells that more rows than these were asked for
 */
export function useFocusNewRows(
  list: RefObject<HTMLElement | null>,
  count: number,
): (shown: number) => void {
  const after = useRef<number | null>(null)

  useLayoutEffect(() => {
    if (after.current === null || count <= after.current) return
    if (document.activeElement === document.body)
      list.current
        ?.querySelector<HTMLElement>(`[data-index="${after.current}"] [data-main]`)
        ?.focus()
    after.current = null
  }, [list, count])

  return (shown) => {
    after.current = shown
  }
}
