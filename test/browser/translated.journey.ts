import { expect, type Page } from '@playwright/test'
import { deskOn } from './desk.ts'
import { screenshot, test } from './fixtures.ts'

/** How translators rewrite a page: they put elements around its text nodes, or in their place. */
const ways = ['around', 'instead'] as const

/** Rewrites all text of the page, and whatever comes, except what says that it is data. */
async function translate(page: Page, way: (typeof ways)[number]): Promise<void> {
  await page.evaluate((how) => {
    const wrapped = new WeakSet<Node>()
    function wrap(text: Node) {
      const parent = text.parentElement
      const isLeft = !parent || parent.closest('[translate=no], font, script, style, title')
      if (isLeft || !text.textContent?.trim() || wrapped.has(text)) return
      const [outer, inner] = [document.createElement('font'), document.createElement('font')]
      outer.append(inner)
      text.parentNode!.replaceChild(outer, text)
      const words = text.textContent.replace(/[A-Za-z]/g, (letter) => `${letter}\u0301`)
      if (how === 'around') {
        inner.append(text)
        ;(text as Text).data = words
        wrapped.add(text)
      } else inner.append(words)
    }
    function walk(root: Node) {
      const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
      const found: Node[] = []
      while (texts.nextNode()) found.push(texts.currentNode)
      for (const text of root.nodeType === Node.TEXT_NODE ? [root] : found) wrap(text)
    }
    const watch = new MutationObserver((records) => {
      for (const { addedNodes } of records) for (const node of addedNodes) walk(node)
    })
    document.documentElement.classList.add('translated-ltr')
    walk(document.body)
    watch.observe(document.body, { childList: true, subtree: true })
  }, way)
}

/** As the translated page has it. */
const said = (words: string) => words.replace(/[A-Za-z]/g, (letter) => `${letter}\u0301`)

for (const way of ways)
  test(`a page that is translated goes on working, with elements ${way} of its texts`, async ({
    page,
  }) => {
    test.setTimeout(240_000)
    const desk = deskOn(page)
    // What it is called is translated, too.
    const table = page.getByRole('table')
    const rowOf = (name: string) => table.getByRole('row').filter({ hasText: name })
    await page.goto('/')
    await desk.picker.waitFor()
    // The guard comes with the last parts of the page.
    await page.getByText('Keyboard shortcuts').waitFor()
    await translate(page, way)

    for (const letters of ['nor', 'acm']) {
      await page.keyboard.press('Control+k')
      for (const letter of letters) {
        await page.keyboard.type(letter)
        await page.getByRole('option').first().waitFor()
      }
      await page.getByRole('option', { selected: true }).waitFor()
      await page.keyboard.press('Enter')
      await table.getByRole('row').nth(1).waitFor()
      await expect(table.locator('[data-main]:focus')).toBeVisible()
    }
    const filter = page.locator('input[type=search]')
    const count = page.locator('[class*=ContactList-count]')
    await expect(count).toHaveText(new RegExp(said(' contacts')))
    const all = await count.textContent()
    await filter.fill('zzzz')
    await expect(page.getByText(said('Nothing matches'), { exact: false })).toBeVisible()
    await filter.fill('')
    // A count that changes is written where people see it.
    await expect(count).toHaveText(all!)

    const isWell = () => expect(page.getByText(said('Something went wrong'))).toHaveCount(0)
    await page.keyboard.press('Escape')
    await page.getByRole('heading', { level: 1 }).click()
    await page.keyboard.press('c')
    await page.getByRole('form').waitFor()
    await page.keyboard.press('Control+Enter')
    await page.getByRole('alert').first().waitFor()
    const [name, email] = [page.locator('input[name=name]'), page.locator('input[name=email]')]
    await name.fill(`Trans Lated ${way}`)
    await email.fill('nonsense')
    await page.keyboard.press('Control+Enter')
    await email.fill('trans@people.example')
    await page.keyboard.press('Control+Enter')
    await page.getByRole('form').waitFor({ state: 'detached' })
    await expect(rowOf(`Trans Lated ${way}`).locator('[data-main]')).toBeFocused()
    await page.keyboard.press('p')
    await page.locator('[data-strip] button:focus').waitFor()
    await page.keyboard.press('Enter')
    await expect(table.getByRole('row').nth(1)).toContainText(`Trans Lated ${way}`)
    // The row says it at once; it can be undone when it is saved.
    await expect(page.getByText(said('is now the primary contact'))).toBeVisible()
    await isWell()
    await screenshot(page, `translated-${way}`)
    await page.keyboard.press('Control+z')
    await expect(table.getByRole('row').nth(1)).not.toContainText(`Trans Lated ${way}`)
    await page.keyboard.press('?')
    await page.getByRole('dialog').getByRole('searchbox').fill('row')
    await page.keyboard.press('Escape')
    await rowOf(`Trans Lated ${way}`).locator('[data-main]').click()
    await page.getByRole('form').waitFor()
    await name.fill('Other')
    await page.keyboard.press('Escape')
    // Keep editing, discard; notices come after them.
    await page.locator('dialog:modal').getByRole('button').nth(1).click()
    for (const link of await page.getByRole('navigation').getByRole('link').all()) {
      await link.click()
      await page.getByRole('heading', { level: 1 }).waitFor()
      await isWell()
    }
    // What people typed, or are called, is nobody's to translate.
    await page.goBack()
    const data = await page.evaluate(
      () =>
        [...document.querySelectorAll('font')].filter((each) => /\S@\S/.test(each.textContent))
          .length,
    )
    expect(data).toBe(0)
  })
