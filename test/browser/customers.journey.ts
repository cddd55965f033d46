import { expect } from '@playwright/test'
import { deskOn } from './desk.ts'
import { test } from './fixtures.ts'
import { inEveryLook } from './looks.ts'

inEveryLook((looked) => {
  test('all customers can be walked by keyboard, and the next page comes by itself', async ({
    page,
  }) => {
    const desk = deskOn(page)
    await page.goto('/w/zuora-embedded')
    await page.getByRole('link', { name: 'All customers' }).click()
    const table = page.getByRole('table', { name: 'Customers' })
    await table.getByRole('row', { name: /^Acme GmbH/ }).waitFor()
    await looked(page, 'customers')

    await page.keyboard.press('j')
    await expect(page.locator(':focus')).toHaveText('Acme GmbH')
    await page.keyboard.press('End')
    await expect(page.getByText('100 so far')).toBeVisible()
    await page.keyboard.press('/')
    await page.keyboard.type('acme')
    await expect(table.getByRole('row')).toHaveCount(2)
    await page.keyboard.press('Escape')
    await expect(page.getByText(/so far/)).toBeVisible()
    await page.getByRole('searchbox').fill('qqqq')
    await expect(page.getByText(/No customer’s name or number starts with/)).toBeVisible()
    await looked(page, 'customers-nothing')
    await page.keyboard.press('Escape')

    await page.keyboard.press('Tab')
    await table
      .getByRole('row', { name: /^Acme GmbH/ })
      .getByRole('link')
      .press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Acme GmbH' }).waitFor()
    await desk.table.getByRole('row').nth(1).waitFor()
    await page.goBack()
    await page.goto('/w/zuora-embedded')
    await expect(page.getByRole('region', { name: 'Recent customers' })).toContainText('Acme GmbH')
    await looked(page, 'home')
  })
})
