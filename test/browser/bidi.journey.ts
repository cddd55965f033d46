import { expect, type Locator, type Page } from '@playwright/test'
import { openAcme, withoutFirstAnswers } from './desk.ts'
import { test } from './fixtures.ts'

/** Each turns what follows it, or closes what keeps it apart, where nobody sees to it. */
const turning = ['\u202egnp.a', '\u2067abc', '\u2069\u202eabc', '\u2069\u2069\u2067x', 'שלום (1']

/** Calls everybody by this name. */
async function renamed(page: Page, name: string): Promise<void> {
  await withoutFirstAnswers(page)
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

/** Where the first name, the word between and the second name begin, from the left, in pixels. */
function placesIn(sentence: Locator, name: string): Promise<number[]> {
  return sentence.evaluate((element, called) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const said = node.textContent ?? ''
      if (!said.includes(' to ')) continue
      const lefts = [said.indexOf(called), said.indexOf(' to ') + 1, said.lastIndexOf(called)]
      const lengths = [called.length, 2, called.length]
      return lefts.map((at, index) => {
        const range = document.createRange()
        range.setStart(node, at)
        range.setEnd(node, at + lengths[index]!)
        return range.getBoundingClientRect().left
      })
    }
    return []
  }, name)
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
    const places = await placesIn(sentence, name)
    expect([name, places.length]).toEqual([name, 3])
    expect([name, places]).toEqual([name, places.toSorted((one, other) => one - other)])

    await page.keyboard.press('Escape')
    const head = desk.table.locator('tbody tr').filter({ hasText: name }).first()
    const cells = await head
      .locator('th, td')
      .evaluateAll((all) => all.map((cell) => cell.getBoundingClientRect().left))
    expect(cells).toEqual(cells.toSorted((a, b) => a - b))
    await page.unrouteAll()
  }
})
