import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { root } from './source.ts'

/**
 * A linter that has stopped to see says nothing, and that looks like all is well: rules that need
 * types go quiet when types cannot be resolved, others when their plugin is renamed.
 */
const planted: Record<string, { source: string; rule: string }> = {
  'floating.ts': {
    source: `async function save() {}\nexport function press() {\n  save()\n}`,
    rule: 'no-floating-promises',
  },
  'misused.ts': {
    source: `export function all(items: string[], save: (item: string) => Promise<void>) {\n  items.forEach(async (item) => save(item))\n}`,
    rule: 'no-misused-promises',
  },
  'any.ts': {
    source: `export function nameOf(it: any): string {\n  return String(it)\n}`,
    rule: 'no-explicit-any',
  },
  'unsafe.ts': {
    source: `export function nameOf(it: string): string {\n  return JSON.parse(it)\n}`,
    rule: 'no-unsafe-return',
  },
  'ignored.ts': {
    source: `// @ts-ignore\nexport const count: number = 'one'`,
    rule: 'ban-ts-comment',
  },
  'unhandled.ts': {
    source: `export function say(tone: 'done' | 'trouble') {\n  switch (tone) {\n    case 'done':\n      return 1\n  }\n  return 2\n}`,
    rule: 'switch-exhaustiveness-check',
  },
  'default.ts': {
    source: `export default function nameless() {}`,
    rule: 'no-default-export',
  },
  'here.ts': {
    source: `import { there } from './there.ts'\nexport const here = () => there`,
    rule: 'no-cycle',
  },
  'there.ts': {
    source: `import { here } from './here.ts'\nexport const there = () => here`,
    rule: 'no-cycle',
  },
  'loud.ts': { source: `console.log('here')`, rule: 'no-console' },
  'Hooks.tsx': {
    source: `import { useState } from 'react'\nexport function Box({ on }: { on: boolean }) {\n  if (on) useState(1)\n  return <p />\n}`,
    rule: 'rules-of-hooks',
  },
  'Stale.tsx': {
    source: `import { useEffect } from 'react'\nexport function Box({ title }: { title: string }) {\n  useEffect(() => {\n    document.title = title\n  }, [])\n  return <p />\n}`,
    rule: 'exhaustive-deps',
  },
  'Mutates.tsx': {
    source: `export function Box({ names }: { names: string[] }) {\n  names[0] = 'more'\n  return <p>{names}</p>\n}`,
    rule: 'immutability',
  },
  'Impure.tsx': {
    source: `export function Box() {\n  return <p>{Math.random()}</p>\n}`,
    rule: 'purity',
  },
  'NoAlt.tsx': {
    source: `export function Box() {\n  return <img src="/icon.svg" />\n}`,
    rule: 'alt-text',
  },
  'Clickable.tsx': {
    source: `export function Box({ onPick }: { onPick(): void }) {\n  return <div onClick={onPick} />\n}`,
    rule: 'click-events-have-key-events',
  },
}

let folder = ''
let found: { code: string; filename: string }[] = []

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'contact-desk-lint-'))
  const tsconfig = {
    extends: join(root, 'tsconfig.json'),
    compilerOptions: { types: [], typeRoots: [join(root, 'node_modules/@types')] },
    include: ['.'],
  }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(tsconfig))
  for (const [name, { source }] of Object.entries(planted))
    writeFileSync(join(folder, name), `${source}\n`)
  const { stdout } = spawnSync(
    join(root, 'node_modules/.bin/oxlint'),
    ['-c', join(root, '.oxlintrc.json'), '--type-aware', '--format', 'json', '.'],
    { cwd: folder, encoding: 'utf8' },
  )
  found = (JSON.parse(stdout) as { diagnostics: typeof found }).diagnostics
})

afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

test.each(Object.entries(planted))('the linter sees what is wrong in %s', (name, { rule }) => {
  const here = found.filter(({ filename }) => filename.endsWith(name))
  expect(here.map(({ code }) => code.replace(/.*\((.*)\)/, '$1'))).toContain(rule)
})
