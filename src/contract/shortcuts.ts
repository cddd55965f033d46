/**
 * What can be done by a key press, and the keys it has until a person changes them. Keys are named as
 * `shortcutOf` names them: `p`, `Mod+Shift+Enter`; `Mod` is ⌘ on Apple's keyboards, Ctrl on others.
 */
export const defaultKeys = {
  findCustomer: ['Mod+k'],
  undo: ['Mod+z'],
  showShortcuts: ['?'],
  newContact: ['c'],
  filter: ['/'],
  nextRow: ['j'],
  previousRow: ['k'],
  openContact: ['e'],
  makePrimary: ['p'],
  save: ['Mod+Enter', 'Mod+s'],
  saveAndNew: ['Mod+Shift+Enter'],
} as const satisfies Record<string, readonly string[]>

export type Action = keyof typeof defaultKeys

export const actions = Object.keys(defaultKeys) as readonly Action[]

/** What a person has made of the shortcuts. */
export interface Keymap {
  /** The keys of what was changed; none at all: it has no shortcut any more. */
  keys: Readonly<Partial<Record<Action, readonly string[]>>>
  /** Whether a letter or sign alone is a shortcut (WCAG 2.1.4). */
  singleKeys: boolean
}

export const defaultKeymap: Keymap = { keys: {}, singleKeys: true }

/** A letter, digit or sign without Ctrl, ⌘ or Alt: what somebody may speak or hit by accident. */
export function isSingleKey(key: string): boolean {
  return [...key.replace(/^Shift\+/, '')].length === 1
}
