import { expect } from '@playwright/test'
import { deskOn, openAcme, withoutFirstAnswers } from './desk.ts'
import { test } from './fixtures.ts'

test('the whole main job with the keyboard alone', async ({ page }) => {
  const desk = await openAcme(page)

  await desk.tabTo(desk.newContact)
  await page.keyboard.press('Enter')
  await expect(desk.field('Name')).toBeFocused()
  await page.keyboard.type('Ada Byron')
  await page.keyboard.press('Tab')
  await page.keyboard.type('ada.byron@people.example')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('status').getByText('Ada Byron was saved')).toBeVisible()
  await expect(desk.form()).toBeHidden()
  await expect(desk.row('Ada Byron')).toBeVisible()

  // The focus is on the new row; P asks, Enter agrees.
  await expect(desk.row('Ada Byron').locator('[data-main]')).toBeFocused()
  await page.keyboard.press('p')
  await expect(page.getByText(/^Invoices move from .+ to Ada Byron$/)).toBeVisible()
  await expect(desk.button('Make primary')).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByText('Ada Byron is now the primary contact')).toBeVisible()
  await expect(desk.table.getByRole('row').nth(1)).toContainText('Ada Byron')
  await expect(desk.row('Ada Byron').getByText('Primary', { exact: true })).toBeVisible()
  await page.reload()
  await expect(desk.table.getByRole('row').nth(1)).toContainText('Ada Byron')
})

test('a wrong email is explained at its field, by the form and by the billing system', async ({
  page,
}) => {
  const desk = await openAcme(page)
  await desk.newContact.click()
  await desk.field('Name').fill('Grace Hopper')
  await desk.field('Email').fill('grace')
  await desk.button('Save').click()
  await expect(desk.summary).toContainText('There is a problem')
  await expect(desk.summary).toBeFocused()
  await expect(desk.field('Email')).toHaveAccessibleDescription(/correct format/)

  await desk.field('Email').fill('grace@mail.test')
  await expect(desk.field('Email')).not.toHaveAttribute('aria-invalid', 'true')
  await page.keyboard.press('Enter')
  await expect(desk.field('Email')).toHaveAccessibleDescription(/special-use or reserved name/)
  await expect(desk.field('Name')).toHaveValue('Grace Hopper')
  await desk.summary.getByRole('link').click()
  await expect(desk.field('Email')).toBeFocused()
})

test('a stopped server is reported, nothing typed is lost, and there is one contact after', async ({
  page,
  ownDesk,
  noise,
}) => {
  noise.expect(/ERR_CONNECTION_REFUSED|Failed to load resource/)
  const desk = deskOn(page)
  await page.goto(ownDesk.url)
  await desk.picker.waitFor()
  await desk.open('acm', 'Acme GmbH')
  await desk.newContact.click()
  await desk.field('Name').fill('Ada Byron')
  await desk.field('Notes').fill('A long story that nobody wants to type twice')
  await ownDesk.end()
  await desk.button('Save').click()
  await expect(page.getByText('We do not know yet whether this was saved')).toBeVisible()
  await expect(desk.field('Notes')).toHaveValue('A long story that nobody wants to type twice')

  // It is asked about again by itself: sooner or later, but within half a minute.
  await ownDesk.restart()
  await expect(page.getByText('Ada Byron was saved')).toBeVisible({ timeout: 40_000 })
  await expect(desk.row('Ada Byron')).toHaveCount(1)
})

test('after kill -9 and a restart the contact that was saved is there', async ({
  page,
  ownDesk,
  noise,
}) => {
  const desk = deskOn(page)
  await page.goto(ownDesk.url)
  await desk.picker.waitFor()
  await desk.open('acm', 'Acme GmbH')
  await desk.newContact.click()
  await desk.field('Name').fill('Ada Byron')
  await desk.button('Save').click()
  await expect(page.getByText('Ada Byron was saved')).toBeVisible()
  // What the page reads just then finds nobody there.
  noise.allow(/ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET|ERR_SOCKET/)
  await ownDesk.kill9()
  await ownDesk.restart()
  await page.reload()
  await expect(desk.row('Ada Byron')).toHaveCount(1)
})

test('reload and Back restore customer, panel and list', async ({ page }) => {
  const desk = deskOn(page)
  await page.goto('/')
  await desk.picker.waitFor()
  await desk.open('nor', 'Northwind Atlas')
  await page.getByRole('searchbox', { name: 'Filter contacts' }).fill('billing')
  await expect(page.getByText(/ of 2,?000 contacts/)).toBeVisible()
  await desk.table.getByRole('row').nth(2).locator('[data-main]').click()
  await expect(desk.form('Edit contact')).toBeVisible()
  const name = await desk.field('Name').inputValue()
  await page.reload()
  await expect(desk.field('Name')).toHaveValue(name)
  await expect(page.getByRole('searchbox', { name: 'Filter contacts' })).toHaveValue('billing')
  await page.goBack()
  await expect(desk.form('Edit contact')).toBeHidden()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Northwind Atlas')
})

test('two thousand contacts stay a small page, and the keyboard reaches the last one', async ({
  page,
}) => {
  const desk = deskOn(page)
  await page.goto('/')
  await desk.picker.waitFor()
  await desk.open('nor', 'Northwind Atlas')
  await expect(page.getByText(/^2,?000 contacts$/)).toBeVisible()
  await expect(desk.table).toHaveAttribute('aria-rowcount', '2001')
  await desk.tabTo(desk.table.locator('[data-main][tabindex="0"]'))
  await page.keyboard.press('End')
  await expect(desk.table.getByRole('row').last()).toHaveAttribute('aria-rowindex', '2001')
  expect(await page.evaluate(() => document.querySelectorAll('*').length)).toBeLessThanOrEqual(1500)
  expect(
    await page.evaluate(() => document.activeElement?.closest('tr')?.getAttribute('aria-rowindex')),
  ).toBe('2001')
})

test('typed text is asked about before the tab closes, and only then', async ({ page }) => {
  const desk = await openAcme(page)
  const asked: string[] = []
  page.on('dialog', (dialog) => {
    asked.push(dialog.type())
    void dialog.dismiss()
  })
  await page.reload()
  expect(asked).toEqual([])
  await desk.newContact.click()
  await desk.field('Name').pressSequentially('Ada')
  await page.close({ runBeforeUnload: true })
  await expect.poll(() => asked).toEqual(['beforeunload'])
})

/** Parts of the page, each of which may come last, and what the page shows without it. */
const lateParts = [
  { part: 'nothing', address: null, without: 'table' },
  { part: 'the customer', address: /\/customers\/[^/?]+$/, without: 'table' },
  { part: 'the contacts', address: /\/contacts\?/, without: 'heading' },
  { part: 'the session', address: /\/api\/session$/, without: 'table' },
  { part: 'the font', address: /\.woff2$/, without: 'table' },
] as const

for (const { part, address, without } of lateParts)
  test(`nothing jumps while the page, the list and the picker fill, with ${part} last`, async ({
    page,
  }) => {
    await page.addInitScript(() => {
      const total = { shift: 0 }
      Object.assign(window, { total })
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries() as (PerformanceEntry & { value: number })[])
          total.shift += entry.value
      }).observe({ type: 'layout-shift', buffered: true })
    })
    const desk = await openAcme(page)
    const rest = { table: desk.table.getByRole('row').nth(1), heading: page.getByText('Acme GmbH') }
    let letGo = () => {}
    const held = new Promise<void>((resolve) => (letGo = resolve))
    await withoutFirstAnswers(page)
    if (address)
      await page.route(address, async (route) => {
        await held
        await route.continue()
      })
    await page.reload()
    await rest[without].first().waitFor()
    letGo()
    await rest.table.waitFor()
    await expect(page.getByText('Who gets the invoice?').locator('..')).toContainText('@')
    await page.getByText('Local person').first().waitFor()
    await page.keyboard.press('Control+k')
    await page.keyboard.type('spa')
    await page.getByRole('option').first().waitFor()
    const shift = await page.evaluate(
      () => (window as unknown as { total: { shift: number } }).total.shift,
    )
    // Below a tenth of what the web vitals call good (0.1).
    expect(shift).toBeLessThan(0.01)
  })

test('an international address stays as it was typed', async ({ page }) => {
  const desk = await openAcme(page)
  await desk.newContact.click()
  await desk.field('Email').pressSequentially('jana@bücher.example')
  await page.keyboard.press('Tab')
  await expect(desk.field('Email')).toHaveValue('jana@bücher.example')
})
