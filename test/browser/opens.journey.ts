import { expect } from '@playwright/test'
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
