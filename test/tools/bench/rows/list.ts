import type { Browser, Page } from '@playwright/test'
import { largeCustomer, pathOf, smallCustomer, workspace } from '../deskAddress.ts'
import { inFreshPage, rounds, shown } from '../page.ts'
import { median, type Measure, type Row } from '../row.ts'

const hasRows = (least: number) => {
  const rows = [...document.querySelectorAll('table tbody tr')]
  return rows.filter((row) => /\w/.test(row.textContent)).length >= least
}

const hasAll = () =>
  Number(document.querySelector('table')?.getAttribute('aria-rowcount') ?? 0) > 2000

/** Whether the row that holds this name says Primary, in words of its own and not on a button. */
const saysPrimary = (name: string) =>
  [...document.querySelectorAll('table tbody tr')].some(
    (row) =>
      row.textContent.includes(name) &&
      [...row.querySelectorAll('td, th, td *, th *')].some(
        (cell) => cell.textContent.trim() === 'Primary' && !cell.closest('button'),
      ),
  )

const hasName = (name: string) =>
  [...document.querySelectorAll('table tbody tr')].some((row) => row.textContent.includes(name))

export const list: Row = {
  name: 'list',
  work: '2,000 contacts: press → first rows; DOM nodes; frames while scrolling to the end',
  async run(stage) {
    const browser = await stage.browser()
    const desk = await stage.desk()
    const floors = await stage.floors()
    const { name } = await largeCustomer(desk.url)
    let nodes = 0
    let worstFrame = 0

    const floor = await rounds(7, () =>
      inFreshPage(browser, async (page) => {
        await page.goto(`${floors}/bareList.html`)
        const time = shown(page, hasRows, 10)
        await page.getByRole('button', { name: 'Open' }).press('Enter')
        return time
      }),
    )
    const times = await rounds(7, () =>
      inFreshPage(browser, async (page) => {
        await page.goto(`${desk.url}/w/${workspace}`)
        await page.getByRole('combobox', { name: 'Customer' }).fill(name)
        const option = page.getByRole('option', { name }).first()
        await option.waitFor()
        const time = shown(page, hasRows, 10)
        await option.click()
        const milliseconds = await time
        await page.waitForFunction(hasAll)
        nodes = Math.max(nodes, await page.evaluate(() => document.querySelectorAll('*').length))
        worstFrame = Math.max(worstFrame, await worstFrameWhileScrolling(page))
        nodes = Math.max(nodes, await page.evaluate(() => document.querySelectorAll('*').length))
        return milliseconds
      }),
    )
    return [
      {
        what: 'press to first rows, median',
        unit: 'ms',
        floor: median(floor),
        desk: median(times),
        must: { times: 1.5 },
        stretch: { times: 1.2 },
      },
      { what: 'DOM nodes', unit: '', desk: nodes, must: { atMost: 1500 } },
      { what: 'worst frame while scrolling', unit: 'ms', desk: worstFrame, must: { atMost: 50 } },
    ]
  },
}

/** Scrolls from the first row to the last in some two hundred frames; the longest of them. */
function worstFrameWhileScrolling(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve))
    let scroller: Element | null = document.querySelector('table')
    while (scroller && scroller.scrollHeight < scroller.clientHeight + 1000)
      scroller = scroller.parentElement
    const moving = scroller ?? document.documentElement
    const step = moving.scrollHeight / 200
    let worst = 0
    let before = await frame()
    while (moving.scrollTop + moving.clientHeight < moving.scrollHeight - 1) {
      moving.scrollTop += step
      const now = await frame()
      worst = Math.max(worst, now - before)
      before = now
    }
    return worst
  })
}

export const primary: Row = {
  name: 'primary',
  work: 'make primary in a list of 2,000: press → shown',
  async run(stage) {
    const browser = await stage.browser()
    const desk = await stage.desk()
    const floors = await stage.floors()
    const { id } = await largeCustomer(desk.url)

    const floor = await inFreshPage(browser, async (page) => {
      await page.goto(`${floors}/bareList.html`)
      await page.getByRole('button', { name: 'Open' }).click()
      return rounds(7, async () => {
        const row = page
          .locator('tbody tr')
          .filter({ has: page.getByRole('button') })
          .first()
        const time = shown(page, saysPrimary, (await row.locator('td').first().innerText()).trim())
        await row.getByRole('button').press('Enter')
        return time
      })
    })
    const times = await inFreshPage(browser, async (page) => {
      await page.goto(desk.url + pathOf(id))
      await page.waitForFunction(hasAll)
      return rounds(7, async () => {
        const ask = page.getByRole('button', { name: /^Make .+ primary$/ }).nth(1)
        const label = (await ask.getAttribute('aria-label')) ?? (await ask.innerText())
        await ask.click()
        const time = shown(page, saysPrimary, label.replace(/^Make (.+) primary$/, '$1'))
        await page.getByRole('button', { name: 'Make primary', exact: true }).press('Enter')
        const milliseconds = await time
        // The next one starts when this one's writes and re-reads are done.
        await page.waitForLoadState('networkidle')
        await page.waitForTimeout(500)
        return milliseconds
      })
    })
    return [
      {
        what: 'press to shown, median',
        unit: 'ms',
        floor: median(floor),
        desk: median(times),
        must: { atMost: 50 },
        stretch: { atMost: 17 },
      },
    ]
  },
}

export const save: Row = {
  name: 'save',
  work: 'Save → the new contact in the list, backend time apart; requests',
  async run(stage) {
    const browser = await stage.browser()
    const desk = await stage.desk()
    const floors = await stage.floors()
    const { id } = await smallCustomer(desk.url)
    const floor = await rounds(7, () => bareSave(browser, floors))
    let requests = 0
    const times = await rounds(7, () =>
      inFreshPage(browser, async (page) => {
        await page.goto(desk.url + pathOf(id))
        await page.getByRole('table', { name: 'Contacts' }).waitFor()
        await page.getByRole('button', { name: 'New contact' }).first().click()
        const name = `Bench ${crypto.randomUUID().slice(0, 8)}`
        const form = page.getByRole('form', { name: 'New contact' })
        await form.getByLabel('Name', { exact: true }).fill(name)
        await page.waitForLoadState('networkidle')
        const seen: string[] = []
        page.on('request', (request) => {
          if (request.url().includes('/api/')) seen.push(request.url())
        })
        const time = shown(page, hasName, name)
        await form.getByRole('button', { name: 'Save', exact: true }).press('Enter')
        const whole = await time
        const backend = await page.evaluate(
          () =>
            performance
              .getEntriesByType('resource')
              .findLast((entry) => entry.name.includes('/submissions/'))?.duration ?? 0,
        )
        await page.waitForLoadState('networkidle')
        await page.waitForTimeout(300)
        requests = Math.max(requests, seen.length)
        return whole - backend
      }),
    )
    const measures: Measure[] = [
      {
        what: 'Save to shown, its request apart, median',
        unit: 'ms',
        floor: median(floor),
        desk: median(times),
        must: { atMost: 60 },
        stretch: { atMost: 30 },
      },
      { what: 'requests', unit: '', floor: 2, desk: requests, must: { atMost: 2 } },
    ]
    return measures
  },
}

function bareSave(browser: Browser, floors: string): Promise<number> {
  return inFreshPage(browser, async (page) => {
    await page.goto(`${floors}/bareList.html`)
    await page.getByRole('button', { name: 'Open' }).click()
    await page.getByText('Person 0').first().waitFor()
    const time = shown(page, hasName, 'Person -1')
    await page.getByRole('button', { name: 'Save' }).press('Enter')
    return time
  })
}
