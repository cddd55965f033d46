import { expect, type Locator, type Page } from '@playwright/test'
import { openAcme } from './desk.ts'
import { test } from './fixtures.ts'

/** What the browser's own question is answered with: leave all the same. */
function leaveUnasked(page: Page): void {
  page.on('dialog', (dialog) => void dialog.accept())
}

interface Row {
  place: string
  at: Date
  encrypted: { data: ArrayBuffer }
}

/** The drafts on this browser's disk, as anybody could read them there. */
function onDisk(page: Page): Promise<{ at: number; readable: string }[]> {
  return page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const opening = indexedDB.open('contact-desk')
        opening.addEventListener('error', () => reject(new Error('no database')))
        opening.addEventListener('success', () => {
          if (opening.result.objectStoreNames.length === 0) return resolve([])
          const all = opening.result.transaction('drafts').objectStore('drafts').getAll()
          all.addEventListener('success', () =>
            resolve(
              (all.result as Row[]).map(({ place, at, encrypted }) => ({
                at: at.getTime(),
                readable: place + new TextDecoder('latin1').decode(encrypted.data),
              })),
            ),
          )
        })
      }),
  )
}

/** Types, and waits until the last letter is on disk. */
async function type(page: Page, field: Locator, text: string): Promise<void> {
  await field.pressSequentially(text.slice(0, -1))
  const since = await page.evaluate(() => Date.now())
  await field.pressSequentially(text.slice(-1))
  await expect
    .poll(async () => Math.max(0, ...(await onDisk(page)).map(({ at }) => at)))
    .toBeGreaterThanOrEqual(since)
}

test('typed text survives a reload, is offered again, and is saved once', async ({ page }) => {
  leaveUnasked(page)
  const desk = await openAcme(page)
  await desk.newContact.click()
  await type(page, desk.field('Name'), 'Margaret Hamilton')
  await type(page, desk.field('Notes'), 'Calls back after four')
  await page.reload()

  await expect(page.getByText(/^Resume draft from .+\?/)).toBeVisible()
  await expect(desk.field('Name')).toHaveValue('')
  await desk.button('Resume draft').click()
  await expect(desk.field('Name')).toHaveValue('Margaret Hamilton')
  await expect(desk.field('Notes')).toHaveValue('Calls back after four')
  await desk.button('Save').click()
  await expect(page.getByRole('status').getByText('Margaret Hamilton was saved')).toBeVisible()
  await expect(desk.row('Margaret Hamilton')).toHaveCount(1)

  await desk.newContact.click()
  await desk.field('Name').fill('Nobody')
  await expect(page.getByText(/^Resume draft from/)).toBeHidden()
})

test('what was typed before a draft is resumed is not lost either', async ({ page }) => {
  leaveUnasked(page)
  const desk = await openAcme(page)
  await desk.newContact.click()
  await type(page, desk.field('Name'), 'First thought')
  await page.reload()
  await desk.button('Resume draft').waitFor()
  await type(page, desk.field('Name'), 'Second thought')
  await desk.button('Resume draft').click()
  await expect(desk.field('Name')).toHaveValue('First thought')
  await page.reload()
  // Both are there; the newest is offered first, and the other once that one is dealt with.
  await desk.button('Resume draft').click()
  await expect(desk.field('Name')).toHaveValue('Second thought')
  await desk.button('Cancel').click()
  await desk.button('Discard').click()
  await desk.newContact.click()
  await desk.button('Resume draft').click()
  await expect(desk.field('Name')).toHaveValue('First thought')
})

test('nothing that was typed can be read from the disk', async ({ page }) => {
  const desk = await openAcme(page)
  await desk.newContact.click()
  await type(page, desk.field('Name'), 'Grace Hopper')
  const [row] = await onDisk(page)
  expect(row?.readable).toBeTruthy()
  expect(row?.readable).not.toContain('Grace')
})
