import { useEffect, useEffectEvent } from 'react'
import type { Action } from '#contract/shortcuts.ts'
import { isTyping } from '#ui/shortcut.ts'
import { topLayer } from '#ui/overlay/dialogStack.ts'
import { actionOf } from './keymap.ts'

type Handlers = Partial<Record<Action, (event: KeyboardEvent) => void>>

/**
 * Does these wherever their keys are pressed: not where something is typed, not behind a dialog, and
 * not what something nearer has taken. A handler takes the key by coming back.
 */
export function useShortcuts(handlers: Handlers): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || isTyping(event.target) || topLayer()) return
    const action = actionOf(event)
    const act = action && handlers[action]
    if (!act) return
    event.preventDefault()
    act(event)
  })

  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event)
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])
}
