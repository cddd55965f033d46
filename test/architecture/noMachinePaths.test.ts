import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { tiesIn } from './noMachinePaths.ts'
import { root } from './source.ts'

/** Every text file of ours. This file and its checker show what they look for. */
function filesOfRepository(): Record<string, string> {
  const inFolders = ['src', 'test', 'public', 'deploy', '.ci'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) =>
      join(folder, path),
    ),
  )
  return Object.fromEntries(
    [...readdirSync(root), ...inFolders]
      .filter((path) =>
        /\.(ts|tsx|mjs|js|json|css|html|sql|md|sh|conf)$|Dockerfile|^\.ci.run$/.test(path),
      )
      .filter((path) => !/^package-lock\.json$|architecture.noMachinePaths/.test(path))
      .map((path) => [path, readFileSync(join(root, path), 'utf8')]),
  )
}

test('no file names a machine, a home folder or a stranger’s host', () => {
  const files = filesOfRepository()
  expect(Object.keys(files)).toEqual(expect.arrayContaining(['package.json', '.ci/run']))
  expect(tiesIn(files)).toEqual([])
})

test('the lock file names no registry, so that any may answer', () => {
  const lock: unknown = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  expect(JSON.stringify(lock)).not.toMatch(/"resolved":"http/)
})

// Put together here, so that no tracked file holds one.
const workTree = ['', 'work', 'desk'].join('/')

test.each([
  ['a home folder', `const a = '/home/kim/desk'`, '/home/kim'],
  ['a work tree', `see ${workTree}/src`, workTree],
  ['a Windows disk', String.raw`const a = 'C:\\desk'`, 'C:'],
  ['a registry', `"resolved": "https://registry.npmjs.org/a.tgz"`, 'registry.npmjs.org'],
  ['a host with a port', 'http://10.1.2.3:4873/', '10.1.2.3'],
])('%s is found', (_, line, says) => {
  expect(tiesIn({ 'src/a.ts': line }).join()).toContain(says)
})

test.each([
  'http://127.0.0.1:3000/w/dayzero',
  'https://mail.example.com',
  'http://[::1]:3000',
  'const a = `http://${host}:${port}/`',
  `GET /api/workspaces/one and ..${workTree}`,
])('%s is nobody’s machine', (line) => {
  expect(tiesIn({ 'src/a.ts': line })).toEqual([])
})
