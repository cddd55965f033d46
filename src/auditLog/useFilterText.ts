import { useState } from 'react'

/**
 * What stands in a filter while it is typed. Something else that comes from the address or from a
 * row replaces it; what only comes back as it was understood does not.
 */
export function useFilterText(
  value: string,
  meaning: (typed: string) => string,
): [string, (typed: string) => void] {
  const [typed, setTyped] = useState(value)
  const [known, setKnown] = useState(value)
  if (value !== known) {
    setKnown(value)
    if (value !== meaning(typed)) setTyped(value)
  }
  return [typed, setTyped]
}
