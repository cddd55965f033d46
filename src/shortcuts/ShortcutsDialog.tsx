import { useState } from 'react'
import { defaultKeymap, type Action, type Keymap } from '#contract/shortcuts.ts'
import { shortcutsText } from '#text/shortcutsText.ts'
import { Button } from '#ui/basics/Button.tsx'
import { foldText } from '#text/fold.ts'
import { Dialog } from '#ui/dialog/Dialog.tsx'
import { Checkbox } from '#ui/form/Checkbox.tsx'
import inputCss from '#ui/form/TextInput.module.css'
import { signsOf } from '#ui/shortcut.ts'
import { groups, labelOf, type Area } from './groups.ts'
import { keysOf, useKeymap } from './keymap.ts'
import { ShortcutRow } from './ShortcutRow.tsx'
import css from './ShortcutsDialog.module.css'

interface Props {
  /** Where shortcuts work now; the others are listed below. */
  here: readonly Area[]
  onChange(keymap: Keymap): void
  onClose(): void
}

/** All shortcuts, those that work here first: to look up, to search, and to make one's own. */
export function ShortcutsDialog({ here, onChange, onClose }: Props) {
  const keymap = useKeymap()
  const [search, setSearch] = useState('')
  const [recording, setRecording] = useState<Action | null>(null)
  const found = groups
    .map(({ area, entries }) => ({
      area,
      entries: entries.filter((entry) => mentions(entry, keymap, search)),
    }))
    .filter(({ entries }) => entries.length > 0)
  const [hereFound, others] = [true, false].map((isHere) =>
    found.filter(({ area }) => here.includes(area) === isHere),
  )

  return (
    <Dialog
      title={shortcutsText.title}
      wide
      onClose={onClose}
      actions={
        <>
          <Button tone="quiet" onClick={() => onChange(defaultKeymap)}>
            {shortcutsText.resetAll}
          </Button>
          <Button onClick={onClose}>{shortcutsText.close}</Button>
        </>
      }
    >
      <input
        type="search"
        className={inputCss.input}
        aria-label={shortcutsText.search}
        placeholder={shortcutsText.search}
        autoComplete="off"
        spellCheck={false}
        data-autofocus
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      <div className={css.groups}>
        {hereFound?.map(sectionOf)}
        {others && others.length > 0 && (
          <div className={css.others}>
            <h3 className={css.elsewhere}>{shortcutsText.elsewhere}</h3>
            {others.map(sectionOf)}
          </div>
        )}
        {found.length === 0 && <p role="status">{shortcutsText.nothing(search)}</p>}
      </div>
      <Checkbox
        label={shortcutsText.single}
        note={shortcutsText.singleNote}
        checked={keymap.singleKeys}
        onChange={(event) => onChange({ ...keymap, singleKeys: event.target.checked })}
      />
    </Dialog>
  )

  function sectionOf({ area, entries }: (typeof found)[number]) {
    const title = shortcutsText.areas[area]
    return (
      <section key={area} className={css.group} aria-label={title}>
        <h3 className={css.heading}>{title}</h3>
        <ul>
          {entries.map((entry) => (
            <ShortcutRow
              key={labelOf(entry)}
              label={labelOf(entry)}
              action={'action' in entry ? entry.action : null}
              keys={'action' in entry ? keysOf(entry.action, keymap) : entry.keys}
              keymap={keymap}
              recording={'action' in entry && recording === entry.action}
              onRecord={setRecording}
              onChange={onChange}
            />
          ))}
        </ul>
      </section>
    )
  }
}

/** Whether what a shortcut does, or its keys, hold every word. */
function mentions(
  entry: (typeof groups)[number]['entries'][number],
  keymap: Keymap,
  search: string,
): boolean {
  const keys = 'action' in entry ? keysOf(entry.action, keymap) : entry.keys
  const text = foldText([labelOf(entry), ...keys.map(signsOf)].join(' '))
  return foldText(search)
    .split(/\s+/)
    .every((word) => text.includes(word))
}
