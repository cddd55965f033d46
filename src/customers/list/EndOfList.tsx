import { useEffect, useEffectEvent, useRef, type ReactNode } from 'react'

const ahead = '400px'

interface Props {
  /** Called once for each time that the end comes into view. */
  onReached(): void
  children: ReactNode
}

/** What stands below the last row. Tells when somebody has scrolled down to it. */
export function EndOfList({ onReached, children }: Props) {
  const end = useRef<HTMLDivElement>(null)
  const reach = useEffectEvent(onReached)
  useEffect(() => {
    if (!end.current || typeof IntersectionObserver === 'undefined') return undefined
    const watch = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) reach()
      },
      // Some rows before it, whether the list scrolls or the page does.
      { rootMargin: ahead, scrollMargin: ahead },
    )
    watch.observe(end.current)
    return () => watch.disconnect()
  }, [])
  return <div ref={end}>{children}</div>
}
