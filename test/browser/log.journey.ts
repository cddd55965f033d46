import { readFile } from 'node:fs/promises'
import { expect } from '@playwright/test'
import { deskOn, openAcme } from './desk.ts'
import { test } from './fixtures.ts'
import { inEveryLook } from './looks.ts'

test('the code in the notice of a save finds what it changed, and a spreadsheet takes it', async ({
  page,
}) => {
  const desk = await openAcme(page)
  await desk.newContact.click()
  await desk.field('Name').fill('=Cora Cell')
  await desk.field('Phone').fill('+44 20 7946 0958')
  await desk.button('Save').click()
  await expect(page.getByText('=Cora Cell was saved')).toBeVisible()
  const told = await page.getByText(/^Support code/).textContent()
  const code = told!.slice(-9)

  await page.getByRole('link', { name: 'Log' }).click()
  await page.getByRole('textbox', { name: 'Support code' }).fill(code.toLowerCase())
  const table = page.getByRole('table', { name: 'Changes' })
  await expect(table.getByRole('rowheader')).toHaveText(['Made =Cora Cell'])
  await expect(page).toHaveURL(new RegExp(`/log\\?code=${code}$`))

  // By keyboard alone: into the table, and the row opens.
  await desk.tabTo(table.getByRole('rowheader').getByRole('link'))
  await page.keyboard.press('Enter')
  const changes = page.getByRole('table', { name: 'What changed' })
  await expect(changes.getByRole('row', { name: 'Phone – +44 20 7946 0958' })).toBeVisible()

  const coming = page.waitForEvent('download')
  await desk.button('Export CSV').click()
  const csv = await readFile(await (await coming).path(), 'utf8')
  expect(csv).toContain(`"'=Cora Cell"`)
  expect(csv).toContain(`"${code}"`)
  expect(csv.split('\r\n')).toHaveLength(2)
})

inEveryLook((looked) => {
  test('the log can be read and used by everybody', async ({ page, noise }) => {
    test.setTimeout(180_000)
    noise.expect(/Failed to load resource/)
    const desk = await openAcme(page)
    await desk.newContact.click()
    await desk.field('Name').fill('أحمد بن عبد الرحمن الخطيب')
    const problems = [{ field: 'name', message: 'This name is taken. Enter another one' }]
    const outcome = { state: 'rejected', refusal: { kind: 'fields', problems } }
    await page.route('**/submissions/*', (route) => route.fulfill({ json: outcome }))
    await desk.button('Save').click()
    await expect(desk.summary.getByText(/^Support code/)).toBeVisible()
    await looked(page, 'refused-code')
    await page.unroute('**/submissions/*')
    await desk.button('Save').click()
    await expect(desk.form()).toBeHidden()

    await page.getByRole('link', { name: 'Log' }).click()
    const rows = page.getByRole('table', { name: 'Changes' }).getByRole('rowheader')
    await rows.first().waitFor()
    await looked(page, 'log')
    await rows.first().getByRole('link').click()
    await page.getByRole('dialog').waitFor()
    await looked(page, 'log-entry')
    await page.keyboard.press('Escape')
    await page.goto('/w/dayzero-embedded/log?code=what')
    await page.getByText('“what” is not a support code').waitFor()
    await looked(page, 'log-no-code')

    await page.route('**/log?*', (route) => route.abort())
    await page.goto('/w/dayzero-embedded/log')
    await page.getByText('Could not load the log').waitFor()
    await looked(page, 'log-failed')
    await deskOn(page).button('Retry').waitFor()
  })
})
