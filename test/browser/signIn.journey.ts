import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { startBalancer } from '../tools/chaos/balancer.ts'
import { rowsOf } from '../tools/chaos/pair.ts'
import { startDesk, type Desk } from '../helpers/desk.ts'
import { client, startProvider } from '../helpers/provider.ts'
import { deskOn } from './desk.ts'
import { axe, test as base } from './fixtures.ts'

/** A desk with sign-in, and the provider where people sign in. */
interface Place {
  desk: Desk
  /** The address that people type. */
  origin: string
}

const test = base.extend<{}, { place: Place }>({
  place: [
    async ({}, give) => {
      const folder = await mkdtemp(join(tmpdir(), 'contact-desk-sign-in-'))
      const balancer = await startBalancer()
      const origin = `http://localhost:${balancer.port}`
      const provider = await startProvider(origin)
      provider.enters = 'asked'
      Object.assign(provider.people, {
        ann: { name: 'Ann Example', groups: ['billing'] },
        ben: { name: 'Ben Example', groups: ['billing'] },
        vic: { name: 'Vic Example', groups: ['staff', 'cooks'] },
        nan: { name: 'Nan Example', groups: ['cooks'] },
      })
      const file = join(folder, 'desk.json')
      await writeFile(file, JSON.stringify(settings))
      const desk = await startDesk({
        env: {
          DESK_CONFIG: file,
          DESK_PUBLIC_URL: origin,
          DESK_OIDC_ISSUER: provider.issuer,
          DESK_OIDC_CLIENT_ID: client.id,
          DESK_OIDC_CLIENT_SECRET: client.secret,
        },
      })
      balancer.gateways = [desk]
      await give({ desk, origin })
      await desk.stop()
      await balancer.close()
      await provider.stop()
      await rm(folder, { recursive: true })
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  baseURL: async ({ place }, give) => {
    await give(place.origin)
  },
})

const settings = {
  signIn: { claim: 'groups', roles: { viewer: ['staff'], editor: ['billing'] } },
  workspaces: [
    { id: 'dayzero', name: 'ACME', backend: 'dayzero', settings: { address: 'embedded' } },
  ],
}

/** From the desk's own page through the provider's, and back to where it was. */
async function signIn(page: Page, person: string, button = 'Sign in'): Promise<void> {
  await page.getByRole('button', { name: button, exact: true }).click()
  await page.getByLabel('Person').fill(person)
  await page.getByRole('button', { name: 'Continue' }).click()
}

/** Out at the provider as well, as its page asks; what is left of drafts stays, sealed. */
async function signOut(page: Page, keep = false): Promise<void> {
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  if (keep) await page.getByRole('button', { name: 'Keep and sign out' }).click()
  await page.getByRole('button', { name: 'Sign out here too' }).click()
  await expect(page.getByRole('heading', { name: 'Sign in to Contact Desk' })).toBeVisible()
}

async function openAcme(page: Page) {
  const desk = deskOn(page)
  await desk.picker.waitFor()
  await desk.open('acm', 'Acme GmbH')
  return desk
}

/** All that lies on this browser's disk for the desk, as text. */
function onDisk(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const stores = await new Promise<unknown[]>((resolve, reject) => {
      const opening = indexedDB.open('contact-desk')
      opening.addEventListener('error', () => reject(new Error('not opened')))
      opening.addEventListener('success', () => {
        const { result: disk } = opening
        const names = [...disk.objectStoreNames]
        const reading = disk.transaction(names)
        const all = names.map((name) => reading.objectStore(name).getAll())
        reading.addEventListener('complete', () => resolve(all.map(({ result }) => result)))
      })
    })
    const text = (bytes: ArrayBuffer) => new TextDecoder('utf-16le').decode(bytes)
    const shown = JSON.stringify(stores, (_, value: unknown) =>
      value instanceof ArrayBuffer ? text(value) + new TextDecoder().decode(value) : value,
    )
    return shown + JSON.stringify({ ...localStorage, ...sessionStorage })
  })
}

test.beforeEach(({ noise }) => {
  // Asked for before anybody has signed in.
  noise.expect(/401 \(Unauthorized\)/)
})

test('somebody signs in at the provider, makes a contact under their own name, and goes', async ({
  page,
  context,
}) => {
  await page.goto('/w/dayzero')
  await signIn(page, 'ann')
  await expect(page).toHaveURL(/\/w\/dayzero$/)
  await expect(page.getByText('Ann Example')).toBeVisible()
  const desk = await openAcme(page)
  await desk.newContact.click()
  await desk.field('Name').fill('Sina Signed')
  await desk.button('Save').click()
  await expect(desk.row('Sina Signed')).toHaveCount(1)
  const receipts = await page.request.get('/api/workspaces/dayzero/receipts')
  expect(await receipts.json()).toMatchObject({ items: [{ person: 'Ann Example' }] })

  await signOut(page)
  const cookies = await context.cookies(page.url())
  expect(cookies.filter(({ name }) => name.startsWith('__Host-'))).toEqual([])
  await page.goBack()
  await expect(page.getByRole('heading', { name: 'Sign in to Contact Desk' })).toBeVisible()
  await expect(page.getByText('Sina Signed')).toHaveCount(0)
})

test('a session in another browser is listed, and ends where the person ends it', async ({
  page,
  browser,
  place,
}) => {
  const elsewhere = await browser.newContext({ baseURL: place.origin })
  const other = await elsewhere.newPage()
  await other.goto('/w/dayzero')
  await signIn(other, 'ann')
  await page.goto('/w/dayzero')
  await signIn(page, 'ann')
  await page.getByRole('button', { name: 'Your sessions' }).click()
  const dialog = page.getByRole('dialog', { name: 'Your sessions' })
  const sessions = dialog.getByRole('list', { name: 'Your sessions' }).getByRole('listitem')
  await expect(sessions).toHaveCount(2)
  await expect(sessions.filter({ hasText: 'This one' })).toHaveText(/ on Linux/)
  await axe(page)
  await page.keyboard.press('Tab')
  await dialog.getByRole('button', { name: /^End .* on Linux, signed in/ }).click()
  await expect(page.getByText('1 session was ended')).toBeVisible()
  await expect(sessions).toHaveCount(1)
  await dialog.getByRole('button', { name: 'Close' }).click()
  await expect(page.getByRole('button', { name: 'Your sessions' })).toBeFocused()

  await other.getByRole('button', { name: 'Recent changes' }).click()
  await expect(other.getByText(/^Your session has ended/)).toBeVisible()
  await elsewhere.close()
  await page.goto('/w/dayzero/log')
  const rows = page.getByRole('table', { name: 'Changes' }).getByRole('rowheader')
  await expect(rows.first()).toHaveText('Signed out, from another session of theirs')
  await expect(rows.nth(1)).toHaveText('Signed in')
  await axe(page)
})

test('what was typed when the session ended is there after signing in again, and is saved once', async ({
  page,
  place,
}) => {
  await page.goto('/w/dayzero')
  await signIn(page, 'ann')
  const desk = await openAcme(page)
  await desk.newContact.click()
  await desk.field('Name').fill('Elsa Ended')
  await rowsOf(place.desk, 'delete from desk.sessions')
  await desk.button('Recent changes').click()
  await expect(page.getByText(/^Your session has ended/)).toBeVisible()
  await axe(page)
  await expect(desk.field('Name')).toHaveValue('Elsa Ended')
  await desk.field('Notes').fill('typed after the end')

  // The provider still knows who sits there, and asks nothing.
  await desk.button('Sign in again').click()
  await desk.button('Resume draft').click()
  await expect(desk.field('Name')).toHaveValue('Elsa Ended')
  await expect(desk.field('Notes')).toHaveValue('typed after the end')
  await desk.button('Save').click()
  await expect(desk.row('Elsa Ended')).toHaveCount(1)
  const made = await rowsOf(
    place.desk,
    `select notes from dayzero.contacts where name = 'Elsa Ended'`,
  )
  expect(made).toEqual([{ notes: 'typed after the end' }])
})

test('whoever sits there next sees nothing of what another person typed, nor does the disk tell', async ({
  page,
}) => {
  await page.goto('/w/dayzero')
  await signIn(page, 'ann')
  const desk = await openAcme(page)
  await desk.newContact.click()
  await desk.field('Name').fill('Dora Draft')
  await desk.field('Notes').click()
  await signOut(page, true)
  const left = await onDisk(page)
  // Where it was typed is there, what was typed is not to be read.
  expect(left).toContain('dayzero')
  expect(left).not.toContain('Dora')

  await signIn(page, 'ben')
  await expect(page.getByText('Ben Example')).toBeVisible()
  await openAcme(page)
  await desk.newContact.click()
  await expect(desk.field('Name')).toHaveValue('')
  await expect(page.getByText(/Dora|Resume draft/)).toHaveCount(0)
  await desk.button('Cancel').click()
  await signOut(page)

  await signIn(page, 'ann')
  await openAcme(page)
  await desk.newContact.click()
  await desk.button('Resume draft').click()
  await expect(desk.field('Name')).toHaveValue('Dora Draft')
})

test('whoever may only look finds everything, and nothing to change it with', async ({ page }) => {
  await page.goto('/w/dayzero')
  await signIn(page, 'vic')
  const desk = await openAcme(page)
  await expect(page.getByText('You can view this workspace but not change it')).toBeVisible()
  await expect(desk.newContact).toHaveCount(0)
  await expect(page.getByRole('button', { name: /^Make .* primary$/ })).toHaveCount(0)
  await axe(page)
})

test('whoever has no role is told so, and how to get one, and can leave', async ({ page }) => {
  await page.goto('/w/dayzero')
  await signIn(page, 'nan')
  await expect(page.getByRole('heading', { name: 'You have no role here yet' })).toBeVisible()
  await expect(page.getByText('Nan Example')).toBeVisible()
  await axe(page)
  await signOut(page)
})
