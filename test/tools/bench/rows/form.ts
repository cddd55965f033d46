import type { BrowserContext, Page } from '@playwright/test'
import { asked, pathOf, smallCustomer, type Found } from '../deskAddress.ts'
import { inFreshPage, opened, rounds } from '../page.ts'
import { median, percentile, type Row } from '../row.ts'
import type { Stage } from '../stage.ts'

const isTypable = () =>
  document.querySelector('form :is(input, textarea):not([type=checkbox], :disabled)') !== null

async function formAddresses(stage: Stage) {
  const desk = await stage.desk()
  const customer = await smallCustomer(desk.url)
  return {
    desk: desk.url + pathOf(customer.id, '/contacts/new'),
    react: `${await stage.floors()}/reactForm.html`,
    plain: `${await stage.floors()}/staticForm.html`,
  }
}

/** The longest form there is. */
async function longFormAddress(stage: Stage): Promise<string> {
  const { url } = await stage.desk()
  const found = await asked(`${url}/api/workspaces/zuora-embedded/customers?search=Acme&limit=1`)
  const [customer] = (found as { items: Found[] }).items
  if (!customer) throw new Error('The demo data has no "Acme".')
  return `${url}/w/zuora-embedded/c/${customer.id}/contacts/new`
}

/** Opens the address with nothing cached and gives the time until typing arrives in the form. */
async function openForm(page: Page, address: string): Promise<number> {
  await page.goto(address, { waitUntil: 'commit' })
  const time = await opened(page, isTypable, null)
  const first = page
    .locator('form')
    .getByRole('textbox')
    .or(page.locator('form').getByRole('combobox'))
  await first.first().pressSequentially('Ann')
  if ((await first.first().inputValue()) !== 'Ann') throw new Error(`${address} takes no typing`)
  return time
}

export const bytes: Row = {
  name: 'bytes',
  work: 'bytes over the wire until the create form takes typing, fonts apart',
  async run(stage) {
    const browser = await stage.browser()
    const { desk, react } = await formAddresses(stage)
    const weigh = (address: string) =>
      inFreshPage(browser, async (page, context) => {
        const sum = await weighed(page, context)
        await openForm(page, address)
        return sum() / 1000
      })
    return [
      {
        what: 'until the form takes typing',
        unit: 'kB',
        floor: await weigh(react),
        desk: await weigh(desk),
        must: { atMost: 130 },
        stretch: { atMost: 110 },
      },
    ]
  },
}

/** Counts what comes over the wire, as the network saw it. Fonts come later and replace nothing. */
async function weighed(page: Page, context: BrowserContext): Promise<() => number> {
  const session = await context.newCDPSession(page)
  const fonts = new Set<string>()
  let sum = 0
  session.on('Network.responseReceived', ({ requestId, type }) => {
    if (type === 'Font') fonts.add(requestId)
  })
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (!fonts.has(requestId)) sum += encodedDataLength
  })
  await session.send('Network.enable')
  return () => sum
}

export const open: Row = {
  name: 'open',
  work: 'navigation → form takes typing, nothing cached',
  async run(stage) {
    const browser = await stage.browser()
    const { desk, react } = await formAddresses(stage)
    const time = (address: string) =>
      rounds(9, () => inFreshPage(browser, (page) => openForm(page, address)))
    return [
      {
        what: 'navigation to typing, median',
        unit: 'ms',
        floor: median(await time(react)),
        desk: median(await time(desk)),
        must: { times: 1.6 },
        stretch: { times: 1.3 },
      },
    ]
  },
}

export const key: Row = {
  name: 'key',
  work: 'key → next paint in the form',
  async run(stage) {
    const browser = await stage.browser()
    const { desk, plain } = await formAddresses(stage)
    const long = await longFormAddress(stage)
    const typed = (address: string, label: string) =>
      inFreshPage(browser, async (page) => {
        await openForm(page, address)
        // Let what the opening still does come to its end.
        await page.waitForLoadState('networkidle')
        await page.locator('form').getByLabel(label, { exact: true }).focus()
        await page.evaluate('benchClock.keys.length = 0')
        for (let count = 1; count <= 120; count++) {
          await page.keyboard.press(count % 6 ? 'n' : 'Space')
          await page.waitForFunction((wanted) => benchClock.keys.length >= wanted, count)
        }
        return page.evaluate<number[]>('benchClock.keys.slice(20)')
      })
    // Chromium draws some pages, whatever is on them, at sixty frames a second and nothing faster:
    // the best of several openings is the one in which the page itself was measured.
    const best = async (address: string, label: string) =>
      Math.min(...(await rounds(6, async () => percentile(await typed(address, label), 0.95))))
    const floor = await best(plain, 'Notes')
    const budget = { must: { times: 1.4 }, stretch: { times: 1.2 } }
    return [
      {
        what: 'six fields, p95 of 100',
        unit: 'ms',
        floor,
        desk: await best(desk, 'Notes'),
        ...budget,
      },
      {
        what: 'all 23 fields of Zuora, p95 of 100',
        unit: 'ms',
        floor,
        desk: await best(long, 'City'),
        ...budget,
      },
    ]
  },
}
