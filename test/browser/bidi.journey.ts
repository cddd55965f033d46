import { expect, type Locator, type Page } from '@playwright/test'
import { openAcme } from './desk.ts'
import { test } from './fixtures.ts'

/** Each turns what follows it, or closes what keeps it apart, where nobody sees to it. */
const turning = ['\u202egnp.a', '\u2067abc', '\u2069\u202eabc', '\u2069\u2069\u2067x', 'שלום (1']

/** Calls everybody by this name. */
async function renamed(page: Page, name: string): Promise<void> {
  await page.route(/\/contacts\?/, async (route) => {
    const answer = await route.fetch()
    const { items, next } = (await answer.json()) as {
      items: { name: string }[]
      next: string | null
    }
    const shown = items.map((each) => ({ ...each, name }))
    await route.fulfill({ response: answer, json: { items: shown, next } })
  })
}

/** Where these words stand within the text, from left to right, in pixels. */
function placesOf(words: string[], within: Locator): Promise<number[]> {
  return within.evaluate((element, wanted) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
    const places: number[] = []
    for (let node = walker.nextNode(); node; node = walker.nextNode())
      for (const word of wanted) {
        const at = node.textContent?.indexOf(word) ?? -1
        if (at < 0) continue
        const range = document.createRange()
        range.setStart(node, at)
        range.setEnd(node, at + word.length)
        places.push(range.getBoundingClientRect().left)
      }
    return places
  }, words)
}

test('a name that turns the direction of writing turns nothing but itself', async ({ page }) => {
  for (const name of turning) {
    await renamed(page, name)
    const desk = await openAcme(page)
    await page
      .getByRole('button', { name: `Make ${name} primary`, exact: true })
      .first()
      .click()
    const sentence = page.locator('#move-role-sentence')
    const places = await placesOf(['Invoices', 'move', 'from'], sentence)
    const [end = 0] = await placesOf([' to '], sentence)
    expect([name, places.length]).toEqual([name, 3])
    expect([name, [...places, end]]).toEqual([name, [...places, end].toSorted((a, b) => a - b)])

    await page.keyboard.press('Escape')
    const head = desk.table.locator('tbody tr').filter({ hasText: name }).first()
    const cells = await head
      .locator('th, td')
      .evaluateAll((all) => all.map((cell) => cell.getBoundingClientRect().left))
    expect(cells).toEqual(cells.toSorted((a, b) => a - b))
    await page.unrouteAll()
  }
})
