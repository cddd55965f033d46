import { describe, expect, it } from 'vitest'
import {
  clockDay,
  editingDay,
  hostileDay,
  lateDay,
  lostAnswersDay,
  outageDay,
  twiceDay,
  usualDay,
  type Day,
} from './day.ts'
import { repeatedBy, seedsOf } from '../../helpers/scale.ts'
import { simulated, type Simulated } from './simulation.ts'
import { simulatedDayZero, simulatedZuora, type SimulatedVendor } from './vendors.ts'

const both = [simulatedDayZero, simulatedZuora]

/** As far as `npm run simulate` has been through the days of each kind. */
const range = 20_000

/** Two thousand days in all by `npm run test:all`, a tenth by `npm test`, and the shortest always. */
const plans: readonly { day: Day; seeds: number[]; vendors: readonly SimulatedVendor[] }[] = [
  { day: usualDay, seeds: seedsOf(500, { range }), vendors: both },
  { day: editingDay, seeds: seedsOf(300, { range }), vendors: both },
  { day: clockDay, seeds: seedsOf(200, { range }), vendors: both },
  { day: lateDay, seeds: seedsOf(60, { range, least: 12 }), vendors: [simulatedDayZero] },
  { day: twiceDay, seeds: seedsOf(60, { range, least: 12 }), vendors: [simulatedDayZero] },
  { day: outageDay, seeds: Array.from({ length: 12 }, (_, at) => at + 1), vendors: both },
  // A system without keys gets through such a day at once.
  { day: lostAnswersDay, seeds: [1], vendors: [simulatedZuora] },
]

/** Days on which a promise was broken once, each in another way. */
const once = [
  ...[3964, 4847, 5827, 8494, 15_006].map((seed) => [usualDay, simulatedZuora, seed] as const),
  ...[3333, 3634, 5431, 6676, 8317, 8627].map(
    (seed) => [hostileDay, simulatedDayZero, seed] as const,
  ),
  [twiceDay, simulatedDayZero, 4268] as const,
].map(([day, vendor, seed]) => ({ day, vendor, seed, kind: day.title, name: vendor.title }))

it.each(once)(
  'on day $seed ($kind) on $name no promise is broken any more',
  async ({ day, vendor, seed }) => {
    const { broken } = await simulated(vendor, seed, { day })
    expect(broken).toEqual([])
  },
)

const each = plans.flatMap(({ vendors, ...plan }) =>
  vendors.map((vendor) => ({ ...plan, vendor, kind: plan.day.title, name: vendor.title })),
)

it.each(each)(
  'on $seeds.length days ($kind) on $name no promise is broken',
  async ({ vendor, day, seeds }) => {
    const broken: string[] = []
    let made = 0
    let checked = 0
    for (const seed of seeds) {
      const run = await simulated(vendor, seed, { day })
      broken.push(...run.broken.map((said) => `seed ${seed}: ${said}`))
      made += madeIn(run)
      checked += run.history.shown.filter(({ shown }) => shown === 'checking').length
    }
    expect(broken, repeatedBy('npx vitest run simulation.test')).toEqual([])
    // These were days with work, and with doubts.
    expect(made).toBeGreaterThanOrEqual(seeds.length / 2)
    expect(checked).toBeGreaterThanOrEqual(seeds.length / 2)
  },
  300_000,
)

/** As far as the hostile days were all well: docs/reliability.md. */
const hostileRange = 10_000

it.each(both)(
  'on hostile days on $title no promise is broken',
  async (vendor) => {
    const broken: string[] = []
    for (const seed of seedsOf(500, { range: hostileRange })) {
      const run = await simulated(vendor, seed, { day: hostileDay })
      broken.push(...run.broken.map((said) => `seed ${seed}: ${said}`))
    }
    expect(broken, repeatedBy('npx vitest run simulation.test')).toEqual([])
  },
  300_000,
)

it.each([
  ['hours later', lateDay],
  ['by a network that delivers it twice', twiceDay],
])(
  'a contact that is made a second time, %s, is told of',
  async (_, day) => {
    let told = 0
    for (let seed = 1; seed <= 10; seed++) {
      const { history } = await simulated(simulatedDayZero, seed, { day })
      const last = new Map(history.rows.map(({ row }) => [row.id, row]))
      told += [...last.values()].filter(({ duplicate }) => duplicate !== null).length
    }
    expect(told).toBeGreaterThan(0)
  },
  300_000,
)

describe.each(both)('a day on $title', (vendor) => {
  it('is the same for the same seed, and goes on only when everybody waits', async () => {
    const hashes = new Set<string>()
    const days = seedsOf(20, { range })
    for (const seed of days) {
      const day = seed % 2 === 0 ? editingDay : clockDay
      const run = await simulated(vendor, seed, { day })
      const again = await simulated(vendor, seed, { day, turns: 4 })
      expect(again.world.hash()).toBe(run.world.hash())
      expect(again.world.slowest()).toBe(1)
      hashes.add(run.world.hash())
    }
    expect(hashes.size).toBe(days.length)
  }, 300_000)
})

function madeIn({ history }: Simulated): number {
  return history.truth.filter(({ kind, mark }) => kind === 'made' && mark !== null).length
}
