import { expect, type BrowserContext, type Page, type Route } from '@playwright/test'
import { openAcme } from './desk.ts'
import { axe, test } from './fixtures.ts'
import { inEveryLook } from './looks.ts'

const unknown = 'We do not know yet whether this was saved'

/** How many contacts of this name the billing system holds, asked behind the screen's back. */
async function held(page: Page, name: string): Promise<number> {
  const [, w, workspace, c, customer] = new URL(page.url()).pathname.split('/')
  expect([w, c]).toEqual(['w', 'c'])
  const answer = await page.request.get(
    `/api/workspaces/${workspace}/customers/${customer}/contacts?limit=1000`,
  )
  const { items } = (await answer.json()) as { items: { name: string }[] }
  return items.filter((contact) => contact.name === name).length
}

/** Stands between the page and its gateway, for writes only. */
async function onWrites(on: Page | BrowserContext, handle: (route: Route) => Promise<void>) {
  await on.route('**/submissions/*', (route) =>
    route.request().method() === 'PUT' ? handle(route) : route.fallback(),
  )
}

/** The gateway carries it out, and the answer never comes back. */
async function loseAnswer(route: Route): Promise<void> {
  await route.fetch()
  await route.abort('connectionreset')
}

async function typeNew(page: Page, name: string) {
  const desk = await openAcme(page)
  await desk.newContact.click()
  await desk.field('Name').fill(name)
  return desk
}

const said = (page: Page, words: string | RegExp) => page.getByRole('status').getByText(words)

test('what is saved offline is sent when the network is back, once', async ({
  page,
  context,
  noise,
}) => {
  noise.expect(/ERR_INTERNET_DISCONNECTED/)
  const desk = await typeNew(page, 'Offline Olga')
  await context.setOffline(true)
  await desk.button('Save').click()
  await expect(page.getByRole('alert')).toHaveText('Not sent yet: you are offline')
  await page.evaluate(() => fetch('/api/session').catch(() => null))
  await context.setOffline(false)
  await expect(said(page, 'Offline Olga was saved')).toBeVisible()
  expect(await held(page, 'Offline Olga')).toBe(1)
})

test('a contact that nobody opened before is edited offline, refused, advised, and sent later', async ({
  page,
  context,
  noise,
}) => {
  noise.expect(/ERR_INTERNET_DISCONNECTED/)
  const desk = await openAcme(page)
  // Every part of a form has come by itself once the page has nothing left to fetch.
  await page.waitForLoadState('networkidle')
  await context.setOffline(true)
  const link = desk.table.getByRole('row').nth(2).locator('[data-main]')
  const name = (await link.textContent())!
  await link.click()
  await expect(desk.field('Name')).toHaveValue(name)
  const email = await desk.field('Email').inputValue()
  await desk.field('Email').fill('nonsense')
  await desk.button('Save').click()
  await expect(desk.summary).toContainText('There is a problem')
  await desk.field('Email').fill(email)
  await desk.field('Name').fill('Offline\u200b Edit')
  await page.keyboard.press('Tab')
  await desk.field('Name').fill(`${name} Edited`)
  await desk.button('Save').click()
  await expect(page.getByRole('alert')).toHaveText('Not sent yet: you are offline')
  await context.setOffline(false)
  await expect(said(page, `${name} Edited was saved`)).toBeVisible()
})

test('a save whose answer is lost is in doubt until the gateway says what became of it', async ({
  page,
  noise,
}) => {
  noise.expect(/ERR_CONNECTION_RESET/)
  const desk = await typeNew(page, 'Lost Laura')
  let isLost = true
  const sent: (string | null)[] = []
  await onWrites(page, async (route) => {
    // How long ago it was pressed stands in the query, and is no part of what is saved.
    const { pathname } = new URL(route.request().url())
    sent.push(pathname + route.request().postData())
    await (isLost ? loseAnswer(route) : route.continue())
  })
  await desk.button('Save').click()
  await expect(page.getByRole('alert')).toHaveText(unknown)
  await axe(page)
  expect(await held(page, 'Lost Laura')).toBe(1)
  await desk.button('Check now').click()
  await expect.poll(() => sent.length).toBeGreaterThan(1)
  await expect(page.getByRole('alert')).toHaveText(unknown)
  // Nobody has to press for it: the outbox asks by itself.
  isLost = false
  await expect(said(page, 'Lost Laura was saved')).toBeVisible({ timeout: 30_000 })
  await expect(desk.row('Lost Laura')).toHaveCount(1)
  expect(await held(page, 'Lost Laura')).toBe(1)
  expect(new Set(sent).size).toBe(1)
})

test('two tabs that save the same draft make one contact', async ({ page, context }) => {
  const desk = await typeNew(page, 'Twice Tara')
  const other = await context.newPage()
  const desk2 = await openAcme(other)
  await desk2.newContact.click()
  await desk2.button('Resume draft').click()
  await desk2.field('Name').waitFor()
  // Both are in the middle of it before either is answered.
  let letGo = () => {}
  const both = new Promise<void>((resolve) => (letGo = resolve))
  const submissionIds = new Set<string>()
  await onWrites(context, async (route) => {
    submissionIds.add(route.request().url())
    await both
    await route.continue()
  })
  await desk.button('Save').click()
  await desk2.button('Save').click()
  letGo()
  await expect(said(page, 'Twice Tara was saved')).toBeVisible()
  await expect(said(other, 'Twice Tara was saved')).toBeVisible()
  expect(await held(page, 'Twice Tara')).toBe(1)
  expect(submissionIds.size).toBe(1)
  for (const each of [desk, desk2]) await expect(each.row('Twice Tara')).toHaveCount(1)
})

test('another tab at the same customer shows what was saved', async ({ page, context }) => {
  const other = await context.newPage()
  const desk2 = await openAcme(other)
  const desk = await typeNew(page, 'Seen Sven')
  await desk.button('Save').click()
  await expect(desk2.row('Seen Sven')).toHaveCount(1)
})

test('a tab that was closed in doubt is carried on by the next one, which says how it ended', async ({
  page,
  context,
  noise,
}) => {
  noise.expect(/ERR_CONNECTION_RESET/)
  const desk = await typeNew(page, 'Gone Gina')
  let isLost = true
  await onWrites(context, (route) => (isLost ? loseAnswer(route) : route.continue()))
  await desk.button('Save').click()
  await expect(page.getByRole('alert')).toHaveText(unknown)
  const { href } = new URL(page.url())
  await page.close()
  isLost = false
  const next = await context.newPage()
  await next.goto(href.replace(/\/contacts\/new.*/, ''))
  await expect(said(next, 'Gone Gina was saved')).toBeVisible()
  expect(await held(next, 'Gone Gina')).toBe(1)
  await openAcme(next)
  await next.getByRole('button', { name: 'New contact' }).first().click()
  await next.getByLabel('Name', { exact: true }).fill('x')
  await expect(next.getByText(/^Resume draft/)).toBeHidden()
})

test('a form that is opened again after a reload shows what is still in doubt', async ({
  page,
  noise,
}) => {
  noise.expect(/ERR_CONNECTION_RESET/)
  const desk = await typeNew(page, 'Reload Rosa')
  let isLost = true
  await onWrites(page, (route) => (isLost ? loseAnswer(route) : route.continue()))
  await desk.button('Save').click()
  await expect(page.getByRole('alert')).toHaveText(unknown)
  await page.reload()
  await expect(page.getByRole('alert')).toHaveText(unknown)
  await expect(desk.field('Name')).toHaveValue('Reload Rosa')
  await desk.field('Role').fill('Billing')
  // The outbox asks again by itself.
  isLost = false
  await expect(desk.form('Edit contact')).toBeVisible({ timeout: 30_000 })
  await expect(desk.field('Role')).toHaveValue('Billing')
  await desk.button('Save').click()
  await expect(said(page, 'Reload Rosa was saved')).toBeVisible()
  expect(await held(page, 'Reload Rosa')).toBe(1)
})

test('what waits for the billing system waits on after a reload', async ({ page }) => {
  const desk = await typeNew(page, 'Patient Pia')
  let isBusy = true
  await onWrites(page, (route) =>
    isBusy
      ? route.fulfill({
          json: { state: 'rejected', refusal: { kind: 'busy', retryAfter: 120 } },
        })
      : route.continue(),
  )
  await desk.button('Save').click()
  const busy = 'Not saved yet: the billing system asks for a pause'
  await expect(page.getByRole('alert')).toHaveText(busy)
  await page.reload()
  await expect(page.getByRole('alert')).toHaveText(busy)
  isBusy = false
  await desk.button('Try now').click()
  await expect(said(page, 'Patient Pia was saved')).toBeVisible()
  expect(await held(page, 'Patient Pia')).toBe(1)
})

test('what was stopped is not saved, not even after a reload', async ({ page, context, noise }) => {
  noise.expect(/ERR_INTERNET_DISCONNECTED/)
  const desk = await typeNew(page, 'Stopped Stan')
  await context.setOffline(true)
  await desk.button('Save').click()
  await expect(page.getByRole('alert')).toHaveText('Not sent yet: you are offline')
  await page.evaluate(() => fetch('/api/session').catch(() => null))
  await desk.button('Stop trying').click()
  await expect(page.getByRole('alert')).toBeHidden()
  await expect(desk.field('Name')).toHaveValue('Stopped Stan')
  await context.setOffline(false)
  await page.reload()
  await expect(desk.button('Resume draft')).toBeVisible()
  expect(await held(page, 'Stopped Stan')).toBe(0)
})

test('nothing of what is on its way can be read from the disk', async ({ page, context }) => {
  const desk = await typeNew(page, 'Secret Selma')
  await context.setOffline(true)
  await desk.button('Save').click()
  await expect(page.getByRole('alert')).toHaveText('Not sent yet: you are offline')
  const disk = await page.evaluate(
    () =>
      new Promise<string[]>((resolve) => {
        const opening = indexedDB.open('contact-desk')
        opening.addEventListener('success', () => {
          const all = opening.result.transaction('outbox').objectStore('outbox').getAll()
          all.addEventListener('success', () =>
            resolve(
              (all.result as { state: string; encrypted: { data: ArrayBuffer } }[]).map(
                ({ encrypted, ...plain }) =>
                  JSON.stringify(plain) + new TextDecoder('latin1').decode(encrypted.data),
              ),
            ),
          )
        })
      }),
  )
  expect(disk).toHaveLength(1)
  expect(disk[0]).toContain('"state":"queued"')
  expect(disk[0]).not.toContain('Selma')
  await context.setOffline(false)
  await expect(said(page, 'Secret Selma was saved')).toBeVisible()
})

test('records of saves that ended are gone after their time, in ordinary use', async ({ page }) => {
  const desk = await typeNew(page, 'Today Tina')
  await desk.button('Save').click()
  await expect(said(page, 'Today Tina was saved')).toBeVisible()
  const states = (age: number) =>
    page.evaluate(
      (milliseconds) =>
        new Promise<string[]>((resolve) => {
          const opening = indexedDB.open('contact-desk')
          opening.addEventListener('success', () => {
            const change = opening.result.transaction('outbox', 'readwrite')
            const rows = change.objectStore('outbox')
            const all = rows.getAll()
            all.addEventListener('success', () => {
              const [row] = all.result as { at: number; state: string }[]
              for (let index = 0; row && milliseconds > 0 && index < 500; index++)
                rows.put({ ...row, at: row.at - milliseconds }, ['anyone', `ended-${index}`])
              change.addEventListener('complete', () => {
                opening.result.close()
                resolve((all.result as { state: string }[]).map(({ state }) => state))
              })
            })
          })
        }),
      age,
    )
  await states(31 * 24 * 60 * 60 * 1000)
  expect(await states(0)).toHaveLength(501)
  await page.reload()
  await expect(desk.newContact).toBeVisible()
  await expect.poll(() => states(0)).toEqual(['saved'])
})

inEveryLook((looked) => {
  test('every face of a save without an end', async ({ page }) => {
    const desk = await typeNew(page, `Face of ${test.info().titlePath.at(-2)}`)
    let answer: object = { state: 'unknown', since: new Date().toISOString() }
    await onWrites(page, (route) => route.fulfill({ json: answer }))
    await desk.button('Save').click()
    await expect(page.getByRole('alert')).toHaveText(unknown)
    await looked(page, 'checking')
    await desk.button('Cancel').click()
    await page.getByRole('dialog', { name: 'Close the form?' }).waitFor()
    await looked(page, 'leaving')
    await desk.button('Keep editing').click()
    answer = { state: 'pending', duplicateInFlight: true }
    // The outbox may have asked by itself, and then there is no button any more.
    await desk
      .button('Check now')
      .or(page.getByText(/^An identical contact/))
      .first()
      .click()
    await expect(page.getByRole('alert')).toHaveText(/^An identical contact/)
    await looked(page, 'duplicate')
    answer = { state: 'rejected', refusal: { kind: 'busy', retryAfter: 90 } }
    await desk
      .button('Check now')
      .or(page.getByText(/asks for a pause/))
      .first()
      .click()
    await expect(page.getByRole('alert')).toHaveText(/asks for a pause/)
    await looked(page, 'waiting')
    await desk.button('Stop trying').click()
    await expect(page.getByRole('alert')).toBeHidden()
  })
})
