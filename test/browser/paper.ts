import type { Page } from '@playwright/test'

/** Everything that can be seen and only pressed; what a row or column is called says what it holds. */
export function pressable(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('button, input, select, textarea, nav, dialog')]
      .filter((element) => !element.matches('[data-main], th button') && element.checkVisibility())
      .filter((element) => element.getClientRects().length > 0)
      .map((element) => element.outerHTML.slice(0, 80)),
  )
}
