import react from '@vitejs/plugin-react'
import { configDefaults, defineConfig } from 'vitest/config'
import { chooseSeed } from './test/setup/seed.ts'
import { SlowestFirst } from './test/setup/sequence.ts'

chooseSeed()

/**
 * The ending of a file says where it runs: `*.test.ts` in plain Node, `*.test.tsx` with a page around
 * it. Kept apart from vite.config.ts: `npm start` without dev dependencies must be able to load that.
 */
export default defineConfig({
  plugins: [react()],
  // As in the build: what a page loads has an address.
  build: { assetsInlineLimit: 0 },
  test: {
    globalSetup: ['test/setup/cluster.ts'],
    // Two cores is what the smallest machine has; more workers only make each other slow.
    maxWorkers: 2,
    // Files share a process and the modules in it: to load these anew for each took longer than most of
    // their tests. Nothing may stay behind at the end of a file (test/setup/endings.ts).
    isolate: false,
    sequence: { sequencer: SlowestFirst },
    // Patience, not a promise: what is slow on a busy machine is not wrong.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 20_000 } },
    restoreMocks: true,
    unstubGlobals: true,
    unstubEnvs: true,
    exclude: [...configDefaults.exclude, 'test/browser/**'],
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          environment: 'node',
          include: ['test/**/*.test.ts'],
          setupFiles: ['test/setup/everyFile.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'jsdom',
          environment: 'jsdom',
          environmentOptions: { jsdom: { url: 'http://localhost:3000/' } },
          include: ['test/**/*.test.tsx'],
          setupFiles: ['test/setup/everyFile.ts', 'test/setup/dom.ts'],
        },
      },
    ],
  },
})
