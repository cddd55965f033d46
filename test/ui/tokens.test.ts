import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const css = readFileSync(join(import.meta.dirname, '../../src/ui/tokens.css'), 'utf8')

type Theme = 'light' | 'dark'

function colour(name: string, theme: Theme): string {
  const pattern = new RegExp(`--${name}:\\s*(?:light-dark\\((#\\w{6}),\\s*(#\\w{6})\\)|(#\\w{6}))`)
  const found = pattern.exec(css)
  if (!found) throw new Error(`no colour ${name}`)
  return found[3] ?? (theme === 'light' ? found[1]! : found[2]!)
}

/** Relative luminance, WCAG 2.2. */
function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!
}

function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].toSorted((a, b) => b - a)
  return (light! + 0.05) / (dark! + 0.05)
}

const grounds = ['page', 'surface', 'sunken', 'raised', 'hover', 'pressed', 'selected']
const tints = ['trouble-tint', 'warning-tint', 'done-tint', 'info-tint']

/** What lies on what, and how much they must differ. */
const pairs: [string, string[], number][] = [
  ['text', [...grounds, ...tints, 'mark'], 7],
  ['text-quiet', [...grounds, ...tints], 4.5],
  ['text-faint', ['page', 'surface', 'sunken', 'raised', 'hover'], 4.5],
  ['accent-text', grounds, 4.5],
  ['on-accent', ['accent', 'accent-hover', 'trouble', 'trouble-hover', 'production'], 4.5],
  ['trouble-text', [...grounds, 'trouble-tint'], 4.5],
  ['warning-text', [...grounds, 'warning-tint'], 4.5],
  ['done-text', [...grounds, 'done-tint'], 4.5],
  ['embedded', ['embedded-tint', 'surface'], 4.5],
  ['on-inverse', ['inverse', 'inverse-hover'], 4.5],
  ['on-inverse-quiet', ['inverse'], 4.5],
  ['on-inverse-accent', ['inverse', 'inverse-hover'], 4.5],
  ['on-inverse-trouble', ['inverse'], 3],
  ['on-inverse-done', ['inverse'], 3],
  ['edge', ['page', 'surface', 'raised', 'hover', 'sunken'], 3],
  ['trouble-edge', ['surface', 'raised'], 3],
  ['accent', ['page', 'surface', 'raised'], 3],
  ['ring', [...grounds, ...tints], 3],
]

// axe does not look at the edges of controls, and only at the texts that happen to be shown.
for (const theme of ['light', 'dark'] as const)
  test(`every text, edge and ring can be told from what it lies on, ${theme}`, () => {
    const weak = pairs.flatMap(([front, backs, least]) =>
      backs
        .map((back) => ({ back, ratio: contrast(colour(front, theme), colour(back, theme)) }))
        .filter(({ ratio }) => ratio < least)
        .map(({ back, ratio }) => `${front} on ${back}: ${ratio.toFixed(2)}`),
    )
    expect(weak).toEqual([])
  })
