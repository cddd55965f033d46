import { brotliCompressSync } from 'node:zlib'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { build } from 'vite'

const folder = fileURLToPath(new URL('.', import.meta.url))

/** The floors' pages, by address, as a browser gets them. */
export type Pages = ReadonlyMap<string, { body: Uint8Array; type: string }>

/** Builds the pages with the desk's own tools, for production, in memory. */
export async function builtFloors(): Promise<Pages> {
  const built = await build({
    root: folder,
    configFile: false,
    logLevel: 'error',
    plugins: [react()],
    build: {
      write: false,
      rolldownOptions: {
        input: ['staticForm', 'reactForm', 'bareList'].map((name) => `${folder}${name}.html`),
      },
    },
  })
  const pages = new Map<string, { body: Uint8Array; type: string }>()
  for (const each of Array.isArray(built) ? built : [built])
    for (const file of 'output' in each ? each.output : [])
      pages.set(`/${file.fileName}`, {
        body: brotliCompressSync(file.type === 'chunk' ? file.code : file.source),
        type: typeOf(file.fileName),
      })
  return pages
}

function typeOf(name: string): string {
  if (name.endsWith('.html')) return 'text/html; charset=utf-8'
  return name.endsWith('.css') ? 'text/css' : 'text/javascript'
}
