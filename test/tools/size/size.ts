import filePlugin from '@size-limit/file'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import sizeLimit from 'size-limit'
import { filesUntilTyping, type Manifest } from './files.ts'

/** The budget: brotli bytes over the wire until the create form takes typing, fonts apart. */
const limit = 140_000

/**
 * Typing does not wait for these: navigation and other pages, long lists, IndexedDB and sending, the
 * other vendor's form, editing what is there, recent changes, saves in doubt, signing in and out, reading without editing, and
 * what is said of a workspace that does not work.
 */
const later = [
  'src/ui/table/WindowedRows.tsx',
  'src/outbox/lazyChunk.ts',
  'src/backends/zuora/fields.ts',
  'src/app/routes/RecentChangesRoute.tsx',
  'src/app/routes/HomeRoute.tsx',
  'src/app/routes/CustomersRoute.tsx',
  'src/app/lazyChunk.ts',
  'src/form/lazyChunk.ts',
  'src/app/routes/AuditLogRoute.tsx',
  'src/app/routes/SettingsRoute.tsx',
  'src/contacts/lazyChunk.ts',
  'src/contacts/conflict/RemoteChanges.tsx',
  'src/contacts/form/EditContact.tsx',
  'src/contacts/form/ViewContact.tsx',
  'src/form/advice/FormAdvice.tsx',
  'src/session/lazyChunk.ts',
  'src/app/Nowhere.tsx',
]

const browser = fileURLToPath(new URL('../../../dist/browser', import.meta.url))

/** Prints what the browser is given until it can type, and fails when that is too much. */
export async function main(): Promise<void> {
  const manifestPath = join(browser, '.vite/manifest.json')
  if (!existsSync(manifestPath)) throw new Error('There is no build to weigh: run `npm run build`.')
  const manifest = JSON.parse(readFileSync(manifestPath, 'utf8')) as Manifest
  const files = ['index.html', ...filesUntilTyping(manifest, later)].map((file) =>
    join(browser, file),
  )
  let sum = 0
  for (const file of files) {
    // Its types promise an object; it is a list with one entry per check.
    const [{ size }] = (await sizeLimit(filePlugin, [file])) as unknown as [{ size: number }]
    sum += size
    const raw = statSync(file).size
    console.log(`${kB(size)}  (${kB(raw)} unpacked)  ${file.slice(browser.length + 1)}`)
  }
  console.log(`${kB(sum)} of ${kB(limit)} until the create form takes typing`)
  if (sum > limit) process.exitCode = 1
}

function kB(bytes: number): string {
  return `${(bytes / 1000).toFixed(1).padStart(6)} kB`
}
