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

test('the form opens on what came with its page, and every further page of the list is read once', async ({
  page,
}) => {
  const desk = await openAcme(page)
  await desk.newContact.click()
  await desk.form().waitFor()
  const reads: string[] = []
  page.on('request', (request) => {
    const { pathname, search } = new URL(request.url())
    if (pathname.startsWith('/api/')) reads.push(pathname + search)
  })
  await page.reload()
  await desk.form().waitFor()
  await desk.table.getByRole('row').nth(1).waitFor()
  expect(
    reads.filter((read) => /\/(workspaces|customers\/[^/]+|contacts\?limit=\d+)$/.test(read)),
  ).toEqual([])

  await desk.open('northwind', 'Northwind Atlas')
  const pages = () => reads.filter((read) => read.includes('/contacts?'))
  await expect.poll(() => pages().length).toBeGreaterThan(2)
  await expect(page.getByText(/2,0\d\d contacts/)).toBeVisible()
  expect(pages()).toEqual([...new Set(pages())])
})

test('a page at rest moves nothing, so that no key waits for a frame', async ({ page }) => {
  const desk = await openAcme(page)
  await desk.newContact.click()
  await desk.form().waitFor()
  const moving = () => page.evaluate(() => document.getAnimations().length)
  await expect.poll(moving).toBe(0)
})
