import { expect } from '@playwright/test'
import { deskOn } from './desk.ts'
import { screenshot, test } from './fixtures.ts'
import { pressable } from './paper.ts'

test('paper has the whole list, whose it is, where it is from and when, and nothing to press', async ({
  page,
}) => {
  const desk = deskOn(page)
  await page.goto('/')
  await desk.picker.waitFor()
  await desk.open('nor', 'Northwind Atlas')
  await expect(page.getByText(/^2,000 contacts$/)).toBeVisible()
  await page.getByText('Keyboard shortcuts').waitFor()
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
  await expect(desk.table.getByRole('row')).toHaveCount(2001)
  expect(await pressable(page)).toEqual([])
  for (const column of ['Primary', 'Name', 'Role', 'Email', 'Phone', 'Changed'])
    await expect(desk.table.getByRole('columnheader', { name: column })).toBeVisible()
  for (const said of [/^Workspace: Day Zero \(Embedded\)$/, /^Printed .*\d/, /^2,000 contacts$/])
    await expect(page.getByText(said)).toBeVisible()
  await expect(page.getByRole('heading', { level: 1, name: 'Northwind Atlas' })).toBeVisible()
  await expect(page.getByText('Who gets the invoice?').locator('..')).toContainText('@')
  // Black on white, whatever the screen is.
  const colours = await page.evaluate(() => {
    const { color, backgroundColor } = getComputedStyle(document.querySelector('td')!)
    return [color, backgroundColor]
  })
  expect(colours[0]).toMatch(/rgb\(23, 25, 30\)/)
  // Nothing is cut: each cell is as wide and as high as what it holds.
  const cut = await page.evaluate(
    () =>
      [...document.querySelectorAll('td, th, td bdi, h1')].filter(
        (cell) =>
          cell.scrollWidth > cell.clientWidth + 1 && getComputedStyle(cell).overflow !== 'visible',
      ).length,
  )
  expect(cut).toBe(0)
  const pdf = await page.pdf({ format: 'A4' })
  // Two thousand rows do not fit on fewer.
  expect(pdf.toString('latin1').match(/\/Type ?\/Page\b/g)?.length ?? 0).toBeGreaterThan(30)
  await screenshot(page, 'paper')
  await page.emulateMedia({ media: null })
  await expect.poll(() => desk.table.getByRole('row').count()).toBeLessThan(100)

  await page.getByRole('searchbox', { name: 'Filter contacts' }).fill('billing')
  await page.emulateMedia({ media: 'print' })
  await expect(page.getByText('Only what holds “billing”')).toBeVisible()
})
