import { expect, type Page } from '@playwright/test'
import { deskOn, openAcme } from './desk.ts'
import { axe, screenshot, test } from './fixtures.ts'

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

test('from customer to undo: found, added, saved, made primary, taken back in 12 presses', async ({
  page,
}) => {
  await page.goto('/')
  const desk = deskOn(page)
  await desk.picker.waitFor()
  let presses = 0
  const press = (key: string) => {
    presses++
    return page.keyboard.press(key)
  }
  await press('Control+k')
  await page.keyboard.type('acm')
  // Too early or not: it opens the best hit of what is typed.
  await press('Enter')
  await page.getByRole('heading', { level: 1, name: 'Acme GmbH' }).waitFor()
  await expect(desk.table.getByRole('row').nth(1).locator('[data-main]')).toBeFocused()
  await press('c')
  await expect(desk.field('Name')).toBeFocused()
  await page.keyboard.type('Twelve Presses')
  await press('Tab')
  await page.keyboard.type('twelve@people.example')
  await press('Control+Enter')
  await expect(desk.form()).toBeHidden()
  await expect(desk.row('Twelve Presses').locator('[data-main]')).toBeFocused()
  await press('p')
  await expect(desk.button('Make primary')).toBeFocused()
  await press('Enter')
  await expect(page.getByText('Twelve Presses is now the primary contact')).toBeVisible()
  await press('Control+z')
  await expect(desk.row('Twelve Presses').getByText('Primary', { exact: true })).toBeHidden()
  expect(presses).toBeLessThanOrEqual(12)
})

test('shortcuts are shown, searched, recorded, refused with a reason, reset, and kept for the person', async ({
  page,
  browser,
  baseURL,
}) => {
  const desk = await openAcme(page)
  const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  const row = (label: string) => dialog.getByRole('listitem').filter({ hasText: label })
  const change = (label: string) =>
    row(label).getByRole('button', { name: `Change the keys of “${label}”` })
  await expect(desk.newContact).toHaveAttribute('aria-keyshortcuts', 'c')
  await page.keyboard.press('?')
  await expect(dialog.getByRole('searchbox')).toBeFocused()
  await axe(page)
  await screenshot(page, 'shortcuts')
  // The form's own are elsewhere: no form is open.
  await expect(dialog.getByRole('region', { name: 'List of contacts' })).toBeVisible()
  await page.keyboard.type('new')
  await expect(dialog.getByRole('listitem')).toHaveCount(2)

  await change('New contact').click()
  for (const [keys, why] of [
    ['p', /P is “Make the contact primary/],
    ['Enter', /always does the same/],
    ['Control+p', /The browser uses Ctrl P itself/],
  ] as const) {
    await page.keyboard.press(keys)
    await expect(dialog.getByRole('alert')).toHaveText(why)
  }
  await screenshot(page, 'shortcuts-taken')
  await page.keyboard.press('n')
  await expect(row('New contact').first()).toContainText('N')
  await dialog.getByRole('searchbox').fill('save')
  await change('Save').click()
  await page.keyboard.press('x')
  await expect(dialog.getByRole('alert')).toHaveText(/X is text/)
  await page.keyboard.press('Alt+s')
  await dialog.getByRole('button', { name: 'Close' }).click()

  await expect(desk.newContact).toHaveAttribute('aria-keyshortcuts', 'n')
  await page.keyboard.press('c')
  await expect(desk.form()).toBeHidden()
  await page.keyboard.press('n')
  await expect(desk.button('Save')).toHaveAttribute('aria-keyshortcuts', 'Alt+s')
  await page.keyboard.press('Escape')

  // Another browser of the same person has them, and so has this one without the network.
  const other = await browser.newPage()
  await other.goto(`${baseURL}/w/dayzero-embedded`)
  await deskOn(other).picker.waitFor()
  await expect
    .poll(() => other.evaluate(() => localStorage.getItem('contact-desk.shortcuts')))
    .toContain('Alt+s')
  await other.close()
  await page.keyboard.press('?')
  await dialog.getByRole('checkbox', { name: 'Single letters and signs' }).uncheck()
  await expect(desk.newContact).not.toHaveAttribute('aria-keyshortcuts')
  await dialog.getByRole('button', { name: 'Reset all' }).click()
  await dialog.getByRole('button', { name: 'Close' }).click()
  await expect(desk.newContact).toHaveAttribute('aria-keyshortcuts', 'c')
})
