import { describe, expect, test } from 'vitest'
import { brokenIn } from './house.ts'
import { sourcesOfSrc } from './source.ts'

test('every line in src keeps to the rules of the house', () => {
  expect(brokenIn(sourcesOfSrc())).toEqual([])
})

describe('the checker sees', () => {
  const text = 'text lives in src/text'
  const cases: [what: string, path: string, source: string, says: string][] = [
    ['words in a component', 'ui/A.tsx', `export const a = <p>Saved</p>`, text],
    ['words in another script', 'ui/A.tsx', `export const a = <p>保存</p>`, text],
    ['words in braces', 'app/A.tsx', `export const a = <p>{'Saved'}</p>`, text],
    ['words behind a condition', 'app/A.tsx', `export const a = <p>{on ? 'Yes' : no}</p>`, text],
    ['words around a value', 'app/A.tsx', 'export const a = <p>{`Dear ${name}`}</p>', text],
    ['words only read out', 'form/A.tsx', `export const a = <i aria-label="Close" />`, text],
    ['words in a label', 'form/A.tsx', `export const a = <B label={on ? 'Yes' : t.no} />`, text],
    ['a call of fetch', 'contacts/a.ts', `export const a = fetch('/api')`, 'calls fetch'],
    ['fetch passed on', 'contacts/a.ts', `export const a = use(globalThis.fetch)`, 'calls fetch'],
    ['fetch as a shorthand', 'outbox/a.ts', `export const a = { fetch }`, 'calls fetch'],
    ['another way out', 'outbox/a.ts', `export const a = new WebSocket('/')`, 'connection of its'],
    ['the environment', 'server/a.ts', `export const a = process.env.PORT`, 'the environment'],
    [
      'the environment in Vite',
      'app/a.ts',
      `export const a = import.meta.env.X`,
      'the environment',
    ],
    [
      'the environment by import',
      'server/a.ts',
      `import { env } from 'node:process'`,
      'environment',
    ],
    ['a starter that reads it', 'server/start.mjs', `const p = process.env.PORT`, 'environment'],
    ['a modifier', 'ui/A.tsx', `if (event.ctrlKey) save()`, 'looks at keys'],
    ['a letter', 'contacts/A.tsx', `if (event.key === 'p') ask()`, 'looks at keys'],
    ['a question about tests', 'server/config/config.ts', `if (env.NODE_ENV) {}`, 'under test'],
    ['a dialog of the browser', 'app/a.ts', `if (confirm('Sure?')) {}`, 'a dialog of the browser'],
  ]

  test.each(cases)('%s', (_, path, source, says) => {
    expect(brokenIn({ [path]: source }).join('\n')).toContain(says)
  })
})

describe('the checker lets pass', () => {
  const cases: [what: string, path: string, source: string][] = [
    ['a separator', 'ui/A.tsx', `export const a = <p>{name} · {place}</p>`],
    ['text from the catalogue', 'ui/A.tsx', `export const a = <p>{text.saved}</p>`],
    ['a class name', 'ui/A.tsx', `export const a = <p className="row" id={'x'} />`],
    ['a comparison', 'ui/A.tsx', `export const a = <p>{tone === 'done' && <Tick />}</p>`],
    ['fetch in the client', 'api/a.ts', `export const a = fetch('/api')`],
    ['an app that has a fetch', 'backends/x/a.ts', `export const a = app.fetch(request)`],
    ['a fetch that was given', 'outbox/a.ts', `export interface A { fetch: Send }`],
    ['the environment in config', 'server/config/config.ts', `export const a = process.env`],
    ['handing it over unread', 'server/start.mjs', `main({ environment: process.env })`],
  ]

  test.each(cases)('%s', (_, path, source) => {
    expect(brokenIn({ [path]: source })).toEqual([])
  })
})
