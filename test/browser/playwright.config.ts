import { defineConfig } from '@playwright/test'
import { chromiumFlags, chromiumPath } from '../helpers/chromium.ts'
import { chooseSeed } from '../setup/seed.ts'

chooseSeed()

function chromiumOrEnd(): string {
  try {
    return chromiumPath()
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    return process.exit(1)
  }
}

export default defineConfig({
  testDir: '.',
  testMatch: '**/*.journey.ts',
  outputDir: '../../test-results',
  // Two cores: one for the browser, one for the desk it talks to.
  workers: 1,
  // A test that passes at the second try has found something.
  retries: 0,
  // Patience, not a promise: what is slow on a busy machine is not wrong.
  timeout: 150_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    headless: true,
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    screenshot: 'only-on-failure',
    launchOptions: { executablePath: chromiumOrEnd(), args: chromiumFlags },
  },
})
