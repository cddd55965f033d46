import { useEffect, useState, type ComponentType, type ReactNode } from 'react'

/** How soon to ask again for a part that could not be fetched, in milliseconds. */
const soon = 10_000

/**
 * A part of the page that nobody waits for: it is fetched once the page stands, and again when that
 * fails, instead of taking the page down.
 * @param room what keeps its place until then
 */
export function lazyWithRetry<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  fallback: ReactNode = null,
): ComponentType<Props> {
  let fetched: ComponentType<Props> | undefined

  return function Later(props: Props) {
    const [Part, setPart] = useState(() => fetched)
    const [failures, setFailures] = useState(0)

    useEffect(() => {
      if (fetched) return undefined
      let timer: number | undefined
      let isHere = true
      async function fetchPart() {
        try {
          const part = await load()
          fetched = part
          if (isHere) setPart(() => part)
        } catch {
          if (isHere) timer = window.setTimeout(() => setFailures((before) => before + 1), soon)
        }
      }
      void fetchPart()
      return () => {
        isHere = false
        window.clearTimeout(timer)
      }
    }, [failures])

    return Part ? <Part {...props} /> : fallback
  }
}
