import { expect, type Page, type Route } from '@playwright/test'
import { personHeader } from '#contract/api/api.ts'
import { openAcme, withoutFirstAnswers } from './desk.ts'
import { axe, test } from './fixtures.ts'

/** Who is signed in, as the gateway of a desk with sign-in would say. */
interface Person {
  id: string
  name: string
}

const ann = { id: 'local', name: 'Ann Other' }
const ben = { id: 'ben', name: 'Ben Else' }

/** Lets a test say who is signed in; signing in again takes the browser back to where it was. */
async function withSignIn(page: Page, first: Person) {
  const now: { person: Person | null; next: Person } = { person: first, next: first }
  await withoutFirstAnswers(page)
  await page.route('**/api/**', (route) => {
    const { pathname } = new URL(route.request().url())
    const { person } = now
    if (pathname === '/api/session') return route.fulfill({ json: { person, signIn: 'oidc' } })
    if (!person) return refuse(route)
    if (pathname === '/api/session/drafts-key' && person !== ann)
      return route.fulfill({ json: { key: Buffer.alloc(32, person.id).toString('base64url') } })
    const headers = route.request().headers()
    if (headers[personHeader] !== undefined && headers[personHeader] !== person.id)
      return refuse(route)
    // The gateway behind knows one person only.
    delete headers[personHeader]
    return route.continue({ headers })
  })
  await page.route('**/auth/sign-in?*', (route) => {
    now.person = now.next
    const location = new URL(route.request().url()).searchParams.get('returnTo')!
    return route.fulfill({ status: 303, headers: { location } })
  })
  await page.route('**/auth/sign-out', (route) => {
    now.person = null
    return route.fulfill({ json: { next: '/' } })
  })
  return now
}

function refuse(route: Route): Promise<void> {
  const error = { refusal: { kind: 'signedOut' }, reference: 'abc1234' }
  return route.fulfill({ status: 401, json: { error } })
}

/** The rows of one kind on this browser's disk. */
function countOnDisk(page: Page, store: 'drafts' | 'outbox'): Promise<number> {
  return page.evaluate(
    (name) =>
      new Promise<number>((resolve) => {
        const opening = indexedDB.open('contact-desk')
        opening.addEventListener('success', () => {
          const count = opening.result.transaction(name).objectStore(name).count()
          count.addEventListener('success', () => resolve(count.result))
        })
      }),
    store,
  )
}

test.beforeEach(({ noise }) => {
  noise.expect(/401 \(Unauthorized\)/)
})

test('nobody signed in: one calm page, no desk', async ({ page }) => {
  const now = await withSignIn(page, ann)
  now.person = null
  await page.goto('/')
  await expect(page.getByRole('heading', { name: 'Sign in to Contact Desk' })).toBeVisible()
  await expect(page.getByRole('combobox')).toHaveCount(0)
  await axe(page)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('combobox', { name: 'Customer' })).toBeVisible()
  await expect(page.getByText('Ann Other')).toBeVisible()
})

test('what was typed when the session ended is offered after signing in again', async ({
  page,
}) => {
  const now = await withSignIn(page, ann)
  const desk = await openAcme(page)
  await desk.newContact.click()
  await desk.field('Name').fill('Dora Draft')
  await expect.poll(() => countOnDisk(page, 'drafts')).toBe(1)
  now.person = null
  await desk.button('Recent changes').click()
  await expect(page.getByText(/^Your session has ended/)).toBeVisible()
  await axe(page)
  await desk.button('Sign in again').click()
  await desk.button('Resume draft').click()
  await expect(desk.field('Name')).toHaveValue('Dora Draft')
})

test('a save that met the end of the session is sent by nobody but who pressed it', async ({
  page,
}) => {
  const sent: string[] = []
  page.on('request', (request) => {
    if (request.method() === 'PUT') sent.push(request.headers()[personHeader] ?? '')
  })
  const now = await withSignIn(page, ann)
  const desk = await openAcme(page)
  await desk.newContact.click()
  await desk.field('Name').fill('Wanda Waits')
  await expect.poll(() => countOnDisk(page, 'drafts')).toBe(1)
  now.person = null
  await desk.button('Save').click()
  await expect(page.getByText('Not sent yet: you are signed out')).toBeVisible()
  await axe(page)
  const before = sent.length

  now.next = ben
  await desk.button('Sign in again').click()
  await expect(page.getByText('Ben Else')).toBeVisible()
  await desk.field('Name').fill('Something of Ben’s')
  await expect.poll(() => countOnDisk(page, 'drafts')).toBe(2)
  await expect(page.getByText(/Wanda|^Resume draft/)).toHaveCount(0)
  await expect(desk.button('Recent changes')).toBeVisible()
  expect(sent.length).toBe(before)

  now.person = null
  now.next = ann
  await desk.button('Recent changes').click()
  await desk.button('Sign in again').click()
  await expect(page.getByText('Ann Other')).toBeVisible()
  await expect(desk.row('Wanda Waits')).toHaveCount(1)
  expect(new Set(sent)).toEqual(new Set(['local']))
})

for (const [answer, left] of [
  ['Keep and sign out', 1],
  ['Erase and sign out', 0],
] as const)
  test(`${answer}: ${left} of the drafts stays on this computer`, async ({ page }) => {
    await withSignIn(page, ann)
    const desk = await openAcme(page)
    await desk.newContact.click()
    await desk.field('Name').fill(`Sara Saved ${left}`)
    await desk.button('Save').click()
    await expect(desk.row(`Sara Saved ${left}`)).toHaveCount(1)
    expect(await countOnDisk(page, 'outbox')).toBe(1)
    await desk.newContact.click()
    await desk.field('Name').fill('Dora Draft')
    await desk.button('Sign out').click()
    await expect(page.getByRole('dialog', { name: /^Keep your draft/ })).toBeVisible()
    await axe(page)
    await desk.button(answer).click()
    await expect(page.getByRole('heading', { name: 'Sign in to Contact Desk' })).toBeVisible()
    expect(await countOnDisk(page, 'drafts')).toBe(left)
    expect(await countOnDisk(page, 'outbox')).toBe(left)
  })
