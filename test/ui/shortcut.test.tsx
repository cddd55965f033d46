import { describe, expect, test, vi } from 'vitest'
import { shortcutOf, type KeyPress } from '#ui/shortcut.ts'

const latin = 'abcdefghijklmnopqrstuvwxyz'
/** What the key of each Latin letter types on keyboards that have no Latin letters. */
const layouts = {
  Cyrillic: 'фисвуапршолдьтщзйкыегмцчня',
  Greek: 'αβψδεφγηιξκλμνοπ;ρστθωςχυζ',
}

function press(key: string, more: Partial<KeyPress> = {}): KeyPress {
  return { key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more }
}

describe('a letter', () => {
  test.each([...latin])('%s is itself alone, with Caps Lock too, and nothing else', (letter) => {
    const code = `Key${letter.toUpperCase()}`
    expect(shortcutOf(press(letter, { code }))).toBe(letter)
    expect(shortcutOf(press(letter.toUpperCase(), { code }))).toBe(letter)
    for (const modifier of ['ctrlKey', 'metaKey', 'altKey', 'shiftKey'] as const)
      expect(shortcutOf(press(letter, { code, [modifier]: true }))).not.toBe(letter)
  })

  test.each(Object.entries(layouts))('is found by its place on a %s keyboard', (_, signs) => {
    for (const [at, sign] of [...signs].entries()) {
      // A sign that is no letter stays what it types.
      const expected = /\p{L}/u.test(sign) ? latin[at] : sign
      const code = `Key${latin[at]!.toUpperCase()}`
      expect(shortcutOf(press(sign, { code }))).toBe(expected)
      expect(shortcutOf(press(sign, { code, ctrlKey: true }))).toBe(`Mod+${expected}`)
    }
  })

  test('of another Latin keyboard is what it types, not its place', () => {
    expect(shortcutOf(press('a', { code: 'KeyQ' }))).toBe('a')
    expect(shortcutOf(press('z', { code: 'KeyY', ctrlKey: true }))).toBe('Mod+z')
    expect(shortcutOf(press('é', { code: 'Digit2' }))).toBe('é')
  })
})

describe('a sign', () => {
  test('needs Shift on some keyboards, and is the same with it', () => {
    expect(shortcutOf(press('/'))).toBe('/')
    expect(shortcutOf(press('/', { shiftKey: true, code: 'Digit7' }))).toBe('/')
    expect(shortcutOf(press('?', { shiftKey: true }))).toBe('?')
  })

  test('that AltGr types is text', () => {
    const getModifierState = (name: string) => name === 'AltGraph'
    const altGr = { ctrlKey: true, altKey: true, getModifierState }
    for (const sign of ['@', '€', 'ł', '/']) expect(shortcutOf(press(sign, altGr))).toBeNull()
  })
})

describe('a named key', () => {
  test.each(['Enter', 'Escape', 'ArrowDown', 'Home', 'PageUp', 'Tab', 'Delete'])(
    '%s carries all that is held with it',
    (key) => {
      expect(shortcutOf(press(key))).toBe(key)
      expect(shortcutOf(press(key, { shiftKey: true }))).toBe(`Shift+${key}`)
      expect(shortcutOf(press(key, { ctrlKey: true, shiftKey: true }))).toBe(`Mod+Shift+${key}`)
      expect(shortcutOf(press(key, { altKey: true }))).toBe(`Alt+${key}`)
    },
  )

  test('is none while it is a modifier alone', () => {
    for (const key of ['Shift', 'Control', 'Alt', 'Meta', 'AltGraph', 'CapsLock'])
      expect(shortcutOf(press(key, { ctrlKey: key === 'Control' }))).toBeNull()
  })
})

test('nothing is a shortcut while an input method composes', () => {
  for (const key of ['p', 'c', 'Enter', 'Escape', 'ArrowDown', '/', 'z'])
    for (const composing of [{ isComposing: true }, { keyCode: 229 }])
      for (const modifiers of [{}, { ctrlKey: true }, { shiftKey: true }])
        expect(shortcutOf(press(key, { ...composing, ...modifiers }))).toBeNull()
  expect(shortcutOf(press('Process'))).toBeNull()
})

describe('the key that commands', () => {
  test('is Ctrl, and the Windows key has a name of its own', () => {
    expect(shortcutOf(press('s', { ctrlKey: true }))).toBe('Mod+s')
    expect(shortcutOf(press('s', { metaKey: true }))).toBe('Meta+s')
  })

  test('is ⌘ on a Mac, where Ctrl moves the caret and Option types', () => {
    vi.spyOn(navigator, 'platform', 'get').mockReturnValue('MacIntel')
    expect(shortcutOf(press('s', { metaKey: true }))).toBe('Mod+s')
    expect(shortcutOf(press('k', { ctrlKey: true }))).toBe('Ctrl+k')
    expect(shortcutOf(press('π', { altKey: true, code: 'KeyP' }))).toBe('Alt+p')
  })
})
