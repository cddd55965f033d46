/** Runs a TypeScript file of the tools: `node test/tools/ts.mjs size/size.ts`. Node 20 does not by itself. */
import { fileURLToPath } from 'node:url'
import { createServer } from 'vite'

// Otherwise Vite says `development`, and what is measured would be React's slow build.
process.env.NODE_ENV = 'production'

const [, , file = '', ...args] = process.argv
const vite = await createServer({
  configFile: false,
  root: fileURLToPath(new URL('../..', import.meta.url)),
  appType: 'custom',
  server: { middlewareMode: true, hmr: false, ws: false, watch: null },
  optimizeDeps: { noDiscovery: true },
  logLevel: 'error',
})
try {
  const { main } = await vite.ssrLoadModule(fileURLToPath(new URL(file, import.meta.url)))
  await main(args)
} finally {
  await vite.close()
}
