import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { Desk } from '../../helpers/desk.ts'
import { startBrowser, type OwnBrowser } from './ownBrowser.ts'
import { portOf, quietCustomers, rowsOf } from './pair.ts'
import { pause } from './pause.ts'
import { newName } from './person.ts'
import { startProxy, type Proxy } from './proxy.ts'

/** When the browser dies: between two keys, as the field is left, or as Save is pressed. */
const moments = ['typing', 'blur', 'save'] as const
type Moment = (typeof moments)[number]

/** What one death took along. */
export interface Death {
  moment: Moment
  typed: number
  /** Characters that were not there afterwards. */
  lost: number
  /** How old the oldest of them was when the browser died, in milliseconds. */
  oldest: number
  /** How many contacts there are in the end, where Save was pressed. */
  made: number | null
}

/** Typed text may be in memory only for so long, in milliseconds; after blur or Save not at all. */
export const mostLost: Record<Moment, number> = { typing: 300, blur: 0, save: 0 }

/** How long the disk may take once a field is left, in milliseconds: shorter than a hand is. */
const oneWrite = 50

export interface TypingOptions {
  desk: Desk
  times: number
  /** Which moments, in turn. */
  at?: readonly Moment[]
  say(line: string): void
}

/** Kills browsers while somebody types, opens them again, and compares with the keys that were hit. */
export async function typing(options: TypingOptions): Promise<Death[]> {
  const { desk, times, at = moments, say } = options
  const deaths: Death[] = []
  const customers = (await quietCustomers(desk)).dayzero
  for (let index = 0; index < times; index++) {
    const moment = at[index % at.length] ?? 'typing'
    const death = await die(desk, customers[index % customers.length] ?? '', moment)
    deaths.push(death)
    say(
      `${moment}: ${death.lost} of ${death.typed} characters lost, at most ${death.oldest} ms old`,
    )
  }
  return deaths
}

async function die(desk: Desk, customer: string, moment: Moment): Promise<Death> {
  const profile = await mkdtemp(join(tmpdir(), 'contact-desk-profile-'))
  const wire = await startProxy(() => portOf(desk))
  const address = `${wire.url}/w/dayzero-embedded/c/${customer}/contacts/new`
  let own: OwnBrowser | undefined
  try {
    own = await startBrowser(profile)
    const name = newName()
    const keys = await typed(await opened(own, address), name)
    if (moment !== 'typing') await leave(own.context.pages()[0]!, moment, wire)
    const died = Date.now()
    await own.kill9()
    wire.disarm()

    own = await startBrowser(profile)
    const page = await opened(own, address)
    const found = await foundAgain(page, desk, name)
    const kept = sameStart(keys.text, found)
    const [oldest = died] = keys.at.slice(kept)
    return {
      moment,
      typed: keys.text.length,
      lost: keys.text.length - kept,
      oldest: kept < keys.text.length ? died - oldest : 0,
      made: moment === 'save' ? await madeIn(page, desk, name) : null,
    }
  } finally {
    await own?.close()
    await wire.close()
    await rm(profile, { recursive: true, force: true })
  }
}

async function opened({ context }: OwnBrowser, address: string): Promise<Page> {
  const page = context.pages()[0] ?? (await context.newPage())
  await page.goto(address)
  await page.getByLabel('Name', { exact: true }).waitFor()
  return page
}

interface Keys {
  text: string
  /** When each key had been taken, in milliseconds since 1970. */
  at: number[]
}

/** Types at an uneven pace. */
async function typed(page: Page, name: string): Promise<Keys> {
  await page.getByLabel('Name', { exact: true }).fill(name)
  await page.getByLabel('Notes', { exact: true }).click()
  const keys: Keys = { text: '', at: [] }
  const length = 20 + Math.floor(Math.random() * 40)
  for (let count = 0; count < length; count++) {
    const letter = String.fromCodePoint(97 + Math.floor(Math.random() * 26))
    await page.keyboard.press(letter)
    keys.text += letter
    keys.at.push(Date.now())
    await pause(Math.random() * 60)
  }
  return keys
}

async function leave(page: Page, moment: Moment, wire: Proxy): Promise<void> {
  if (moment === 'blur') {
    await page.keyboard.press('Tab')
    await pause(oneWrite)
    return
  }
  // Save is pressed and its request on its way, where it gets lost.
  wire.arm({
    fault: { do: 'blackhole', when: 'before' },
    times: Infinity,
    victim: ({ method }) => method === 'PUT',
  })
  await page.keyboard.press('Control+Enter')
  await wire.struck(1)
}

const whether = [() => true, () => false] as const

/** What the new browser has of the notes: in the form once resumed, or saved by itself. */
async function foundAgain(page: Page, desk: Desk, name: string): Promise<string> {
  const offer = page.getByRole('button', { name: 'Resume draft', exact: true })
  const notes = page.getByLabel('Notes', { exact: true })
  for (const deadline = Date.now() + 20_000; Date.now() < deadline; await pause(50)) {
    const [saved] = await contactsOf(desk, name)
    if (saved) return saved.notes ?? ''
    if (!(await offer.isVisible())) continue
    // It goes away by itself when the outbox is quicker.
    const isTaken = await offer.click({ timeout: 1_000 }).then(...whether)
    if (!isTaken) continue
    await page.getByText(/^Your unsaved text/).waitFor()
    return notes.inputValue()
  }
  return notes.inputValue()
}

/** How many contacts there are once Save was pressed again, where that is asked for. */
async function madeIn(page: Page, desk: Desk, name: string): Promise<number> {
  const form = page.getByLabel('Name', { exact: true })
  if ((await contactsOf(desk, name)).length === 0 && (await form.isVisible()))
    await page.keyboard.press('Control+Enter')
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; await pause(100))
    if ((await contactsOf(desk, name)).length > 0) break
  // Time for a second one, should there be one.
  await pause(1_000)
  return (await contactsOf(desk, name)).length
}

function contactsOf(desk: Desk, name: string): Promise<{ notes: string | null }[]> {
  return rowsOf(desk, 'select notes from dayzero.contacts where name = $1', [name])
}

function sameStart(one: string, other: string): number {
  let length = 0
  while (length < one.length && one[length] === other[length]) length++
  return length
}
