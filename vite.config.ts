import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/** `vite build --app` builds both halves: the page to dist/browser, the server to dist/server. */
export default defineConfig({
  plugins: [react(), compressed()],
  css: {
    // By words that are there already: a hash in every name is what compresses worst.
    modules: { generateScopedName: (name, file) => `${basename(file, '.module.css')}-${name}` },
  },
  build: {
    // Everything as a file of its own: the content security policy allows nothing inline.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  builder: {},
  environments: {
    client: {
      build: {
        outDir: 'dist/browser',
        manifest: true,
        rolldownOptions: {
          output: {
            // What the page starts with is one file, also where a part that comes later needs some
            // of it too: each file more compresses worse and is one more to ask for.
            codeSplitting: { groups: [{ name: 'start', tags: ['$initial'] }] },
          },
        },
      },
    },
    ssr: {
      build: {
        outDir: 'dist/server',
        // What npm installed stays where it is; only our own files are put together.
        ssr: 'src/server/main.ts',
        copyPublicDir: false,
      },
    },
  },
})

/**
 * Writes each file of the page as .br and .gz too, where that is smaller. That takes most of a second,
 * which is nothing in a build and a lot at every start.
 */
function compressed(): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    applyToEnvironment: (environment) => environment.name === 'client',
    writeBundle({ dir = '' }) {
      for (const name of readdirSync(dir, { recursive: true, encoding: 'utf8' })) {
        if (!/\.(html|js|css|svg|json|webmanifest|txt)$/.test(name)) continue
        const path = join(dir, name)
        const plain = readFileSync(path)
        for (const [suffix, packed] of [
          ['gz', gzipSync(plain, { level: constants.Z_BEST_COMPRESSION })],
          ['br', brotliCompressSync(plain)],
        ] as const)
          if (packed.byteLength < plain.byteLength) writeFileSync(`${path}.${suffix}`, packed)
      }
    },
  }
}
