import type { Page } from '@playwright/test'
import { axe, axeContrast, screenshot, test } from './fixtures.ts'

/** Sizes are walked through one by one: what pops up closes when the window changes. */
const looks = [
  { name: 'light', viewport: { width: 1280, height: 800 }, atNight: true },
  { name: 'phone', viewport: { width: 390, height: 844 }, atNight: false },
] as const

/** Checks what is on the screen now, and keeps a picture of it under this name. */
export type Looked = (page: Page, state: string) => Promise<void>

/** Says the tests once for each size at which the desk is looked at, in dark colours too on the way. */
export function inEveryLook(tests: (looked: Looked) => void): void {
  for (const { name: look, viewport, atNight } of looks)
    test.describe(look, () => {
      test.use({ viewport, colorScheme: 'light', reducedMotion: 'reduce' } as object)
      tests((page, state) =>
        test.step(state, async () => {
          await axe(page)
          await screenshot(page, `${look}-${state}`)
          if (!atNight) return
          await page.emulateMedia({ colorScheme: 'dark' })
          await axeContrast(page)
          await screenshot(page, `dark-${state}`)
          await page.emulateMedia({ colorScheme: 'light' })
        }),
      )
    })
}
