import { render, screen } from '@testing-library/react'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { actions, defaultKeymap, isSingleKey, type Action } from '#contract/shortcuts.ts'
import { actionOf, applyKeymap, keysOf, useKeysOf } from '#shortcuts/keymap.ts'
import { judge, withDefault, withKeys } from '#shortcuts/recording.ts'
import { useShortcuts } from '#shortcuts/useShortcuts.ts'

afterEach(() => applyKeymap(defaultKeymap))

const modifiers = ['Mod', 'Meta', 'Alt', 'Shift'] as const
type Held = ReadonlySet<string>
const everyHeld: Held[] = Array.from(
  { length: 2 ** modifiers.length },
  (_, bits) => new Set(modifiers.filter((_, at) => bits & (2 ** at))),
)

/** What the keys of Latin letters type on other keyboards, by the place of the key. */
const layouts: Record<string, (letter: string) => string> = {
  Latin: (letter) => letter,
  'Caps Lock': (letter) => letter.toUpperCase(),
  Cyrillic: (letter) => 'фисвуапршолдьтщзйкыегмцчня'[letter.charCodeAt(0) - 97]!,
  Greek: (letter) => 'αβψδεφγηιξκλμνοπ;ρστθωςχυζ'[letter.charCodeAt(0) - 97]!,
  Hebrew: (letter) => "שנבגקכעיןחלךצמםפ/רדאוה'סטז"[letter.charCodeAt(0) - 97]!,
}

function pressOf(key: string, held: Held, more: KeyboardEventInit = {}): KeyboardEvent {
  return new KeyboardEvent('keydown', {
    key,
    ctrlKey: held.has('Mod'),
    metaKey: held.has('Meta'),
    altKey: held.has('Alt'),
    shiftKey: held.has('Shift'),
    bubbles: true,
    cancelable: true,
    ...more,
  })
}

/** The parts of a shortcut: what is held, and the key. */
function partsOf(shortcut: string): { held: Held; key: string } {
  const parts = shortcut.split(/\+(?=.)/)
  return { held: new Set(parts.slice(0, -1)), key: parts.at(-1)! }
}

const sameHeld = (a: Held, b: Held) => a.size === b.size && [...a].every((each) => b.has(each))

describe.each(actions.flatMap((action) => keysOf(action).map((key) => [action, key] as const)))(
  '%s by %s',
  (action, shortcut) => {
    const { held: own, key } = partsOf(shortcut)
    const isLetter = /^[a-z]$/.test(key)

    test.each(Object.entries(layouts))(
      'on a %s keyboard, with what is held and no other',
      (_, type) => {
        const code = isLetter ? `Key${key.toUpperCase()}` : undefined
        const typed = isLetter ? type(key) : key
        // Where its place holds a sign, the sign is what is pressed.
        const isThere = !isLetter || /\p{L}/u.test(typed)
        const wrong: unknown[] = []
        for (const held of everyHeld) {
          const isSign = key.length === 1 && !isLetter
          const meant = sameHeld(
            isSign ? new Set([...held].filter((m) => m !== 'Shift')) : held,
            own,
          )
          const found = actionOf(pressOf(typed, held, { code }))
          const should = meant && isThere
          if ((found === action) !== should && (isThere || !meant)) wrong.push([...held])
        }
        expect(wrong).toEqual([])
      },
    )

    test('never while text is composed, nor with AltGr', () => {
      for (const held of everyHeld) {
        expect(actionOf(pressOf(key, held, { isComposing: true }))).toBeNull()
        expect(actionOf(pressOf(key, held, { keyCode: 229 }))).toBeNull()
        expect(actionOf(pressOf(key, held, { modifierAltGraph: true }))).toBeNull()
      }
    })
  },
)

function Everything({ act }: { act(action: Action): void }) {
  useShortcuts(Object.fromEntries(actions.map((action) => [action, () => act(action)])))
  return (
    <>
      <button type="button">a button</button>
      <input aria-label="a line" />
      <textarea aria-label="lines" />
      <select aria-label="a choice" />
      <div contentEditable suppressContentEditableWarning role="textbox" aria-label="rich" />
      <div role="menu">
        <button type="button" role="menuitem">
          an item
        </button>
      </div>
      <div data-strip="">
        <button type="button">agree</button>
      </div>
    </>
  )
}

test('a shortcut of the page works with the focus anywhere but where keys have another meaning', () => {
  const act = vi.fn<(action: Action) => void>()
  render(<Everything act={act} />)
  const typing = ['a line', 'lines', 'a choice', 'rich'].map((name) => screen.getByLabelText(name))
  const elsewhere = [screen.getByText('an item'), screen.getByText('agree')]
  for (const action of actions)
    for (const { held, key } of keysOf(action).map(partsOf)) {
      for (const place of [...typing, ...elsewhere]) {
        const press = pressOf(key, held)
        place.dispatchEvent(press)
        expect([action, place.outerHTML, press.defaultPrevented]).toEqual([
          action,
          place.outerHTML,
          false,
        ])
      }
      expect(act).not.toHaveBeenCalled()
      for (const place of [document.body, screen.getByText('a button')]) {
        const press = pressOf(key, held)
        place.dispatchEvent(press)
        expect(press.defaultPrevented).toBe(true)
        expect(act).toHaveBeenLastCalledWith(action)
      }
      act.mockClear()
    }
})

test('no two actions have the same keys, and every one can be given back its own', () => {
  const all = actions.flatMap((action) => keysOf(action))
  expect(new Set(all).size).toBe(all.length)
  for (const action of actions)
    for (const other of actions) {
      if (other === action) continue
      const [key] = keysOf(other)
      expect(judge(defaultKeymap, action, key!)).toEqual(
        isSingleKey(key!) && ['findCustomer', 'save', 'saveAndNew'].includes(action)
          ? { kind: 'typed' }
          : { kind: 'taken', by: other },
      )
      const taken = withKeys(defaultKeymap, action, key!)
      expect(keysOf(action, taken)).toEqual([key])
      expect(keysOf(other, taken)).not.toContain(key)
      expect(keysOf(other, withDefault(taken, other))).toEqual(keysOf(other, defaultKeymap))
      expect(keysOf(action, withDefault(taken, other))).not.toContain(key)
    }
})

test('keys that always mean something are not to be had, alone or with Shift', () => {
  for (const key of ['Escape', 'Tab', 'Enter', ' ', 'ArrowDown', 'Home', 'End', 'PageUp'])
    for (const shift of ['', 'Shift+'])
      expect(judge(defaultKeymap, 'filter', shift + key)).toEqual({ kind: 'fixed' })
  for (const key of ['Mod+c', 'Mod+v', 'Mod+p', 'Mod+f', 'Mod+t', 'Mod+w', 'F5'])
    expect(judge(defaultKeymap, 'save', key)).toEqual({ kind: 'browser' })
})

function Hint({ action }: { action: Action }) {
  const { hint, ...aria } = useKeysOf(action)
  return (
    <button type="button" {...aria}>
      {action}: {hint ?? 'none'}
    </button>
  )
}

test('without single letters those alone are gone, in hints and for assistive technology too', () => {
  applyKeymap({ keys: { filter: ['Alt+f'] }, singleKeys: false })
  for (const action of actions) {
    const own = keysOf(action, { ...defaultKeymap, keys: { filter: ['Alt+f'] } })
    expect(keysOf(action)).toEqual(own.filter((key) => !isSingleKey(key)))
    for (const { held, key } of own.map(partsOf))
      expect(actionOf(pressOf(key, held)) === action).toBe(held.size > 0)
  }
  render(
    <>
      <Hint action="newContact" />
      <Hint action="save" />
      <Hint action="filter" />
    </>,
  )
  expect(screen.getByText('newContact: none')).not.toHaveAttribute('aria-keyshortcuts')
  expect(screen.getByText('save: Ctrl ↵')).toHaveAttribute(
    'aria-keyshortcuts',
    'Control+Enter Control+s',
  )
  expect(screen.getByText('filter: Alt F')).toHaveAttribute('aria-keyshortcuts', 'Alt+f')
})
