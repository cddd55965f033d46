import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext } from '@playwright/test'
import type { Evidence } from './verdicts.ts'
import { kinds, type Pace, type Plan } from './kinds.ts'
import type { Heard } from './message.ts'
import { startBrowser, type OwnBrowser } from './ownBrowser.ts'
import { portOf, type Pair, type Slot } from './pair.ts'
import { pause } from './pause.ts'
import { newName, Person } from './person.ts'
import { startProxy, type Fault, type Proxy } from './proxy.ts'

/** What all runs play on. */
export interface Stage {
  pair: Pair
  browser: Browser
  pace: Pace
  /** How long a screen is waited for, in milliseconds. */
  patience: number
}

/** One person, one contact, one fault. */
export interface Story {
  readonly plan: Plan
  /** Opens the form and types. */
  begin(): Promise<void>
  /** Presses Save into the fault; resolves when the fault is over, but for what the runner does. */
  press(): Promise<void>
  /** The runner's own fault is over: everything works again from now on. */
  mended(): void
  /** Waits for the end on the screen. */
  settle(): Promise<void>
  /** To be asked when all stories are over: what came late counts too. */
  evidence(): Promise<Evidence>
  close(): Promise<void>
}

/** How long a request may take to come by after the press, in milliseconds. */
const mostStriking = 30_000

export function newStory(stage: Stage, plan: Plan, slot: Slot): Story {
  const { pair, pace } = stage
  const name = newName()
  const last = name.split(' ').at(-1) ?? name
  const customers = pair.customers[plan.vendor]
  const customer = customers[Math.floor(Math.random() * customers.length)] ?? ''
  const people: Person[] = []
  let front: Proxy
  let context: BrowserContext
  let own: OwnBrowser | undefined
  let profile: string | undefined
  let ended: number | null = null
  let settled: Evidence['settled'] = null
  let pressedAfresh: number | null = null

  const address = () => `${front.url}/w/${slot.workspace}/c/${customer}/contacts/new`

  async function sitDown(): Promise<Person> {
    const person = new Person(await context.newPage(), plan.vendor, name)
    people.push(person)
    await person.open(address())
    return person
  }

  function hold(wire: Proxy, milliseconds: number): void {
    const fault: Fault = { do: 'delay', when: 'after', milliseconds }
    wire.arm({ fault, times: 1, victim: wire === front ? isPut : isPost })
  }

  /** Presses, and waits until the wire has been mended. */
  async function pressOnBrokenWire(person: Person): Promise<void> {
    const kind = kinds[plan.kind]
    if (!('fault' in kind)) return
    const wire = plan.leg === 'front' ? front : slot.wire
    const isWrite = plan.leg === 'front' ? isPut : isPost
    const fault = kind.fault(pace, plan.late)
    if (fault === 'refuse') {
      await wire.refuse()
      await person.press()
      await pause(pace.lasting)
      await wire.accept()
      ended = Date.now()
      return
    }
    // Files of the page itself always pass: without them there is no screen to judge.
    const victim = plan.scope === 'all' ? isOfApi : isWrite
    // The page, or the gateway, has what it needs for the write by now; only what follows breaks.
    let isBroken = plan.scope !== 'all'
    const isOnce = plan.scope === 'once' || kind.next !== undefined
    wire.arm({
      fault,
      times: isOnce ? 1 : Infinity,
      next: kind.next,
      victim: (request) => {
        isBroken ||= isWrite(request)
        return isBroken && victim(request)
      },
    })
    await person.press()
    const struck = await inTime(wire.struck(kind.next ? 2 : 1), mostStriking)
    if (!isOnce) await pause(pace.lasting)
    wire.disarm()
    // What is held back longer than that is a fault until it arrives.
    if (fault.do === 'delay') await pause(fault.milliseconds)
    ended = struck ? Date.now() : null
  }

  async function pressByHand(person: Person): Promise<void> {
    switch (plan.kind) {
      case 'double click':
        hold(plan.late ? slot.wire : front, 500)
        await person.press('double click')
        ended = Date.now()
        return
      case 'two tabs': {
        // Until the draft is on the disk.
        await pause(700)
        const other = await sitDown()
        await other.page.getByRole('button', { name: 'Resume draft', exact: true }).click()
        hold(plan.late ? slot.wire : front, 500)
        await Promise.all([person.press(), other.press('Enter')])
        ended = Date.now()
        return
      }
      case 'tab crash': {
        const wire = plan.late ? front : slot.wire
        hold(wire, 1_000)
        await person.press()
        const struck = await inTime(wire.struck(1), mostStriking)
        await person.look()
        await crash(context, person)
        ended = struck ? Date.now() : null
        await sitDown()
        return
      }
      case 'sleep': {
        hold(plan.late ? slot.wire : front, 500)
        await person.press()
        await person.look()
        await own?.sleep()
        await pause(pace.asleep)
        own?.wake()
        ended = Date.now()
        return
      }
      default:
        // While the gateway waits for an answer, or as it comes.
        if (!plan.late) hold(slot.wire, 1_500)
        await person.press()
    }
  }

  return {
    plan,

    async begin() {
      front = await startProxy(() => portOf(pair.gateway))
      if (plan.kind === 'sleep') {
        profile = await mkdtemp(join(tmpdir(), 'contact-desk-profile-'))
        own = await startBrowser(profile)
      }
      const browser = own?.browser ?? stage.browser
      context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
      const person = await sitDown()
      await person.type()
    },

    async press() {
      const [person] = people
      if (!person) throw new Error('nobody sits there')
      await (kinds[plan.kind].at === 'wire' ? pressOnBrokenWire(person) : pressByHand(person))
    },

    mended() {
      ended = Date.now()
    },

    async settle() {
      // Whoever sits at the tab that is still there; of two, both.
      const sitting = people.filter(
        ({ page }) => plan.kind !== 'tab crash' || page !== people[0]?.page,
      )
      for (const person of sitting) {
        const as = await person.settle(stage.patience)
        settled = as && { as, at: person.looks.at(-1)?.at ?? Date.now() }
        if (as === 'not saved') {
          // Whoever reads that presses Save again, and then it has to work.
          await pause(100)
          await person.look()
          pressedAfresh = Date.now()
          await person.settleAfresh(stage.patience)
        }
        await person.look()
        if (!settled) break
      }
    },

    async evidence() {
      return {
        plan,
        name,
        looks: people.flatMap(({ looks }) => looks).toSorted((one, other) => one.at - other.at),
        ended,
        settled,
        pressedAfresh,
        made: await pair.made(plan.vendor, last),
        ledger: await pair.ledger(last),
      }
    },

    async close() {
      slot.wire.disarm()
      await slot.wire.accept()
      await context?.close().catch(() => {})
      await own?.close()
      await front?.close()
      if (profile) await rm(profile, { recursive: true, force: true })
    },
  }
}

const isPut = ({ method, path }: Heard) => method === 'PUT' && path.includes('/submissions/')
const isPost = ({ method, path }: Heard) => method === 'POST' && path.includes('/contacts')
const isOfApi = ({ path }: Heard) => /\/api\/|\/v1\/|\/object-query\//.test(path)

/** Ends the tab's process, as a lack of memory does. */
async function crash(context: BrowserContext, { page }: Person): Promise<void> {
  const session = await context.newCDPSession(page)
  const crashed = page.waitForEvent('crash')
  // It never answers.
  session.send('Page.crash').catch(() => {})
  await crashed
}

async function inTime(work: Promise<void>, milliseconds: number): Promise<boolean> {
  return Promise.race([work.then(() => true), pause(milliseconds).then(() => false)])
}
