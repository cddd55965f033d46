/**
 * The one place that decides which shortcut a key press is. Handlers compare its answer with the
 * names of their shortcuts; none looks at `key`, `code` or a modifier by itself.
 */

const isApple = () => /Mac|iPhone|iPad/.test(navigator.platform)

/** What a shortcut is told by: a `KeyboardEvent`, or React's around one. */
export interface KeyPress {
  key: string
  code?: string
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
  shiftKey: boolean
  isComposing?: boolean
  keyCode?: number
  getModifierState?(modifier: string): boolean
  nativeEvent?: unknown
}

/**
 * The name of the shortcut that is pressed, as in `p`, `?`, `Escape`, `Mod+Shift+Enter`. `Mod` is ⌘
 * on Apple's keyboards and Ctrl on all others; the other one of the two has its own name (`Ctrl`,
 * `Meta`), so that it never passes for it. Letters are told apart from Caps Lock, and on a keyboard
 * without Latin letters by the place of the key (`code`, UI Events 2.2). Shift is part of the name
 * of a letter or a named key, not of a sign that needs Shift on some keyboards only (`/`, `?`).
 * @returns null while an input method composes text, for a modifier alone, and with AltGr, which types
 */
export function shortcutOf(press: KeyPress): string | null {
  const event = nativeOf(press)
  // Safari ends a composition before the keydown that ended it, which only keyCode 229 tells.
  if (event.isComposing || event.keyCode === 229 || event.key === 'Process') return null
  if (event.getModifierState?.('AltGraph') || modifierKeys.has(event.key)) return null
  const key = nameOf(event)
  const modifiers = [
    (isApple() ? event.metaKey : event.ctrlKey) && 'Mod',
    (isApple() ? event.ctrlKey : event.metaKey) && (isApple() ? 'Ctrl' : 'Meta'),
    event.altKey && 'Alt',
    event.shiftKey && !isSign(key) && 'Shift',
  ]
  return [...modifiers.filter((name) => name !== false), key].join('+')
}

function nativeOf(press: KeyPress): KeyPress {
  return press.nativeEvent instanceof KeyboardEvent ? press.nativeEvent : press
}

const modifierKeys = new Set(['Shift', 'Control', 'Alt', 'Meta', 'AltGraph', 'CapsLock', 'Fn'])

/** The letter or sign that a Latin keyboard would give, or the name of the key (`Enter`). */
function nameOf({ key, code = '', altKey }: KeyPress): string {
  // The Option key of Apple's keyboards types other signs: Option P is π.
  const isOther = /^\p{L}$/u.test(key) && !/^\p{Script=Latin}$/u.test(key)
  const isTypedByOption = altKey && isApple()
  if ((isOther || isTypedByOption) && /^Key[A-Z]$/.test(code)) return code.slice(3).toLowerCase()
  return [...key].length === 1 ? key.toLowerCase() : key
}

function isSign(key: string): boolean {
  return [...key].length === 1 && !/[a-z]/.test(key) && key !== ' '
}

/** How this computer's keyboard writes a shortcut: `keysFor('Mod', 'Enter')` is ⌘↵ or Ctrl ↵. */
export function keysFor(...keys: string[]): string {
  const signs = isApple() ? appleSigns : otherSigns
  return keys.map((key) => signs[key] ?? key).join(isApple() ? '' : ' ')
}

const appleSigns: Record<string, string> = { Mod: '⌘', Shift: '⇧', Alt: '⌥', Enter: '↵' }
const otherSigns: Record<string, string> = { Mod: 'Ctrl', Shift: '⇧', Enter: '↵' }
