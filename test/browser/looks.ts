import type { Page } from '@playwright/test'
import { axe, screenshot, test } from './fixtures.ts'

const looks = [
  { name: 'light', colorScheme: 'light', viewport: { width: 1280, height: 800 } },
  { name: 'dark', colorScheme: 'dark', viewport: { width: 1024, height: 768 } },
  { name: 'phone', colorScheme: 'light', viewport: { width: 390, height: 844 } },
] as const

/** Checks what is on the screen now, and keeps a picture of it under this name. */
export type Looked = (page: Page, state: string) => Promise<void>

/** Says the tests once for each way in which the desk is looked at. */
export function inEveryLook(tests: (looked: Looked) => void): void {
  for (const { name: look, ...use } of looks)
    test.describe(look, () => {
      test.use({ ...use, reducedMotion: 'reduce' } as object)
      tests((page, state) =>
        test.step(state, async () => {
          await axe(page)
          await screenshot(page, `${look}-${state}`)
        }),
      )
    })
}
