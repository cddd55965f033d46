import { expect, type Locator, type Page } from '@playwright/test'
import { deskOn, openAcme } from './desk.ts'
import { test } from './fixtures.ts'
import { inEveryLook } from './looks.ts'

const longName = 'Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh, Accounts Payable (EMEA)'
const arabicName = 'عبد الرحمن بن محمد الأنصاري'

/** Said whole, whatever marks keep the name's own direction to itself. */
function saved(page: Page, name: string): Locator {
  return page.getByRole('status').getByText(name).filter({ hasText: ' was saved' })
}

async function add(page: Page, name: string, phone = '1'): Promise<void> {
  const desk = deskOn(page)
  await desk.newContact.click()
  await desk.form().waitFor()
  await desk.field('Name').fill(name)
  await desk.field('Phone').fill(phone)
  await desk.button('Save').click()
  await expect(saved(page, name)).toBeVisible()
  await expect(desk.form()).toBeHidden()
}

async function edit(page: Page, name: string, values: Record<string, string>): Promise<void> {
  const desk = deskOn(page)
  await desk.row(name).locator('[data-main]').click()
  await desk.form('Edit contact').waitFor()
  for (const [label, value] of Object.entries(values)) await desk.field(label).fill(value)
}

async function save(page: Page, name: string): Promise<void> {
  await deskOn(page).button('Save').click()
  await expect(saved(page, name).last()).toBeVisible()
  await expect(deskOn(page).form('Edit contact')).toBeHidden()
}

const trayButton = (page: Page) => page.getByRole('button', { name: /^Recent changes/ })
const tray = (page: Page) => page.getByRole('dialog', { name: 'Recent changes' })
const conflict = (page: Page) =>
  page.getByRole('region', { name: 'Someone else changed the same fields' })

test('two people edit one contact: the second settles what both changed', async ({
  page,
  context,
}) => {
  const name = 'Hedy Lamarr'
  const desk = await openAcme(page)
  await add(page, name)
  const other = await context.newPage()
  await other.goto(page.url())
  await deskOn(other).row(name).waitFor()

  await edit(page, name, { Phone: '22', Notes: 'Mine' })
  await edit(other, name, { Phone: '333', Role: 'Technical' })
  await save(other, name)

  await desk.button('Save').click()
  await expect(conflict(page)).toBeFocused()
  await expect(desk.field('Phone')).toHaveValue('22')
  // With the keyboard alone, and not before a choice was made.
  await page.keyboard.press('Tab')
  await desk.tabTo(desk.button('Apply'))
  await page.keyboard.press('Enter')
  await expect(page.getByText('Choose first: phone')).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('radio', { name: 'Take theirs 333' })).toBeChecked()
  await desk.tabTo(desk.button('Apply'))
  await page.keyboard.press('Enter')
  await expect(desk.button('Save')).toBeFocused()
  await expect(desk.field('Phone')).toHaveValue('333')
  await page.keyboard.press('Enter')
  await expect(
    page.getByText(`${name} was saved. Someone else changed Role; their changes are kept`),
  ).toBeVisible()

  await other.reload()
  await deskOn(other).row(name).locator('[data-main]').click()
  await expect(deskOn(other).field('Notes')).toHaveValue('Mine')
  await expect(deskOn(other).field('Phone')).toHaveValue('333')
  await expect(deskOn(other).field('Role')).toHaveValue('Technical')
})

test('what was deleted comes back by the notice, and by the key', async ({ page }) => {
  const name = 'Mary Somerville'
  const desk = await openAcme(page)
  await add(page, name)
  const remove = async () => {
    await desk
      .row(name)
      .getByRole('button', { name: `More for ${name}` })
      .click()
    await page.getByRole('menuitem', { name: 'Delete contact' }).click()
    await desk.button(`Delete ${name}`).click()
    await expect(page.getByText(`${name} was deleted`, { exact: true })).toBeVisible()
    await expect(desk.row(name)).toBeHidden()
  }
  await remove()
  await desk.button('Undo').last().click()
  await expect(page.getByText(`Undone: ${name} was created again`)).toBeVisible()
  await expect(desk.row(name)).toHaveCount(1)

  await desk.button('Dismiss').last().click()
  await remove()
  await page.keyboard.press('Control+z')
  await expect(page.getByText(`Undone: ${name} was created again`)).toBeVisible()
  await page.reload()
  await expect(desk.row(name)).toHaveCount(1)
})

test('the primary goes back by the tray, and the tray says so', async ({ page }) => {
  const desk = await openAcme(page)
  const before = await desk.table.getByRole('row').nth(1).locator('[data-main]').innerText()
  const star = page.getByRole('button', { name: /^Make .+ primary$/ }).first()
  const name = (await star.getAttribute('aria-label'))!.replace(/^Make (.+) primary$/, '$1')
  await star.click()
  await desk.button('Make primary').click()
  await expect(page.getByText(`${name} is now the primary contact`)).toBeVisible()

  await trayButton(page).press('Enter')
  await expect(tray(page)).toBeFocused()
  await desk.tabTo(page.getByRole('button', { name: `Undo: Made primary ${name}` }))
  await page.keyboard.press('Enter')
  await expect(page.getByText(`Undone: ${before} is the primary contact again`)).toBeVisible()
  await expect(tray(page).getByText('Undone', { exact: true }).first()).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(trayButton(page)).toBeFocused()
  await expect(desk.table.getByRole('row').nth(1)).toContainText(before)
})

interface Seen {
  items: { op: string; name: string; state: string; undo: string; duplicate: string | null }[]
}

/** What takes a quarter of an hour, or a lost answer, to come about: seen by the page at once. */
async function asIfSeen(page: Page, see: (page: Seen) => void): Promise<void> {
  await page.route('**/receipts?*', async (route) => {
    const response = await route.fetch()
    const json = (await response.json()) as Seen
    see(json)
    // A reload meanwhile takes the request away; the page then asks anew.
    await route.fulfill({ response, json }).catch(() => {})
  })
}

inEveryLook((looked) => {
  test('conflicts, undo and recent changes can be read and used by everybody', async ({
    page,
    context,
  }) => {
    test.setTimeout(180_000)
    // Each look has its own people: the desk is the same for all.
    const look = test.info().titlePath.at(-2)
    const long = `${longName} ${look}`
    const arabic = `${arabicName} ${look}`
    const desk = await openAcme(page)
    for (const name of [long, arabic]) await add(page, name, '+49 30 1234 5678')
    await looked(page, 'notice-undo')
    const other = await context.newPage()
    await other.goto(page.url())
    await deskOn(other).row(long).waitFor()

    await edit(page, long, { Phone: '22', Role: 'Accounting', Notes: 'One line\nand another' })
    await edit(other, long, {
      Phone: '+44 20 7946 0958',
      Role: 'مدير الحسابات',
      Notes: 'Calls back after four, but never on a Friday, when only the front desk is there.',
      Email: 'someone.with.a.rather.long.name@accounts.payable.example',
    })
    await save(other, long)
    // The other tab says so, and the list is read again.
    await expect(page.getByText(/^Changed by someone else while you edit/)).toBeVisible()
    await desk.button('Show').click()
    await looked(page, 'changed-meanwhile')
    await desk.button('Save').click()
    await expect(conflict(page)).toBeFocused()
    await looked(page, 'conflict')
    await desk.button('Apply').click()
    await looked(page, 'conflict-unanswered')
    await page
      .getByRole('radio', { name: /^Keep mine/ })
      .first()
      .check()
    for (const radio of await page.getByRole('radio', { name: /^Take theirs/ }).all())
      await radio.check()
    await desk.button('Apply').click()
    await expect(desk.button('Save')).toBeFocused()
    await desk.button('Cancel').click()
    if (await desk.button('Discard').isVisible()) await desk.button('Discard').click()
    await expect(desk.form('Edit contact')).toBeHidden()

    const duplicate = await idOf(other, arabic)
    await asIfSeen(page, ({ items }) => {
      const made = items.filter(({ op }) => op === 'create')
      if (made[0]) made[0].state = 'unknown'
      if (made[0]) made[0].undo = 'no'
      if (made[1]) made[1].duplicate = duplicate
    })
    await page.reload()
    await expect(page.getByRole('button', { name: /^Recent changes, 1 being/ })).toBeVisible()
    await trayButton(page).click()
    await expect(tray(page).getByText('Possible duplicate')).toBeVisible()
    await looked(page, 'tray')
    await page.getByRole('button', { name: /^Compare/ }).click()
    await page.getByRole('table', { name: /^Both records/ }).waitFor()
    await looked(page, 'compare')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await expect(tray(page)).toBeHidden()

    await page.unroute('**/receipts?*')
    await asIfSeen(page, (seen) => (seen.items = []))
    await page.reload()
    await trayButton(page).click()
    await expect(page.getByText('No changes in the last 24 hours')).toBeVisible()
    await looked(page, 'tray-empty')
  })
})

async function idOf(page: Page, name: string): Promise<string> {
  await deskOn(page).row(name).locator('[data-main]').click()
  await deskOn(page).form('Edit contact').waitFor()
  return new URL(page.url()).pathname.split('/').at(-1)!
}
