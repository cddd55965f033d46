import type { FieldType, Values } from '#contract/fields/kind.ts'
import type { Chance } from '../chance.ts'
import { anyStoring, asGiven, byName, type Storing } from './normalising.ts'

/** How the answer to a create looks. */
export interface Created {
  status: 200 | 201 | 202
  /** `noId`: everything but the id. `nothing`: no contact at all. */
  tells: 'whole' | 'noId' | 'nothing'
  /** Whether it says that it is a success. */
  success: boolean
}

/** What the answer to a change of a contact tells: what is there, what was sent, or what was there. */
export type Changed = 'stored' | 'sent' | 'old'

/**
 * How a page contradicts itself. `repeats`: it names its own cursor as the next one. `noCursor`: there
 * is more, and not where. `disagrees`: one member says that there is more, another that there is not.
 */
export type Contradiction = 'repeats' | 'noCursor' | 'disagrees'

/** What a billing system does besides what its page says. */
export interface Habits extends Storing {
  /** Which of the values that it is given it takes note of: the others stay, under the same 200. */
  heeds(values: Values, op: 'create' | 'update'): Values
  /** Whether it takes note of being told who gets the invoices. */
  heedsMove(): boolean
  /** Null: as its page says. */
  created(): Created | null
  changed(): Changed
  /** Milliseconds that a list may be behind; it catches up all at once. */
  behind(): number
  /** The most rows of a page, whatever is asked for. */
  mostRows: number
  contradiction(): Contradiction | null
  /** Milliseconds that a call takes before it is carried out, and after. */
  slow(): { before: number; after: number }
  /** Whether another application writes at this step. */
  isMeddledWith(): boolean
}

/** Does what its page says. */
export const mild: Habits = {
  ...asGiven,
  heeds: (values) => values,
  heedsMove: () => true,
  created: () => null,
  changed: () => 'stored',
  behind: () => 0,
  mostRows: Infinity,
  contradiction: () => null,
  slow: () => ({ before: 0, after: 0 }),
  isMeddledWith: () => false,
}

export type HabitTitle = (typeof habitTitles)[number]

export interface Making {
  chance: Chance
  /** The fields of the vendor's form. */
  kinds: ReadonlyMap<string, FieldType>
  /** From then on it does what its page says; what it stores of what it is given stays as it was. */
  isCalm(): boolean
  /** To find out which habit does what: it has these and no others. Left out: as chance has it. */
  only?: readonly string[]
}

/** The most times that another application writes in one run. */
const mostMeddling = 5

export const habitTitles = [
  'normalises',
  'ignores fields',
  'ignores moves',
  'answers creates otherwise',
  'lies about changes',
  'lists late',
  'contradicts itself',
  'is slow',
  'is written by others',
] as const

/** A billing system that is hostile in some of all ways: often in one or two, now and then in many. */
export function anyHabits({ chance, kinds, isCalm, only }: Making): Habits {
  const often = chance.one([0.15, 0.3, 0.6])
  const drawn = habitTitles.filter(() => chance.hits(often))
  const has = new Set<string>(only ?? drawn)
  const storing = has.has('normalises') ? anyStoring(chance, kinds) : byName(kinds)
  const now = (title: HabitTitle, share: number) =>
    has.has(title) && !isCalm() && chance.hits(share)

  // Never what tells contacts apart: nobody could find what was made.
  const editable = [...kinds].filter(([, kind]) => kind !== 'primary' && kind !== 'email')
  const ignored = new Set(
    editable.map(([name]) => name).filter((name) => !/name/i.test(name) && chance.hits(0.5)),
  )
  const created: Created = {
    status: chance.one([200, 201, 202] as const),
    tells: chance.one(['whole', 'whole', 'noId', 'nothing'] as const),
    success: chance.hits(0.5),
  }
  // Where both the answer and the list tell what was there before, nobody could know that it is not.
  const lie = chance.one(['sent', 'old'] as const)
  const changed = has.has('lists late') ? 'sent' : lie
  const behind = chance.one([1000, 5000, 20_000])
  const contradiction = chance.one(['repeats', 'noCursor', 'disagrees'] as const)
  let meddled = 0

  return {
    titles: [...has, ...storing.titles],
    keeps: storing.keeps,
    heeds(values, op) {
      if (!now('ignores fields', op === 'create' ? 0.3 : 0.5)) return values
      return Object.fromEntries(Object.entries(values).filter(([name]) => !ignored.has(name)))
    },
    heedsMove: () => !now('ignores moves', 0.4),
    created: () => (now('answers creates otherwise', 0.7) ? created : null),
    changed: () => (now('lies about changes', 0.6) ? changed : 'stored'),
    behind: () => (has.has('lists late') && !isCalm() ? behind : 0),
    mostRows: has.has('contradicts itself') || chance.hits(0.3) ? 2 : Infinity,
    contradiction: () => (now('contradicts itself', 0.4) ? contradiction : null),
    slow() {
      if (!now('is slow', 0.3)) return { before: 0, after: 0 }
      // As many of a tenth of a second as of twenty.
      const milliseconds = 100 * 200 ** chance.next()
      return chance.hits(0.5)
        ? { before: milliseconds, after: 0 }
        : { before: 0, after: milliseconds }
    },
    isMeddledWith: () =>
      meddled < mostMeddling && now('is written by others', 0.12) && ++meddled > 0,
  }
}
