import { expect, test } from 'vitest'
import { filesUntilTyping, type Manifest } from './files.ts'

const manifest: Manifest = {
  'index.html': {
    file: 'index.js',
    isEntry: true,
    css: ['index.css'],
    imports: ['_shared.js'],
    dynamicImports: ['src/form.tsx', 'src/help.tsx'],
  },
  '_shared.js': { file: 'shared.js' },
  'src/form.tsx': {
    file: 'form.js',
    isDynamicEntry: true,
    css: ['form.css'],
    imports: ['_shared.js'],
  },
  'src/help.tsx': { file: 'help.js', isDynamicEntry: true, imports: ['_pictures.js'] },
  '_pictures.js': { file: 'pictures.js' },
}

test('what is loaded is weighed once: the entry, its chunks, the form, their styles', () => {
  expect(filesUntilTyping(manifest, ['src/help.tsx']).toSorted()).toEqual([
    'form.css',
    'form.js',
    'index.css',
    'index.js',
    'shared.js',
  ])
})

test('a new chunk counts until somebody says that it comes later', () => {
  expect(filesUntilTyping(manifest, [])).toContain('pictures.js')
})

test('a chunk that is gone cannot stay on the list of what comes later', () => {
  expect(() => filesUntilTyping(manifest, ['src/old.tsx'])).toThrow('src/old.tsx')
})
