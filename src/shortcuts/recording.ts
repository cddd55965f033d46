import { actions, defaultKeys, isSingleKey, type Action, type Keymap } from '#contract/shortcuts.ts'

/** Whether keys that were pressed may be the shortcut of an action, and if not, why. */
export type Verdict =
  | { kind: 'free' }
  /** Another action has them. */
  | { kind: 'taken'; by: Action }
  /** They have a meaning wherever they are pressed: arrows, Enter, Escape, Tab. */
  | { kind: 'fixed' }
  /** The browser keeps them, or people need them there: a new tab, copy, print. */
  | { kind: 'browser' }
  /** It works while something is typed, where these would be text. */
  | { kind: 'typed' }

/** What works in an input as well. */
const whileTyping: readonly Action[] = ['findCustomer', 'save', 'saveAndNew']

const fixed = ['Escape', 'Tab', 'Enter', ' ', 'Home', 'End', 'PageUp', 'PageDown', 'ContextMenu']
const browsers = [
  ...'tnwqrlacvxfp'.split('').map((letter) => `Mod+${letter}`),
  ...'tnwr'.split('').map((letter) => `Mod+Shift+${letter}`),
  ...['Mod+Tab', 'Mod+Shift+Tab', 'Alt+F4', 'F5', 'F11', 'F12', 'Mod++', 'Mod+-', 'Mod+0'],
  ...['Alt+ArrowLeft', 'Alt+ArrowRight'],
]

export function judge(keymap: Keymap, action: Action, pressed: string): Verdict {
  const bare = pressed.replace(/^Shift\+/, '')
  if (fixed.includes(bare) || bare.startsWith('Arrow')) return { kind: 'fixed' }
  if (browsers.includes(pressed)) return { kind: 'browser' }
  const isTyped = isSingleKey(pressed) || /^(Backspace|Delete|Insert)$/.test(bare)
  if (isTyped && whileTyping.includes(action)) return { kind: 'typed' }
  // What is switched off with the single letters comes back with them, and would collide then.
  const by = actions.find((other) => other !== action && allKeysOf(keymap, other).includes(pressed))
  return by ? { kind: 'taken', by } : { kind: 'free' }
}

/** With these keys for this action, taken from whichever had them. */
export function withKeys(keymap: Keymap, action: Action, pressed: string): Keymap {
  const keys: Record<string, readonly string[]> = { ...keymap.keys, [action]: [pressed] }
  for (const other of actions)
    if (other !== action && allKeysOf(keymap, other).includes(pressed))
      keys[other] = allKeysOf(keymap, other).filter((key) => key !== pressed)
  return { ...keymap, keys }
}

/** With an action's own keys again, taken back from whichever has them now. */
export function withDefault(keymap: Keymap, action: Action): Keymap {
  const own: readonly string[] = defaultKeys[action]
  const taken = own.reduce((before, key) => withKeys(before, action, key), keymap)
  const { [action]: _, ...keys } = taken.keys
  return { ...taken, keys }
}

/** All of an action's keys, switched off or not. */
function allKeysOf({ keys }: Keymap, action: Action): readonly string[] {
  return keys[action] ?? defaultKeys[action]
}
