import { expect, type Page } from '@playwright/test'
import { deskOn, openAcme } from './desk.ts'
import { axe, axeContrast, screenshot, test } from './fixtures.ts'
import { pressable } from './paper.ts'

/** A desktop's window at 400 per cent, a laptop's at 250 and 200, and a phone that lies on its side. */
const windows = [
  { width: 320, height: 256 },
  { width: 546, height: 260 },
  { width: 683, height: 325 },
  { width: 844, height: 390 },
]
const [lowest] = windows as [(typeof windows)[0]]

test.use({ viewport: lowest, deviceScaleFactor: 2, reducedMotion: 'reduce' } as object)

/** Controls that can be seen and of which a part lies beside the window, with nothing to scroll. */
function besideWindow(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const layer = [...document.querySelectorAll('dialog:modal')].at(-1) ?? document
    const scrollsSideways = (element: Element | null): boolean =>
      element !== null &&
      (element.scrollWidth > element.clientWidth + 1 &&
      ['auto', 'scroll'].includes(getComputedStyle(element).overflowX)
        ? element.clientWidth > 1
        : scrollsSideways(element.parentElement))
    const found = [...layer.querySelectorAll('a, button, input, select, textarea')]
      .filter((element) => element.checkVisibility() && element.getClientRects().length > 0)
      .filter((element) => {
        const { left, right, width } = element.getBoundingClientRect()
        return width > 1 && (left < -1 || right > innerWidth + 1) && !scrollsSideways(element)
      })
      .map((element) => element.outerHTML.slice(0, 100))
    if (document.documentElement.scrollWidth > innerWidth) found.push('the page itself')
    return found
  })
}

/** Text twice as large, as browsers let people set it. */
async function inLargeText(page: Page, look: () => Promise<void>): Promise<void> {
  const browser = await page.context().newCDPSession(page)
  const setSize = (standard: number) =>
    browser.send('Page.setFontSizes', { fontSizes: { standard } })
  await setSize(32)
  await page.setViewportSize({ width: 1280, height: 800 })
  await look()
  await setSize(16)
  await browser.detach()
}

/** Looks at what is on the screen in every low window, in large text, forced colours and on paper. */
function looked(page: Page, state: string): Promise<void> {
  return test.step(state, async () => {
    await axe(page)
    for (const size of windows) {
      await page.setViewportSize(size)
      expect(await besideWindow(page), `${state} at ${size.width}`).toEqual([])
      if (size !== windows[1]) await screenshot(page, `${size.width}-${state}`)
    }
    await inLargeText(page, async () => {
      expect(await besideWindow(page), `${state} in large text`).toEqual([])
      await screenshot(page, `large-${state}`)
    })
    await page.emulateMedia({ forcedColors: 'active' })
    await axeContrast(page)
    await screenshot(page, `forced-${state}`)
    await page.emulateMedia({ forcedColors: 'none', media: 'print' })
    expect(await pressable(page), `${state} on paper`).toEqual([])
    await screenshot(page, `paper-${state}`)
    await page.emulateMedia({ media: null })
    await page.setViewportSize(lowest)
  })
}

test('zoomed in, in large text, forced colours and on paper, every screen can be used', async ({
  page,
}) => {
  test.setTimeout(240_000)
  const desk = deskOn(page)
  await page.goto('/')
  await desk.picker.waitFor()
  await page.getByText('Keyboard shortcuts').waitFor()
  await looked(page, 'start')

  await openAcme(page)
  await looked(page, 'list')
  for (const size of windows) {
    await page.setViewportSize(size)
    const [list, footer] = [desk.table, page.getByText('Sign-in is off')]
    await list.scrollIntoViewIfNeeded()
    const scroller = (await list.locator('xpath=..').boundingBox())!
    const row = (await list.getByRole('row').nth(1).boundingBox())!
    expect(scroller.height).toBeGreaterThanOrEqual(3 * row.height)
    expect((await footer.boundingBox())!.y).toBeGreaterThanOrEqual(scroller.y + scroller.height)
    await footer.scrollIntoViewIfNeeded()
    await expect(footer).toBeInViewport()
    await desk.newContact.click()
    await expect(desk.field('Name')).toBeInViewport()
    await expect(desk.button('Save')).toBeInViewport({ ratio: 1 })
    await page.keyboard.press('Escape')
    await expect(desk.form()).toBeHidden()
  }
  await page.setViewportSize(lowest)

  await desk.table.getByRole('row').nth(3).locator('[data-main]').focus()
  await page.keyboard.press('p')
  await expect(desk.button('Make primary')).toBeFocused()
  await looked(page, 'make-primary')
  await desk.button('Cancel').click()

  await desk.table
    .getByRole('row')
    .nth(3)
    .getByRole('button', { name: /^More for / })
    .click()
  await page.getByRole('menuitem', { name: 'Delete contact' }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await looked(page, 'delete')
  await page.keyboard.press('Escape')

  await desk.newContact.click()
  await desk.field('Email').fill('o’neil')
  await desk.button('Save').click()
  await expect(desk.summary).toBeVisible()
  await looked(page, 'refused')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Discard' }).click()
  await expect(desk.form()).toBeHidden()

  await page.getByRole('button', { name: 'Keyboard shortcuts' }).click()
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
  await looked(page, 'shortcuts')
  await page.keyboard.press('Escape')

  for (const name of ['Log', 'Settings']) {
    await page.getByRole('link', { name }).click()
    await page.getByRole('heading', { level: 1, name }).waitFor()
    await looked(page, name)
  }
  const zuora = await openAcme(page, '/w/zuora-embedded')
  await looked(page, 'zuora')
  await zuora.newContact.click()
  await zuora.form().waitFor()
  await looked(page, 'zuora-new')
})
