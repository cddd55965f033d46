import { expect, type Page } from '@playwright/test'
import { deskOn, openAcme } from './desk.ts'
import { test } from './fixtures.ts'
import { inEveryLook } from './looks.ts'

/** Every field of the vendor's create page, typed, and how it comes back where that differs. */
const typed = {
  'First name': 'Kuhi',
  'Last name': 'Das',
  Nickname: 'Dorimi',
  'Work email': 'kuhi.das@acme.example',
  'Personal email': 'kuhiroll@example.com',
  'Work phone': '+91 361 123 4123',
  'Mobile phone': '123213',
  'Home phone': '1234123',
  Fax: '6174',
  'Other phone': '2314213',
  Country: 'US',
  'Address line 1': '314, Bongora',
  'Address line 2': 'near Tech City',
  City: 'GHY',
  State: 'CA',
  'Postal code': '123456',
  County: 'Kamrup',
  'Tax region': 'East',
  Description: 'This is a description for the contact',
}
const comesBack = { ...typed, Country: 'United States', State: 'California' }
const ticks = ['Can be bill-to', 'Can be sold-to', 'Can be ship-to']

/** Opens what is folded; what is open already is left alone. */
async function unfold(page: Page): Promise<void> {
  for (const name of ['More numbers', 'Note']) {
    const fold = page.getByRole('form').getByRole('button', { name, expanded: false })
    if (await fold.isVisible()) await fold.click()
  }
}

test('the whole main job in Zuora with the keyboard alone, from the other workspace', async ({
  page,
}) => {
  const desk = deskOn(page)
  await page.goto('/')
  await desk.picker.waitFor()
  await desk.tabTo(page.getByRole('button', { name: /^Workspace/ }))
  await page.keyboard.press('Enter')
  await page.getByRole('menuitemradio', { name: /Zuora/ }).waitFor()
  await page.keyboard.press('End')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/w\/zuora-embedded$/)

  await desk.open('acm', 'Acme GmbH')
  await desk.tabTo(desk.newContact)
  await page.keyboard.press('Enter')
  await expect(desk.field('First name')).toBeFocused()
  await page.keyboard.type('Grace')
  await page.keyboard.press('Tab')
  await page.keyboard.type('Hopper')
  await desk.tabTo(desk.field('Work email'))
  await page.keyboard.type('grace.hopper@people.example')
  await desk.tabTo(desk.field('Country'))
  await page.keyboard.type('germ')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(desk.field('Country')).toHaveValue('Germany')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('status').getByText('Grace Hopper was saved')).toBeVisible()
  await expect(desk.form()).toBeHidden()

  await expect(desk.row('Grace Hopper').locator('[data-main]')).toBeFocused()
  await page.keyboard.press('p')
  await expect(page.getByText(/^Invoices move from .+ to Grace Hopper/)).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.getByText('Grace Hopper is now the primary contact')).toBeVisible()
  await expect(desk.row('Grace Hopper').getByText('Bill-to', { exact: true })).toBeVisible()
  await expect(page.getByText('Who gets the invoice?').locator('..')).toContainText(
    'grace.hopper@people.example',
  )
  await page.reload()
  await expect(desk.table.getByRole('row').nth(1)).toContainText('Grace Hopper')
})

test('every field of the create page goes through the form and comes back', async ({ page }) => {
  const desk = await openAcme(page, '/w/zuora-embedded')
  await desk.newContact.click()
  await desk.form().waitFor()
  await unfold(page)
  for (const [label, value] of Object.entries(typed)) await desk.field(label).fill(value)
  await desk.field('Other phone type').selectOption('Home')
  await desk.field('Can be ship-to').uncheck()
  await desk.button('Save').click()
  await expect(page.getByRole('status').getByText(/^Kuhi Das was saved$/)).toBeVisible()

  await page.reload()
  await desk.row('Kuhi Das').locator('[data-main]').click()
  await desk.form('Edit contact').waitFor()
  await unfold(page)
  for (const [label, value] of Object.entries(comesBack))
    await expect(desk.field(label)).toHaveValue(value)
  await expect(desk.field('Other phone type')).toHaveValue('Home')
  expect(await Promise.all(ticks.map((label) => desk.field(label).isChecked()))).toEqual([
    true,
    true,
    false,
  ])
})

inEveryLook((looked) => {
  test('the long form and the roles can be read and used by everybody', async ({ page }) => {
    test.setTimeout(120_000)
    const desk = await openAcme(page, '/w/zuora-embedded')
    await looked(page, 'zuora-list')
    await page
      .getByRole('button', { name: /^More for / })
      .nth(1)
      .click()
    await looked(page, 'zuora-menu')
    await page.getByRole('menuitem', { name: 'Make sold-to' }).click()
    await looked(page, 'zuora-make-sold-to')
    await page.keyboard.press('Escape')

    await desk.newContact.click()
    await desk.form().waitFor()
    await looked(page, 'zuora-new')
    // To the top, so that nothing above is half under the outline.
    await page.getByRole('navigation').getByText('Address').click()
    await desk.field('Country').pressSequentially('un')
    await page.getByRole('option').first().waitFor()
    await looked(page, 'zuora-countries')
    await page.keyboard.press('Escape')
    await unfold(page)
    for (const [label, value] of Object.entries(typed)) await desk.field(label).fill(value)
    await looked(page, 'zuora-full')
    for (const label of Object.keys(typed))
      await desk.field(label).fill(label.includes('email') ? 'nonsense' : '🙂'.repeat(300))
    await desk.button('Save').click()
    await expect(desk.summary).toBeFocused()
    await looked(page, 'zuora-refused')
    await desk.button('Cancel').click()
    await desk.button('Discard').click()

    await desk.table.getByRole('row').nth(1).locator('[data-main]').click()
    await desk.form('Edit contact').waitFor()
    await desk.field('Work email').fill('')
    await expect(page.getByText('Will be emptied')).toBeVisible()
    await looked(page, 'zuora-edit')
  })
})
