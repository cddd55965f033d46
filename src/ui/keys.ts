const apple = /Mac|iPhone|iPad/.test(navigator.platform)

/** How this computer's keyboard writes a shortcut: `keysFor('Mod', 'Enter')` is ⌘↵ or Ctrl ↵. */
export function keysFor(...keys: string[]): string {
  return keys.map((key) => signs[key] ?? key).join(apple ? '' : ' ')
}

const signs: Record<string, string> = apple
  ? { Mod: '⌘', Shift: '⇧', Alt: '⌥', Enter: '↵' }
  : { Mod: 'Ctrl', Shift: '⇧', Enter: '↵' }

/** True when the key that commands is held: ⌘ on Apple's keyboards, Ctrl on all others. */
export function commands(event: { metaKey: boolean; ctrlKey: boolean }): boolean {
  return event.metaKey || event.ctrlKey
}
