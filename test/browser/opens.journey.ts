import { expect } from '@playwright/test'
import { openAcme } from './desk.ts'
import { axe, screenshot, test } from './fixtures.ts'

test('the desk opens under its strict content policy, with nothing to complain about', async ({
  page,
}) => {
  const answer = await page.goto('/')
  expect(answer?.headers()['content-security-policy']).toContain('default-src')
  await expect(page).toHaveTitle(/Contact Desk/)
  await expect(page.getByRole('combobox', { name: 'Customer' })).toBeVisible()
  await axe(page)
  await screenshot(page, 'opened')
})

test('a page at rest moves nothing, so that no key waits for a frame', async ({ page }) => {
  const desk = await openAcme(page)
  await desk.newContact.click()
  await desk.form().waitFor()
  const moving = () => page.evaluate(() => document.getAnimations().length)
  await expect.poll(moving).toBe(0)
})
