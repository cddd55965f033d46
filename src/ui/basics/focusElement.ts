import { flushSync } from 'react-dom'

/**
 * Brings a part of the page into sight and gives it the focus. `reveal` shows it where it may be
 * folded away. The address of the page stays: it says which contact this is, not which input.
 */
export function focusElement(id: string, block: 'nearest' | 'start', reveal?: () => void): void {
  if (reveal) flushSync(reveal)
  const target = document.getElementById(id)
  target?.scrollIntoView({ block })
  target?.focus({ preventScroll: true })
}
