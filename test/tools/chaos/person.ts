import type { Page } from '@playwright/test'
import { pause } from './pause.ts'
import { claimOf, looksOf, watchScreen, type Look } from './screen.ts'
import type { VendorId } from './kinds.ts'

/** Somebody at one tab who makes one contact, and remembers what the screen said. */
export class Person {
  readonly page: Page
  readonly looks: Look[] = []
  readonly #vendor: VendorId
  readonly #name: string

  constructor(page: Page, vendor: VendorId, name: string) {
    this.page = page
    this.#vendor = vendor
    this.#name = name
  }

  /** Opens the form at its address, as after a reload. */
  async open(address: string): Promise<void> {
    await this.page.addInitScript(watchScreen)
    await this.page.goto(address)
    await this.#field().waitFor()
  }

  async type(): Promise<void> {
    const [first = '', last = ''] = this.#name.split(' ')
    if (this.#vendor === 'zuora') {
      await this.page.getByLabel('First name', { exact: true }).fill(first)
      await this.#field().fill(last)
    } else await this.#field().fill(this.#name)
  }

  async press(how: 'click' | 'double click' | 'Enter' = 'click'): Promise<void> {
    const save = this.page.getByRole('button', { name: /^(Save|Save again)$/ })
    if (how === 'Enter') await this.#field().press('Enter')
    else if (how === 'click') await save.click()
    else await save.dblclick()
  }

  /** Looks at the screen, now and at all that was there since the last look. */
  async look(): Promise<Look | undefined> {
    for (const look of await looksOf(this.page)) {
      const last = this.looks.at(-1)
      if (last) last.until = look.at
      this.looks.push(look)
    }
    const last = this.looks.at(-1)
    if (last && !this.page.isClosed()) last.until = Date.now()
    return last
  }

  /** Takes up what an earlier life of the page left, should it be offered. */
  async resume(): Promise<boolean> {
    const offer = this.page.getByRole('button', { name: 'Resume draft', exact: true })
    if (!(await offer.isVisible())) return false
    await offer.click()
    return true
  }

  /** Waits until the screen has come to an end of it, and does what it asks for meanwhile. */
  async settle(milliseconds: number): Promise<'saved' | 'listed' | 'not saved' | null> {
    const deadline = Date.now() + milliseconds
    let pressed = 0
    let settled = 0
    for (;;) {
      const look = await this.look()
      const claims = this.looks.map((each) => claimOf(each, this.#name))
      const now = look && claimOf(look, this.#name)
      if (claims.some(({ saved }) => saved)) return 'saved'
      if (now?.notSaved && now.kept) return 'not saved'
      // A page that was opened anew says nothing of it, it only shows it; twice, to be sure.
      settled = now?.listed && !now.kept ? settled + 1 : 0
      if (settled > 5) return 'listed'
      if (Date.now() >= deadline) return now?.notSaved ? 'not saved' : null
      const isAsked = look?.buttons.some((label) => /^(Save again|Resume draft)/.test(label))
      if (isAsked && Date.now() - pressed > 3_000) {
        pressed = Date.now()
        await this.#doAsAsked().catch(() => {})
      }
      await pause(150)
    }
  }

  /** Presses Save until it works, as whoever reads "not saved" does. */
  async settleAfresh(milliseconds: number): Promise<boolean> {
    const deadline = Date.now() + milliseconds
    for (let pressed = 0; Date.now() < deadline; await pause(150)) {
      const look = await this.look()
      const now = look && claimOf(look, this.#name)
      if (now && (now.saved || (now.listed && !now.kept))) return true
      if (!now?.notSaved || Date.now() - pressed < 3_000) continue
      pressed = Date.now()
      await this.press().catch(() => {})
    }
    return false
  }

  async #doAsAsked(): Promise<void> {
    await this.resume()
    await this.press()
  }

  #field() {
    const label = this.#vendor === 'zuora' ? 'Last name' : 'Name'
    return this.page.getByLabel(label, { exact: true })
  }
}

/** A name that nobody else has, in plain letters. */
export function newName(): string {
  const letters = Array.from({ length: 10 }, () =>
    String.fromCodePoint(97 + Math.floor(Math.random() * 26)),
  )
  return `Chaos Q${letters.join('')}`
}
