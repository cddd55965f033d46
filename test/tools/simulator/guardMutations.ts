import type { InvariantName } from './checker.ts'
import { editingDay, lostAnswersDay, twiceDay, usualDay, type Day } from './day.ts'
import { calmProfile, type Fault, type Profile } from './faults.ts'
import {
  crashTab,
  edit,
  newGateway,
  race,
  save,
  someoneElse,
  takeOver,
  type Plan,
} from './people.ts'
import { simulatedDayZero, simulatedZuora, type SimulatedVendor, type Temper } from './vendors.ts'
import {
  believing,
  blind,
  changingKeys,
  claiming,
  forgettingSubmissionIds,
  givingUp,
  knowingAll,
  taking,
  underAnother,
  withoutComparing,
  writingLate,
} from './mutants.ts'
import type { Weakness } from './weakness.ts'
import { start, type World } from './world.ts'

/** A guard of the desk that is taken out. */
export interface RemovedGuard {
  title: string
  weakness: Weakness
  vendors: readonly SimulatedVendor[]
  /** The promise that is broken then. */
  breaks: InvariantName
  /** In the first so many seeds. */
  within: number
  /** Work and weather in which it is needed. */
  day: Day
}

type Often = Profile['often']

interface Weather {
  outside?: Often
  /** Every write is done, and its answer lost. */
  losesAnswers?: boolean
  inside?: Often
  temper?: (world: World) => Temper
}

/** A day with one kind of work, and few kinds of faults. */
export function dayOf(
  happens: Day['happens'],
  { outside = {}, losesAnswers = false, inside = {}, temper }: Weather = {},
): Day {
  return {
    ...usualDay,
    title: 'for one guard',
    happens,
    outside: (_vendor, _world, to) => ({
      ...{ ...calmProfile, often: outside },
      outages: losesAnswers ? [{ from: start, to, fault: 'resetAfter', only: 'writes' }] : [],
    }),
    inside: () => ({ ...calmProfile, often: inside }),
    temper: temper ?? (() => ({})),
  }
}

/** Several kinds of work on one day, each so many times. */
export function work(
  ...kinds: readonly (readonly [number, (plan: Plan) => void])[]
): Day['happens'] {
  return (plan) => {
    for (const [times, happens] of kinds) for (let each = 0; each < times; each++) happens(plan)
  }
}

const saves = work([8, save])

/** In the first twenty seconds. */
const early = (happens: (plan: Plan) => void) => (plan: Plan) =>
  happens({ ...plan, working: 20_000 })

const rush = work([12, early(save)])

/** The write is done all the same. */
export const answerLost: Partial<Record<Fault, number>> = {
  resetAfter: 0.15,
  silenceAfter: 0.1,
  fault500After: 0.15,
  gatewayAfter: 0.1,
  cut: 0.1,
}

/** Zuora fails time and again, and keeps the failures. */
function failing(world: World): Temper {
  const chance = world.chance.fork('temper')
  return {
    fails: () => (chance.hits(0.5) ? chance.one(['before', 'after', 'lock'] as const) : null),
    tellsId: false,
  }
}

/** Half of the creates are carried out late, but in time. */
function slow(world: World): Temper {
  const chance = world.chance.fork('temper')
  return { takes: () => (chance.hits(0.5) ? chance.between(5_000, 50_000) : 0) }
}

/** Later than any gateway's clock. */
const tomorrow = new Date(8e15)

const dayZero = [simulatedDayZero]
const zuora = [simulatedZuora]
const both = [simulatedDayZero, simulatedZuora]

export const removedGuards: readonly RemovedGuard[] = [
  {
    title: 'one submission for all tries of a browser',
    weakness: { put: forgettingSubmissionIds },
    vendors: both,
    breaks: 'I1',
    within: 20,
    day: dayOf(saves, { inside: answerLost }),
  },
  {
    title: 'one submission for all arrivals at a gateway',
    weakness: { door: (send, another) => async (it) => send(await underAnother(it, another)) },
    vendors: both,
    breaks: 'I1',
    within: 20,
    day: dayOf(saves, { inside: { twice: 0.3 } }),
  },
  {
    title: 'an outbox that outlives its tab',
    weakness: { forgets: true },
    vendors: both,
    breaks: 'I1',
    within: 200,
    day: dayOf(work([12, save], [3, crashTab]), { inside: { slow: 0.8 } }),
  },
  {
    title: 'no second create while the first is unresolved',
    weakness: { editsAnew: true },
    vendors: both,
    breaks: 'I1',
    within: 50,
    day: dayOf(saves),
  },
  {
    title: 'a look at the list before a create is sent again',
    weakness: { backend: blind },
    vendors: dayZero,
    breaks: 'I1',
    within: 20,
    day: dayOf(saves, { outside: answerLost }),
  },
  {
    title: 'a look at the list once a key is burnt',
    weakness: { backend: blind },
    vendors: zuora,
    breaks: 'I1',
    within: 50,
    day: dayOf(saves, { temper: failing }),
  },
  {
    title: 'a wait for what may be under way still',
    weakness: {
      // By the clock, and by how often somebody has looked.
      ledger: taking((entry) => ({
        ...entry,
        lastDispatchedAt: new Date(1),
        reconcileAttempts: 6,
      })),
    },
    vendors: dayZero,
    breaks: 'I1',
    within: 50,
    day: dayOf(saves, { temper: slow }),
  },
  {
    title: 'a row that says that bytes leave before they do',
    weakness: { ledger: writingLate },
    vendors: dayZero,
    breaks: 'I1',
    within: 300,
    day: dayOf(work([25, save], [1, newGateway]), { outside: { slow: 0.8 } }),
  },
  {
    title: 'doubt about a fault',
    weakness: { backend: believing((status) => status >= 500) },
    vendors: both,
    breaks: 'I1',
    within: 20,
    day: dayOf(saves, { outside: answerLost }),
  },
  {
    title: 'doubt about a success that was cut off',
    weakness: { backend: believing((status) => status < 300) },
    vendors: both,
    breaks: 'I1',
    within: 20,
    day: dayOf(saves, { outside: { cut: 0.4 } }),
  },
  {
    title: 'one key for all tries',
    weakness: { backend: changingKeys },
    vendors: zuora,
    breaks: 'I5',
    within: 20,
    day: dayOf(saves, { outside: answerLost }),
  },
  {
    title: 'a contact that is what one submission made',
    weakness: { lacks: 'claims' },
    vendors: zuora,
    breaks: 'I3',
    within: 300,
    day: dayOf(work([12, save]), { temper: failing }),
  },
  {
    title: 'only who took a submission on last may write it',
    weakness: { lacks: 'fence' },
    vendors: dayZero,
    breaks: 'I2',
    within: 300,
    day: dayOf(work([1, rush], [1, early(takeOver)]), {
      outside: { silenceAfter: 0.4, unauthorized: 0.3 },
    }),
  },
  {
    title: 'one submission at a time for the same contact',
    weakness: { lacks: 'duplicates' },
    vendors: dayZero,
    breaks: 'I2',
    within: 100,
    day: dayOf(rush, { outside: { silenceAfter: 0.3 }, temper: slow }),
  },
  {
    title: 'one submission at a time for the same contact',
    weakness: { lacks: 'duplicates' },
    vendors: zuora,
    breaks: 'I2',
    within: 100,
    day: dayOf(rush, { temper: failing }),
  },
  {
    title: 'turns at one customer',
    weakness: { lacks: 'turns' },
    vendors: both,
    breaks: 'I21',
    within: 300,
    day: dayOf(work([3, early(save)], [6, race]), {
      temper: slow,
    }),
  },
  {
    title: 'the end of a key’s life',
    weakness: {
      ledger: taking((entry) => ({ ...entry, dispatchedAt: entry.dispatchedAt && tomorrow })),
    },
    vendors: zuora,
    breaks: 'I1',
    within: 3,
    day: lostAnswersDay,
  },
  {
    title: 'a key that is burnt by what is stored under it',
    weakness: { ledger: taking((entry) => ({ ...entry, faults: 0 })) },
    vendors: zuora,
    breaks: 'I8',
    within: 50,
    day: dayOf(saves, { temper: failing }),
  },
  {
    title: 'what was there before the first try',
    weakness: { ledger: knowingAll },
    vendors: dayZero,
    breaks: 'I1',
    within: 20,
    day: dayOf(saves, { outside: answerLost }),
  },
  {
    title: 'a look for what the network delivered twice',
    weakness: { lacks: 'audits' },
    vendors: dayZero,
    breaks: 'I9',
    within: 20,
    day: twiceDay,
  },
  {
    title: 'of two presses one that comes first',
    weakness: { disk: withoutComparing },
    vendors: both,
    breaks: 'I7',
    within: 500,
    day: dayOf(rush, { outside: { slow: 0.5 } }),
  },
  {
    title: 'a first try of which a repeat that is turned away says nothing',
    weakness: { put: givingUp },
    vendors: both,
    breaks: 'I7',
    within: 300,
    day: dayOf(saves, { inside: { unauthorized: 0.3, silenceAfter: 0.3 } }),
  },
  {
    title: 'a look at what others wrote since',
    weakness: {
      ledger: claiming((write) => ('before' in write ? { ...write, before: undefined } : write)),
    },
    vendors: both,
    breaks: 'I15',
    within: 50,
    day: { ...editingDay, outside: () => calmProfile, inside: () => calmProfile },
  },
  {
    title: 'a look at who has the invoices by now',
    weakness: {
      ledger: claiming((write) => ('from' in write ? { ...write, from: undefined } : write)),
    },
    vendors: both,
    breaks: 'I16',
    within: 500,
    day: dayOf(work([3, early(save)], [8, (plan) => edit(plan, ['primary'])], [15, someoneElse]), {
      ...{ losesAnswers: true, outside: { fault500Before: 0.3 } },
    }),
  },
]
