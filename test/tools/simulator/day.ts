import type { InvariantName } from './checker.ts'
import { anyProfile, calmProfile, type Profile } from './faults.ts'
import {
  crashTab,
  edit,
  loseNetwork,
  newGateway,
  race,
  save,
  someoneElse,
  stepClock,
  type Plan,
} from './people.ts'
import { anyHabits } from './hostile/habits.ts'
import { richly, type SimulatedVendor, type Temper } from './vendors.ts'
import { start, type World } from './world.ts'

/** What a simulated day is like. The seed decides the rest. */
export interface Day {
  title: string
  /** Milliseconds in which people work and things go wrong. */
  working: number
  /** Milliseconds after that in which everything is well. */
  calm: number
  happens(plan: Plan): void
  /** Between gateway and billing system. */
  outside(vendor: SimulatedVendor, world: World, until: number): Profile
  /** Between browser and gateway. */
  inside(world: World, until: number): Profile
  temper(
    world: World,
    isCalm: () => boolean,
    vendor: SimulatedVendor,
    only?: readonly string[],
  ): Temper
  /** The most contacts that a customer has to begin with. Left out: 2. */
  contacts?: number
  /** The vendor as it is on such a day. Left out: as it comes. */
  vendor?(vendor: SimulatedVendor): SimulatedVendor
  /** Promises that nobody can keep on such a day. */
  except: readonly InvariantName[]
}

const minute = 60_000

export const usualDay: Day = {
  title: 'usual',
  working: 5 * minute,
  calm: 15 * minute + 40_000,
  happens(plan) {
    const { chance } = plan.scene.world
    for (let each = 0; each < chance.whole(2, 6); each++) save(plan)
    for (let each = 0; each < chance.one([0, 0, 1, 2]); each++) edit(plan)
    for (let each = 0; each < chance.one([0, 0, 1, 2]); each++) someoneElse(plan)
    if (chance.hits(0.4)) newGateway(plan)
    if (chance.hits(0.3)) crashTab(plan)
  },
  outside: (vendor, world, until) => outsideOf(vendor, weatherOf(world, 'outside', until)),
  inside: (world, until) => weatherOf(world, 'inside', until),
  temper: temperOf,
  except: [],
}

/** Several people change the same few contacts. */
export const editingDay: Day = {
  ...usualDay,
  title: 'editing',
  happens(plan) {
    const { chance } = plan.scene.world
    for (let each = 0; each < chance.whole(0, 2); each++) save(plan)
    for (let each = 0; each < chance.whole(3, 8); each++) edit(plan)
    for (let each = 0; each < chance.whole(0, 3); each++) someoneElse(plan)
    if (chance.hits(0.3)) newGateway(plan)
    if (chance.hits(0.2)) crashTab(plan)
  },
}

/** Computers whose clocks are set meanwhile, and tabs without a network. */
export const clockDay: Day = {
  ...usualDay,
  title: 'clocks',
  happens(plan) {
    usualDay.happens(plan)
    const { chance } = plan.scene.world
    for (let each = 0; each < chance.whole(1, 3); each++) stepClock(plan)
    for (let each = 0; each < chance.whole(0, 2); each++) loseNetwork(plan)
  },
  // When a quarter of an hour is over is a matter of the clocks.
  except: ['I9'],
}

/**
 * The billing system carries writes out much later than anybody expects. Then something is made
 * twice, and all that can be promised is that somebody is told.
 */
export const lateDay: Day = {
  ...usualDay,
  title: 'late commits',
  calm: 24 * 60 * minute + 30 * minute,
  happens(plan) {
    const { chance } = plan.scene.world
    for (let each = 0; each < chance.whole(2, 5); each++) save(plan)
    if (chance.hits(0.3)) newGateway(plan)
  },
  temper(world, isCalm) {
    const chance = world.chance.fork('temper')
    return {
      ...temperOf(world, isCalm),
      // From a minute to twenty hours, as many of each length.
      takes: () => (!isCalm() && chance.hits(0.3) ? minute * 1200 ** chance.next() : 0),
      fails: () => null,
    }
  },
  except: ['I1', 'I2', 'I4', 'I7', 'I8', 'I13'],
}

/**
 * The network delivers creates twice to a billing system that knows no keys, and it makes both. No
 * answer says so, and all that can be promised is that somebody is told.
 */
export const twiceDay: Day = {
  ...usualDay,
  title: 'delivered twice',
  calm: 31 * minute,
  outside(vendor, world, until) {
    const profile = usualDay.outside(vendor, world, until)
    return { ...profile, often: { twice: 0.3, ...halved(profile.often) } }
  },
  except: ['I1'],
}

/** Something is away for up to thirty hours. */
export const outageDay: Day = {
  ...usualDay,
  title: 'outage',
  working: 31 * 60 * minute,
  happens(plan) {
    const { chance } = plan.scene.world
    for (let each = 0; each < chance.whole(1, 2); each++) save({ ...plan, working: 5 * minute })
    if (chance.hits(0.3)) newGateway(plan)
  },
  outside: (vendor, world) => outsideOf(vendor, awayFor(world, 'outside')),
  inside: (world) => awayFor(world, 'inside'),
}

/** For 26 hours no answer to a create comes back: longer than a key is kept. */
export const lostAnswersDay: Day = {
  ...usualDay,
  title: 'lost answers',
  working: 27 * 60 * minute,
  happens: (plan) => save({ ...plan, working: 5 * minute }),
  outside: () => ({
    ...calmProfile,
    outages: [
      { from: start, to: start + 26 * 60 * minute, fault: 'resetAfter', only: 'creates' as const },
    ],
  }),
  inside: () => calmProfile,
  temper: () => ({}),
}

/**
 * A billing system that normalises what it is given, ignores some of it, lies about it, lists late,
 * is slow, and is written by others in between. The seed decides which of all that.
 */
export const hostileDay: Day = {
  ...usualDay,
  title: 'hostile',
  vendor: richly,
  contacts: 5,
  happens(plan) {
    const { chance } = plan.scene.world
    for (let each = 0; each < chance.whole(1, 4); each++) save(plan)
    for (let each = 0; each < chance.whole(2, 5); each++) edit(plan)
    if (chance.hits(0.4)) race(plan)
    if (chance.hits(0.3)) someoneElse(plan)
    if (chance.hits(0.2)) newGateway(plan)
    if (chance.hits(0.2)) crashTab(plan)
  },
  // What is heeded at its second arrival only is told by no answer: that is `twiceDay`'s subject.
  outside(vendor, world, until) {
    const profile = usualDay.outside(vendor, world, until)
    return { ...profile, often: { ...profile.often, twice: 0 } }
  },
  temper: (world, isCalm, { form }, only) => ({
    ...temperOf(world, isCalm),
    habits: anyHabits({
      chance: world.chance.fork('habits'),
      kinds: new Map(form.fields.map(({ name, kind }) => [name, kind])),
      isCalm,
      only,
    }),
  }),
}

export const days = [
  ...[usualDay, editingDay, clockDay, lateDay, twiceDay, outageDay, lostAnswersDay],
  hostileDay,
]

function weatherOf(world: World, name: string, until: number): Profile {
  const profile = anyProfile({
    chance: world.chance.fork(name),
    from: start,
    to: until,
    longestOutage: (until - start) / 2,
  })
  // A write that is carried out later than the desk waits for is another simulation's subject.
  return { ...profile, latest: 30_000, longestWait: calmProfile.longestWait }
}

function awayFor(world: World, name: string): Profile {
  const chance = world.chance.fork(name)
  if (chance.hits(0.4)) return calmProfile
  const from = start + chance.between(0, 5 * minute)
  // From a minute to thirty hours, as many of each length.
  const to = from + minute * 1800 ** chance.next()
  const fault = chance.one(['refused', 'silenceAfter', 'resetAfter', 'gatewayAfter'] as const)
  return { ...calmProfile, outages: [{ from, to, fault }] }
}

/** What a network delivers twice, a system without keys does twice: no desk could tell. */
function outsideOf({ title }: SimulatedVendor, profile: Profile): Profile {
  return title === 'Zuora' ? profile : { ...profile, often: { ...profile.often, twice: 0 } }
}

function halved(often: Profile['often']): Profile['often'] {
  return Object.fromEntries(
    Object.entries(often)
      .filter(([fault]) => fault !== 'twice')
      .map(([fault, share]) => [fault, share / 2]),
  )
}

function temperOf(world: World, isCalm: () => boolean): Temper {
  const chance = world.chance.fork('temper')
  const slow = chance.one([0, 0, 0.2])
  const failing = chance.one([0, 0, 0, 0.1, 0.3])
  const failures = ['before', 'after', 'lock'] as const
  return {
    takes: () => (!isCalm() && chance.hits(slow) ? chance.between(100, 25_000) : 0),
    fails: () => (!isCalm() && chance.hits(failing) ? chance.one(failures) : null),
    tellsId: chance.hits(0.7),
    tokenLife: chance.one([60, 3598]),
    clearsPrimary: chance.hits(0.8),
  }
}
