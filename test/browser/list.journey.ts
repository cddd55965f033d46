import { expect, type Page } from '@playwright/test'
import { deskOn, openAcme } from './desk.ts'
import { screenshot, test } from './fixtures.ts'

const filterOf = (page: Page) => page.getByRole('searchbox', { name: 'Filter contacts' })
const scrolled = (page: Page) =>
  page.evaluate(() => document.querySelector('table')?.parentElement?.scrollTop)

test('what is saved while a filter hides it is shown, marked, and has the focus', async ({
  page,
}) => {
  const desk = await openAcme(page)
  await filterOf(page).fill('acme')
  await desk.newContact.click()
  await desk.field('Name').fill('Zora Elsewhere')
  await desk.button('Save').click()
  await expect(desk.form()).toBeHidden()
  const row = desk.row('Zora Elsewhere')
  await expect(row.getByText('Saved now, outside the filter')).toBeVisible()
  await expect(row.locator('[data-main]')).toBeFocused()
  await screenshot(page, 'outside-filter')
  // An edit that takes it out of the filter is one, too; another filter is another question.
  await filterOf(page).fill('zora')
  await expect(row.getByText('Saved now')).toBeHidden()
  await row.locator('[data-main]').click()
  await desk.field('Name').fill('Nora Elsewhere')
  await desk.button('Save').click()
  await expect(desk.row('Nora Elsewhere').getByText('Saved now')).toBeVisible()
  await filterOf(page).fill('zzz')
  await expect(desk.row('Nora Elsewhere')).toBeHidden()
})

test('place and filter come back with Back from everywhere, and after a reload', async ({
  page,
}) => {
  const desk = deskOn(page)
  await page.goto('/')
  await desk.picker.waitFor()
  await desk.open('nor', 'Northwind Atlas')
  await expect(page.getByText(/^2,000 contacts$/)).toBeVisible()
  await page.getByRole('table').hover()
  await page.mouse.wheel(0, 3000)
  await expect.poll(() => scrolled(page)).toBe(3000)
  const back = async () => {
    await page.goBack()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Northwind Atlas')
    await expect.poll(() => scrolled(page)).toBe(3000)
  }
  await desk.open('acm', 'Acme GmbH')
  expect(await scrolled(page)).toBe(0)
  await back()
  for (const name of ['Log', 'Settings']) {
    await page.getByRole('link', { name }).click()
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
    await back()
  }
  await page.reload()
  await expect.poll(() => scrolled(page)).toBe(3000)
  // Picked anew it is seen from its beginning.
  await desk.open('acm', 'Acme GmbH')
  await desk.open('nor', 'Northwind Atlas')
  await expect(desk.table.locator('[data-index="0"] [data-main]')).toBeFocused()
  expect(await scrolled(page)).toBe(0)
})

test('a row opens in another tab, with Ctrl and with the middle button, and the page stays', async ({
  page,
  context,
}) => {
  const desk = await openAcme(page)
  const link = desk.table.getByRole('row').nth(1).locator('[data-main]')
  const name = (await link.textContent())!
  for (const press of [
    () => link.click({ modifiers: ['Control'] }),
    () => link.click({ button: 'middle' }),
    () =>
      desk.table
        .getByRole('row')
        .nth(1)
        .click({ modifiers: ['Control'] }),
  ]) {
    const [tab] = await Promise.all([context.waitForEvent('page'), press()])
    await expect(deskOn(tab).field('Name')).toHaveValue(name)
    await tab.close()
    await expect(desk.form('Edit contact')).toBeHidden()
  }
})

test('find in page of a long list says that it sees a part, and stays the browser’s', async ({
  page,
}) => {
  const desk = deskOn(page)
  await page.goto('/')
  await desk.picker.waitFor()
  await desk.open('nor', 'Northwind Atlas')
  await expect(page.getByText(/^2,000 contacts$/)).toBeVisible()
  await page.evaluate(() =>
    addEventListener('keydown', (event) =>
      setTimeout(() => Object.assign(window, { taken: event.defaultPrevented })),
    ),
  )
  await page.keyboard.press('Control+f')
  await expect(page.getByText(/search finds only the rows in sight/)).toBeVisible()
  expect(await page.evaluate(() => (window as unknown as { taken: boolean }).taken)).toBe(false)
})

test('addresses and numbers are copied, and lead to mail and telephone', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const desk = await openAcme(page)
  await desk.newContact.click()
  await desk.field('Name').fill('Rea Chable')
  await desk.field('Email').fill('rea+bills@people.example')
  await desk.field('Phone').fill('+44 (20) 7946-0958')
  await desk.button('Save').click()
  await desk
    .row('Rea Chable')
    .getByRole('button', { name: /^More for/ })
    .click()
  const item = (name: string) => page.getByRole('menuitem', { name, exact: true })
  await expect(item('Email rea+bills@people.example')).toHaveAttribute(
    'href',
    'mailto:rea%2Bbills@people.example',
  )
  await expect(item('Call +44 (20) 7946-0958')).toHaveAttribute('href', 'tel:+442079460958')
  await screenshot(page, 'reach')
  await item('Copy rea+bills@people.example').click()
  await expect(page.getByText('rea+bills@people.example was copied')).toBeVisible()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('rea+bills@people.example')
})

test('another country asks about the old state, and empties it when it shall', async ({ page }) => {
  const desk = await openAcme(page, '/w/zuora-embedded')
  await desk.newContact.click()
  await desk.field('Country').fill('US')
  await desk.field('State').fill('CA')
  await desk.field('Country').fill('France')
  await page.keyboard.press('Tab')
  const question = page.getByText(/“California” was entered for United States/)
  await expect(question).toBeVisible()
  await screenshot(page, 'left-behind')
  await page.getByRole('button', { name: 'Keep it' }).click()
  await expect(question).toBeHidden()
  await desk.field('Country').fill('Germany')
  await page.keyboard.press('Tab')
  await page.getByRole('button', { name: 'Empty State' }).click()
  await expect(desk.field('State')).toHaveValue('')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Discard' }).click()
})

for (const workspace of ['dayzero-embedded', 'zuora-embedded'])
  test(`${workspace} is named at every width, in the title, and where invoices move`, async ({
    page,
  }) => {
    const desk = await openAcme(page, `/w/${workspace}`)
    const name = workspace.startsWith('zuora') ? 'Zuora' : 'Day Zero'
    const button = page.getByRole('button', { name: `Workspace: Embedded ${name}` })
    for (const width of [1440, 1024, 1023, 640, 390, 320]) {
      await page.setViewportSize({ width, height: 800 })
      await expect(button.getByText(name, { exact: true })).toBeInViewport({ ratio: 1 })
      const isTooWide = () => document.documentElement.scrollWidth > window.innerWidth
      expect(await page.evaluate(isTooWide)).toBe(false)
    }
    await page.setViewportSize({ width: 1280, height: 800 })
    await expect(page).toHaveTitle(`Acme GmbH · ${name} · Contact Desk`)
    await page
      .getByRole('button', { name: /^Make .+ primary$/ })
      .first()
      .click()
    await expect(desk.button('Make primary')).toHaveAccessibleDescription(
      new RegExp(`^Invoices move from .+ In ${name}`),
    )
  })
