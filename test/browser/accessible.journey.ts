import { expect } from '@playwright/test'
import { deskOn, withoutFirstAnswers } from './desk.ts'
import { axe, test } from './fixtures.ts'
import { inEveryLook } from './looks.ts'

inEveryLook((looked) => {
  test('every screen and state can be read and used by everybody', async ({ page, noise }) => {
    test.setTimeout(180_000)
    noise.expect(/Failed to load resource/)
    const desk = deskOn(page)
    await page.goto('/')
    await desk.picker.waitFor()
    await looked(page, 'start')

    await desk.picker.click()
    await page.getByRole('option').first().waitFor()
    await looked(page, 'picker')
    await page.keyboard.type('qqqqqq')
    await expect(page.getByText(/No customer matches/)).toBeVisible()
    await looked(page, 'picker-nothing')
    await page.keyboard.press('Escape')

    await desk.open('acm', 'Acme GmbH')
    await looked(page, 'list')
    const size = page.viewportSize()!
    for (const width of [1024, 640]) {
      await page.setViewportSize({ width, height: 768 })
      await axe(page)
    }
    await page.setViewportSize(size)
    await page.getByRole('button', { name: 'Workspace' }).click()
    await looked(page, 'workspaces')
    await page.keyboard.press('Escape')
    await page.getByRole('searchbox', { name: 'Filter contacts' }).fill('zzzz')
    await expect(page.getByText('Nothing matches “zzzz”')).toBeVisible()
    await looked(page, 'filtered-empty')
    await page.getByRole('searchbox', { name: 'Filter contacts' }).fill('')

    await page
      .getByRole('button', { name: /^Make .+ primary$/ })
      .first()
      .click()
    await expect(desk.button('Make primary')).toBeFocused()
    await looked(page, 'make-primary')
    await page.keyboard.press('Escape')

    await page
      .getByRole('button', { name: /^More for / })
      .first()
      .click()
    await looked(page, 'menu')
    await page.getByRole('menuitem', { name: 'Delete contact' }).click()
    await expect(page.getByRole('dialog')).toBeVisible()
    await looked(page, 'delete')
    await page.keyboard.press('Escape')

    await desk.newContact.click()
    await desk.form().waitFor()
    await looked(page, 'new')
    await desk.field('Email').fill('nonsense')
    await desk.button('Save').click()
    await expect(desk.summary).toBeVisible()
    await looked(page, 'refused')
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog', { name: /Discard/ })).toBeVisible()
    await looked(page, 'discard')
    await page.getByRole('button', { name: 'Discard' }).click()
    await expect(desk.form()).toBeHidden()

    await desk.table.getByRole('row').nth(1).locator('[data-main]').click()
    await desk.form('Edit contact').waitFor()
    await looked(page, 'edit')
    await page.keyboard.press('Escape')
    await expect(desk.form('Edit contact')).toBeHidden()

    await withoutFirstAnswers(page)
    await page.route('**/contacts?*', (route) => route.abort())
    await page.reload()
    await expect(page.getByText('Could not load the contacts')).toBeVisible()
    await looked(page, 'list-failed')
    await page.unroute('**/contacts?*')
    let letGo = () => {}
    const held = new Promise<void>((resolve) => (letGo = resolve))
    await page.route('**/contacts?*', async (route) => {
      await held
      await route.continue()
    })
    await page.reload()
    await desk.table.waitFor()
    await looked(page, 'list-loading')
    letGo()
    await desk.table.getByRole('row').nth(1).waitFor()

    await page.goto('/w/nowhere')
    await page.getByRole('heading', { level: 1 }).waitFor()
    await looked(page, 'lost')
  })
})
