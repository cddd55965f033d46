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

/** Whether keys pressed there are for a text, a list of choices or a question, and no shortcut of the page. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(typing) !== null
}

const typing = 'input, textarea, select, [contenteditable], [role=menu], [data-strip]'

/** Whether a press on a link opens another tab or window, which is the browser's business. */
export function isForAnotherTab(
  press: Pick<KeyPress, 'ctrlKey' | 'metaKey' | 'shiftKey'>,
): boolean {
  return press.ctrlKey || press.metaKey || press.shiftKey
}

/** How this computer's keyboard writes a shortcut: `Mod+Enter` is ⌘↵ or Ctrl ↵. */
export function signsOf(shortcut: string): string {
  const signs = isApple() ? appleSigns : otherSigns
  return partsOf(shortcut)
    .map((key) => signs[key] ?? (key.length === 1 ? key.toUpperCase() : key))
    .join(isApple() ? '' : ' ')
}

/** The same for `aria-keyshortcuts` (WAI-ARIA 1.2, section 6.6.3). */
export function ariaKeysOf(shortcuts: readonly string[]): string {
  const names: Record<string, string> = { ...ariaNames, Mod: isApple() ? 'Meta' : 'Control' }
  return shortcuts
    .map((shortcut) =>
      partsOf(shortcut)
        .map((key) => names[key] ?? key)
        .join('+'),
    )
    .join(' ')
}

/** A plus sign is a key as well. */
function partsOf(shortcut: string): string[] {
  return shortcut.split(/\+(?=.)/)
}

const appleSigns: Record<string, string> = {
  ...{ Mod: '⌘', Ctrl: '⌃', Shift: '⇧', Alt: '⌥' },
  ...{ Enter: '↵', ArrowDown: '↓', ArrowUp: '↑' },
}
const otherSigns: Record<string, string> = { ...appleSigns, Mod: 'Ctrl', Meta: 'Win', Alt: 'Alt' }
const ariaNames = { Ctrl: 'Control', '+': 'Plus', ' ': 'Space' }
