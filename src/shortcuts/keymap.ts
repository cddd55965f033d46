import { useSyncExternalStore } from 'react'
import {
  actions,
  defaultKeymap,
  defaultKeys,
  isSingleKey,
  type Action,
  type Keymap,
} from '#contract/shortcuts.ts'
import { ariaKeysOf, shortcutOf, signsOf, type KeyPress } from '#ui/shortcut.ts'

/**
 * The shortcuts of whoever sits at this page. They are on this browser's disk as well, so that they
 * hold from the first key press on and offline; `sync.ts` brings them from and to the gateway.
 */
const storageKey = 'contact-desk.shortcuts'

let current = remembered()
const listeners = new Set<() => void>()

export function currentKeymap(): Keymap {
  return current
}

/** Takes effect at once, in every hint too. */
export function applyKeymap(next: Keymap): void {
  current = next
  try {
    localStorage.setItem(storageKey, JSON.stringify(next))
  } catch {
    // Storage switched off: it holds until the page is closed.
  }
  for (const tell of listeners) tell()
}

/** Whoever sits here next may be another person. */
export function forgetKeymap(): void {
  applyKeymap(defaultKeymap)
}

/** The keys of an action as they count now. */
export function keysOf(action: Action, { keys, singleKeys } = current): readonly string[] {
  const own: readonly string[] = keys[action] ?? defaultKeys[action]
  return singleKeys ? own : own.filter((key) => !isSingleKey(key))
}

/** What this key press stands for, wherever it was pressed; null: nothing. */
export function actionOf(press: KeyPress): Action | null {
  const pressed = shortcutOf(press)
  if (pressed === null) return null
  return actions.find((action) => keysOf(action).includes(pressed)) ?? null
}

/** Which way a key press moves in a list of rows, besides the arrows. */
export function rowStepOf(press: KeyPress): 'ArrowDown' | 'ArrowUp' | undefined {
  const action = actionOf(press)
  return action === 'nextRow' ? 'ArrowDown' : action === 'previousRow' ? 'ArrowUp' : undefined
}

/** How an action is offered: its keys as they are shown, and as assistive technology is told them. */
export function useKeysOf(action: Action): { hint?: string; 'aria-keyshortcuts'?: string } {
  const keymap = useKeymap()
  const keys = keysOf(action, keymap)
  const [first] = keys
  if (first === undefined) return {}
  return { hint: signsOf(first), 'aria-keyshortcuts': ariaKeysOf(keys) }
}

export function useKeymap(): Keymap {
  return useSyncExternalStore(listen, currentKeymap)
}

function listen(tell: () => void): () => void {
  listeners.add(tell)
  return () => listeners.delete(tell)
}

function remembered(): Keymap {
  try {
    const read = JSON.parse(localStorage.getItem(storageKey) ?? 'null') as Keymap | null
    // Written by this desk, maybe by another version of it: whatever is no list of keys is left out.
    const keys = Object.entries(read?.keys ?? {}).filter(([, each]) => Array.isArray(each))
    return read ? { ...read, keys: Object.fromEntries(keys) } : defaultKeymap
  } catch {
    // Storage switched off, or written by something else.
    return defaultKeymap
  }
}
