import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { defaultKeys, type Action, type Keymap } from '#contract/shortcuts.ts'
import { shortcutsText } from '#text/shortcutsText.ts'
import { Button } from '#ui/basics/Button.tsx'
import { shortcutOf, signsOf } from '#ui/shortcut.ts'
import { judge, withDefault, withKeys } from './recording.ts'
import css from './ShortcutsDialog.module.css'

interface Props {
  label: string
  /** What it is changed for; null: it always is what it is. */
  action: Action | null
  /** As they count now. */
  keys: readonly string[]
  keymap: Keymap
  /** The next key press is its new shortcut. */
  recording: boolean
  onRecord(action: Action | null): void
  onChange(keymap: Keymap): void
}

/** What a shortcut does, its keys, and other keys for it. */
export function ShortcutRow(props: Props) {
  const { label, action, keys, keymap, recording, onRecord, onChange } = props
  const isChanged = action !== null && keymap.keys[action] !== undefined
  return (
    <li className={css.row}>
      <span className={css.label}>{label}</span>
      {action && recording ? (
        <Recorder
          {...{ keymap, action }}
          onEnd={() => onRecord(null)}
          onKeys={(pressed) => {
            onChange(withKeys(keymap, action, pressed))
            onRecord(null)
          }}
        />
      ) : (
        <>
          <span className={css.keys}>
            {keys.map((key) => (
              <kbd key={key} className={css.kbd}>
                {signsOf(key)}
              </kbd>
            ))}
            {keys.length === 0 && action && (
              <span className={css.none}>
                {allKeysOf(keymap, action).length > 0 ? shortcutsText.off : shortcutsText.none}
              </span>
            )}
          </span>
          {action && (
            <span className={css.actions}>
              {isChanged && (
                <Button
                  size="small"
                  tone="quiet"
                  aria-label={shortcutsText.resetOf(label)}
                  onClick={() => onChange(withDefault(keymap, action))}
                >
                  {shortcutsText.reset}
                </Button>
              )}
              <Button
                size="small"
                tone="quiet"
                aria-label={shortcutsText.changeOf(label)}
                onClick={() => onRecord(action)}
              >
                {shortcutsText.change}
              </Button>
            </span>
          )}
        </>
      )}
    </li>
  )
}

interface RecorderProps {
  keymap: Keymap
  action: Action
  onKeys(pressed: string): void
  onEnd(): void
}

/** Listens for the keys, before anything else does, and says at once what stands in their way. */
function Recorder({ keymap, action, onKeys, onEnd }: RecorderProps) {
  const field = useRef<HTMLSpanElement>(null)
  const [pressed, setPressed] = useState<string | null>(null)
  const verdict = pressed === null ? null : judge(keymap, action, pressed)

  const press = useEffectEvent((event: KeyboardEvent) => {
    if (document.activeElement !== field.current) return
    const shortcut = shortcutOf(event)
    // Tab leaves, so that nobody is kept in here.
    if (shortcut === 'Tab' || shortcut === 'Shift+Tab') return onEnd()
    event.preventDefault()
    event.stopPropagation()
    if (shortcut === null) return
    if (shortcut === 'Escape') return onEnd()
    if (judge(keymap, action, shortcut).kind === 'free') return onKeys(shortcut)
    setPressed(shortcut)
  })

  useEffect(() => {
    field.current?.focus()
    const listen = (event: KeyboardEvent) => press(event)
    addEventListener('keydown', listen, true)
    return () => removeEventListener('keydown', listen, true)
  }, [])

  return (
    <span className={css.recorder}>
      {/* Not an input: what is pressed is not to be written. */}
      <span
        ref={field}
        className={css.field}
        role="textbox"
        aria-readonly
        aria-label={shortcutsText.press}
        tabIndex={0}
      >
        {pressed === null ? shortcutsText.press : signsOf(pressed)}
      </span>
      <span role="alert" className={css.verdict}>
        {verdict && pressed !== null && sentenceOf(verdict, signsOf(pressed))}
      </span>
      {verdict?.kind === 'taken' && pressed !== null && (
        <Button size="small" onClick={() => onKeys(pressed)}>
          {shortcutsText.take}
        </Button>
      )}
    </span>
  )
}

function sentenceOf(verdict: ReturnType<typeof judge>, keys: string): string {
  if (verdict.kind === 'free') return ''
  if (verdict.kind === 'taken') return shortcutsText.taken(keys, shortcutsText.actions[verdict.by])
  return shortcutsText.cannot[verdict.kind](keys)
}

function allKeysOf({ keys }: Keymap, action: Action): readonly string[] {
  return keys[action] ?? defaultKeys[action]
}
