import type { Action } from '#contract/shortcuts.ts'
import { shortcutsText } from '#text/shortcutsText.ts'

/** Where shortcuts work. */
export type Area = keyof typeof shortcutsText.areas

/** A shortcut that can be changed, or keys that always do the same. */
type Entry =
  { action: Action } | { keys: readonly string[]; does: keyof typeof shortcutsText.fixed }

/** All there is, by where it works. */
export const groups: readonly { area: Area; entries: readonly Entry[] }[] = [
  {
    area: 'list',
    entries: [
      { action: 'newContact' },
      { action: 'makePrimary' },
      { action: 'openContact' },
      { action: 'filter' },
      { action: 'nextRow' },
      { action: 'previousRow' },
      { keys: ['ArrowDown', 'ArrowUp'], does: 'rows' },
      { keys: ['Home', 'End'], does: 'ends' },
      { keys: ['Enter'], does: 'open' },
    ],
  },
  {
    area: 'form',
    entries: [{ action: 'save' }, { action: 'saveAndNew' }, { keys: ['Enter'], does: 'saveLine' }],
  },
  {
    area: 'log',
    entries: [
      { action: 'nextRow' },
      { action: 'previousRow' },
      { keys: ['ArrowDown', 'ArrowUp'], does: 'rows' },
      { keys: ['Home', 'End'], does: 'ends' },
      { keys: ['Enter'], does: 'open' },
    ],
  },
  {
    area: 'everywhere',
    entries: [
      { action: 'findCustomer' },
      { action: 'undo' },
      { action: 'showShortcuts' },
      { keys: ['Escape'], does: 'close' },
    ],
  },
  {
    area: 'picker',
    entries: [
      { keys: ['ArrowDown', 'ArrowUp'], does: 'hits' },
      { keys: ['Enter'], does: 'takeHit' },
    ],
  },
]

export function labelOf(entry: Entry): string {
  return 'action' in entry ? shortcutsText.actions[entry.action] : shortcutsText.fixed[entry.does]
}
