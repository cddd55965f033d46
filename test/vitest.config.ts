import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

/** Where a test needs a page around it. Everything else runs in plain Node. */
const inPage = [
  'ui',
  'form',
  'customers',
  'contacts',
  'log',
  'workspaces',
  'settings',
  'session',
  'app',
  'api',
]

const inNode = [
  'contract',
  'text',
  'backends',
  'server',
  'outbox',
  'support',
  'simulator',
  'architecture',
  'setup',
  'helpers',
  'size',
  'bench',
  'chaos',
  'security',
]

// Kept apart from vite.config.ts: `npm start` without dev dependencies must be able to load that.
export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  plugins: [react()],
  test: {
    globalSetup: ['test/setup/cluster.ts'],
    // Two cores is what the smallest machine has; more workers only make each other slow.
    maxWorkers: 2,
    restoreMocks: true,
    unstubGlobals: true,
    unstubEnvs: true,
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          environment: 'node',
          include: inNode.map((folder) => `test/${folder}/**/*.test.ts`),
          setupFiles: ['test/setup/noise.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'jsdom',
          environment: 'jsdom',
          environmentOptions: { jsdom: { url: 'http://localhost:3000/' } },
          include: [
            ...inPage.map((folder) => `test/${folder}/**/*.test.{ts,tsx}`),
            ...inNode.map((folder) => `test/${folder}/**/*.test.tsx`),
          ],
          setupFiles: ['test/setup/noise.ts', 'test/setup/dom.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
