import type { Locator, Page } from '@playwright/test'
import { answerAttribute } from '#contract/api/firstAnswers.ts'

/** The desk as a person finds their way in it: by roles and names only. */
export function deskOn(page: Page) {
  const table = page.getByRole('table', { name: 'Contacts' })
  return {
    picker: page.getByRole('combobox', { name: 'Customer' }),
    table,
    row: (name: string): Locator => table.getByRole('row').filter({ hasText: name }),
    newContact: page.getByRole('button', { name: 'New contact' }).first(),
    form: (name = 'New contact') => page.getByRole('form', { name }),
    field: (label: string) => page.getByLabel(label, { exact: true }),
    button: (name: string) => page.getByRole('button', { name, exact: true }),
    summary: page.getByRole('alert'),

    /** By keyboard, from anywhere: the picker, some letters, the best hit. */
    async open(letters: string, name: string): Promise<void> {
      await page.keyboard.press('Control+k')
      await page.keyboard.type(letters)
      const best = page.getByRole('option', { name: new RegExp(name), selected: true })
      await best.waitFor()
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { level: 1, name }).waitFor()
      await table.getByRole('row').nth(1).waitFor()
    },

    /** Presses Tab until this has the focus; fails when it cannot be reached. */
    async tabTo(target: Locator, limit = 40): Promise<void> {
      for (let presses = 0; presses < limit; presses++) {
        if (await target.evaluate((element) => element === document.activeElement)) return
        await page.keyboard.press('Tab')
      }
      throw new Error(`Tab does not reach ${target.toString()}`)
    },
  }
}

/** The desk in a browser, at the customer that most journeys are about. */
export async function openAcme(page: Page, start = '/') {
  const desk = deskOn(page)
  await page.goto(start)
  await desk.picker.waitFor()
  await desk.open('acm', 'Acme GmbH')
  return desk
}

/**
 * From now on pages find no answers that came with them, so that a test can stand between the browser
 * and the API. Not by a route: the target of a redirect does not pass one.
 */
export async function withoutFirstAnswers(page: Page): Promise<void> {
  await page.addInitScript((answers) => {
    const { querySelectorAll } = Document.prototype
    Document.prototype.querySelectorAll = function (this: Document, selector: string) {
      return querySelectorAll.call(this, selector === answers ? 'none' : selector)
    }
  }, `[${answerAttribute}]`)
}
