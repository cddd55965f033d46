import { brokenIn, invariantNames } from './checker.ts'
import { usualDay, type Day } from './day.ts'
import type { History } from './history.ts'
import { mild } from './hostile/habits.ts'
import { lastMoves, people, type Plan } from './people.ts'
import { newScene } from './scene.ts'
import type { SimulatedVendor } from './vendors.ts'
import type { Weakness } from './weakness.ts'
import { newWorld, start, type World, type WorldOptions } from './world.ts'

export interface Simulated {
  seed: number
  /** What was broken, in words. */
  broken: string[]
  history: History
  /** What the billing system did besides what its page says. */
  habits: readonly string[]
  /** How often each fault has happened. */
  faults: Readonly<Record<string, number>>
  world: World
}

export interface SimulationOptions extends WorldOptions {
  /** Left out: a usual one. */
  day?: Day
  weakness?: Weakness
  /** The only habits of a hostile billing system. Left out: as the seed has it. */
  only?: readonly string[]
}

/** Milliseconds after which everything has ended, once everything is well. */
const settling = 3 * 60_000

/** A day at the desk, as the seed has it. */
export async function simulated(
  asItComes: SimulatedVendor,
  seed: number,
  { day = usualDay, weakness = {}, only, ...options }: SimulationOptions = {},
): Promise<Simulated> {
  const world = newWorld(seed, options)
  const calmAt = start + day.working
  const vendor = day.vendor?.(asItComes) ?? asItComes
  const temper = day.temper(world, () => world.now() >= calmAt, vendor, only)
  const scene = newScene({
    ...{ world, vendor, temper, weakness },
    outside: day.outside(vendor, world, calmAt),
    inside: day.inside(world, calmAt),
  })
  const { habits = mild } = temper
  // Once all is calm, nothing is behind.
  const behind = habits.behind()
  const chance = world.chance.fork('day')
  const customers = Array.from({ length: chance.whole(1, 2) }, (_, index) => {
    const customer = scene.wire.truth.newCustomer(`Customer ${index}`)
    const writer = { at: start - 1e9, mark: null }
    for (let each = 0; each < chance.whole(0, day.contacts ?? 2); each++)
      scene.wire.truth.make(customer, vendor.valuesOf(`Earlier ${each}`), writer)
    return customer
  })
  scene.startGateway()
  const tabs = new Map(people.map((person) => [person, scene.openTab(person)]))
  const plan: Plan = {
    ...{ scene, vendor, customers, tabs, weakness },
    working: day.working,
    chance: world.chance.fork('people'),
    open: new Set(),
    texts: { count: 0 },
  }
  day.happens(plan)

  await world.run({ time: calmAt })
  scene.calm()
  // Somebody opens the desk again, and it is up.
  if (!scene.gateways().some((it) => it.alive())) scene.startGateway()
  for (const [person, tab] of tabs) if (!tab.actor.alive()) tabs.set(person, scene.openTab(person))
  await world.run({ time: calmAt + settling })
  lastMoves(plan)
  await world.run({ time: calmAt + day.calm })

  const { truth } = scene.wire
  const history = scene.recorder.history({
    truth: truth.log,
    calmAt,
    clearsPrimary: temper.clearsPrimary ?? true,
    keeps: habits.keeps,
    behind,
  })
  const names = invariantNames.filter((name) => !day.except.includes(name))
  const bugs = history.bugs.map((said) => `bug: ${said}`)
  const broken = [...bugs, ...brokenIn(history, scene.contactFingerprint, names)]
  return { seed, broken, history, habits: habits.titles, faults: scene.faults(), world }
}
