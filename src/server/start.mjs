/*
 * `npm start`, in plain JavaScript, because it runs before anything is built: builds what is missing
 * or older than its source, then runs the server in this very process, so that signals reach it.
 */
import { spawn } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const args = process.argv.slice(2)

if (args[0] === '--dev') {
  const { develop } = await import('./dev.mjs')
  await develop(root)
} else if (isBuilt() || (await build())) {
  const server = pathToFileURL(join(root, 'dist/server/main.js')).href
  const { main } = await import(server)
  await main({ args, environment: process.env, pageFolder: join(root, 'dist/browser') })
} else {
  process.exitCode = 1
}

/** True when nothing that goes into the build has changed since. */
function isBuilt() {
  const outputs = ['dist/browser/index.html', 'dist/server/main.js'].map(changedAt)
  const inputs = ['src', 'public', 'index.html', 'vite.config.ts', 'package-lock.json']
  return Math.min(...outputs) >= Math.max(...inputs.map(changedAt))
}

/** When a file, or anything in a folder, was changed last. 0: it is not there. */
function changedAt(name) {
  const path = join(root, name)
  const it = statSync(path, { throwIfNoEntry: false })
  if (!it?.isDirectory()) return it?.mtimeMs ?? 0
  // The folders too: theirs is when a file was last removed.
  return Math.max(it.mtimeMs, ...readdirSync(path).map((entry) => changedAt(join(name, entry))))
}

async function build() {
  console.log('Building the desk, which takes a few seconds …')
  const vite = join(
    dirname(createRequire(import.meta.url).resolve('vite/package.json')),
    'bin/vite.js',
  )
  const child = spawn(process.execPath, [vite, 'build', '--app', '--logLevel', 'warn'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (part) => (output += part))
  const code = await new Promise((resolve) => child.on('close', resolve))
  if (code !== 0) console.error(`The desk could not be built:\n${output.trim()}`)
  return code === 0
}
