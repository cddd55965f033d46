import { expect, type Page } from '@playwright/test'
import { openAcme } from './desk.ts'
import { test } from './fixtures.ts'

const letters = ['p', 'e', 'c', '/', 'j', 'k']
const modifiers = ['Control', 'Meta', 'Alt', 'Shift', 'Control+Shift', 'Control+Alt']

/** How the screen stands: what has the focus, and how many forms and questions are open. */
function status(page: Page) {
  return page.evaluate(() => ({
    focus: document.activeElement?.textContent,
    forms: document.querySelectorAll('form').length,
    questions: document.querySelectorAll('[data-strip]').length,
  }))
}

test('in a row, a letter with a modifier is the browser’s and does nothing here', async ({
  page,
}) => {
  // The browser's own answers would leave the page.
  await page.addInitScript(() => {
    window.print = () => {}
    addEventListener('keydown', (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey)
        setTimeout(() => Object.assign(window, { taken: event.defaultPrevented }))
    })
  })
  const desk = await openAcme(page)
  await desk.tabTo(desk.table.locator('[data-main][tabindex="0"]'))
  await page.keyboard.press('ArrowDown')
  const before = await status(page)
  for (const letter of letters)
    for (const modifier of modifiers) {
      // ⌃K searches; Shift with a sign is the sign, as on keyboards where it needs it.
      if (letter === 'k' && modifier === 'Control') continue
      if (letter === '/' && modifier === 'Shift') continue
      await page.evaluate(
        ([key, held]) => {
          const on = (name: string) => held!.includes(name)
          document.activeElement!.dispatchEvent(
            new KeyboardEvent('keydown', {
              key: key!,
              code: key === '/' ? 'Slash' : `Key${key!.toUpperCase()}`,
              ctrlKey: on('Control'),
              metaKey: on('Meta'),
              altKey: on('Alt'),
              shiftKey: on('Shift'),
              bubbles: true,
              cancelable: true,
            }),
          )
        },
        [letter, modifier],
      )
      expect(await status(page), `${modifier}+${letter}`).toEqual(before)
    }
  // The same letter alone asks, so the presses above were heard.
  await page.keyboard.press('p')
  await expect(desk.button('Make primary')).toBeVisible()
})

test('text in a row can be marked with the pointer, and a press beside it opens the form', async ({
  page,
}) => {
  const desk = await openAcme(page)
  const cell = desk.table.getByRole('row').nth(2).getByText('@').first()
  const box = (await cell.boundingBox())!
  await page.mouse.move(box.x + 2, box.y + box.height / 2)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width - 2, box.y + box.height / 2, { steps: 8 })
  await page.mouse.up()
  expect(await page.evaluate(() => String(getSelection()))).toContain('@')
  await expect(desk.form('Edit contact')).toBeHidden()

  await page.mouse.dblclick(box.x + 8, box.y + box.height / 2)
  expect(await page.evaluate(() => String(getSelection()))).not.toBe('')
  await page.evaluate(() => getSelection()?.removeAllRanges())
  await cell.click()
  await expect(desk.form('Edit contact')).toBeVisible()
})

test('after a contact is deleted the focus is on the next row', async ({ page }) => {
  const desk = await openAcme(page)
  for (const name of ['Zadie One', 'Zadie Two', 'Zadie Three']) {
    await desk.newContact.click()
    await desk.field('Name').fill(name)
    await desk.button('Save').click()
    await expect(desk.form()).toBeHidden()
  }
  const row = desk.row('Zadie Three')
  await row.getByRole('button', { name: /More/ }).click()
  await page.getByRole('menuitem', { name: 'Delete contact' }).click()
  await page.getByRole('button', { name: /^Delete Zadie Three/ }).click()
  await expect(row).toHaveCount(0)
  await expect(desk.row('Zadie Two').locator('[data-main]')).toBeFocused()
})
