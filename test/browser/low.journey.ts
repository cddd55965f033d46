import { expect } from '@playwright/test'
import { axe, screenshot, test } from './fixtures.ts'
import { openAcme } from './desk.ts'

/** A laptop's window at 400, 250 and 200 per cent, and a phone that lies on its side. */
const windows = [
  { width: 320, height: 256 },
  { width: 546, height: 260 },
  { width: 683, height: 325 },
  { width: 844, height: 390 },
]

for (const size of windows)
  test(`${size.width} × ${size.height}: several rows and every control can be reached`, async ({
    page,
  }) => {
    const desk = await openAcme(page)
    await page.setViewportSize(size)
    const [list, footer] = [desk.table, page.getByText('Sign-in is off')]
    await list.scrollIntoViewIfNeeded()
    const scroller = (await list.locator('xpath=..').boundingBox())!
    const row = (await list.getByRole('row').nth(1).boundingBox())!
    expect(scroller.height).toBeGreaterThanOrEqual(3 * row.height)
    expect((await footer.boundingBox())!.y).toBeGreaterThanOrEqual(scroller.y + scroller.height)
    await footer.scrollIntoViewIfNeeded()
    await expect(footer).toBeInViewport()
    await axe(page)
    await screenshot(page, `low-${size.width}`)

    // Nothing has to be scrolled sideways, and the form can be filled and left.
    const isTooWide = () => document.documentElement.scrollWidth > window.innerWidth
    expect(await page.evaluate(isTooWide)).toBe(false)
    await desk.newContact.click()
    await expect(desk.field('Name')).toBeInViewport()
    await expect(desk.button('Save')).toBeInViewport()
    await page.keyboard.press('Escape')
    await expect(desk.form()).toBeHidden()
  })
