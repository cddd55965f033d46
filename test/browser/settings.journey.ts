import { expect } from '@playwright/test'
import { deskOn } from './desk.ts'
import { test } from './fixtures.ts'
import { inEveryLook } from './looks.ts'

inEveryLook((looked) => {
  test('by keys alone to the settings, a tested connection, and back to the customer', async ({
    page,
  }) => {
    const desk = deskOn(page)
    await page.goto('/')
    await desk.picker.waitFor()
    await desk.open('acm', 'Acme GmbH')
    const address = page.url()
    const pages = page.getByRole('navigation', { name: 'Pages' })
    await expect(pages.getByRole('link', { name: 'Desk' })).toHaveAttribute('aria-current', 'page')

    const toSettings = pages.getByRole('link', { name: 'Settings' })
    await toSettings.waitFor()
    await desk.tabTo(toSettings)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor()
    await expect(toSettings).toBeFocused()
    await expect(page).toHaveTitle(/^Settings · .+ · Contact Desk$/)

    const zuora = page.getByRole('region', { name: 'Zuora' })
    const press = zuora.getByRole('button', { name: 'Test connection' })
    await press.waitFor()
    await looked(page, 'settings')
    await desk.tabTo(press)
    await page.keyboard.press('Enter')
    await expect(zuora.getByRole('status')).toContainText('Everything works')
    await expect(zuora.getByRole('list').getByRole('listitem')).toHaveCount(5)
    await expect(press).toBeFocused()
    await looked(page, 'settings-tested')
    // Only the page's own part scrolls, also where it is long.
    expect(await page.evaluate(() => document.documentElement.scrollTop)).toBe(0)

    await page.reload()
    await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor()
    await page.goBack()
    await page.getByRole('heading', { level: 1, name: 'Acme GmbH' }).waitFor()
    expect(page.url()).toBe(address)
  })

  test('the settings say so when they cannot be loaded', async ({ page, noise }) => {
    noise.expect(/Failed to load resource/)
    await page.route('**/settings', (route) =>
      route.request().url().includes('/api/') ? route.abort() : route.continue(),
    )
    await page.goto('/w/dayzero-embedded/settings')
    await expect(page.getByRole('button', { name: 'Retry' })).toHaveCount(2)
    await looked(page, 'settings-failed')
  })
})
