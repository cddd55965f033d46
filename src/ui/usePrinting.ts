import { useSyncExternalStore } from 'react'
import { flushSync } from 'react-dom'

/**
 * Whether the page is laid out for paper. It is drawn anew before the browser looks at it: `beforeprint`
 * is the last moment for that, and a media query alone tells of it too late.
 */
export function usePrinting(): boolean {
  return useSyncExternalStore(listen, () => isPrinting || matchMedia('print').matches)
}

let isPrinting = false

function listen(tell: () => void): () => void {
  const set = ({ type }: Event) => {
    isPrinting = type === 'beforeprint'
    flushSync(tell)
  }
  const media = matchMedia('print')
  addEventListener('beforeprint', set)
  addEventListener('afterprint', set)
  media.addEventListener('change', tell)
  return () => {
    removeEventListener('beforeprint', set)
    removeEventListener('afterprint', set)
    media.removeEventListener('change', tell)
  }
}
