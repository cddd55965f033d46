import { hostileDay, type Day } from '../day.ts'
import { calmProfile, type Profile } from '../faults.ts'
import { edit, newGateway, race, save, someoneElse, type Plan } from '../people.ts'
import { answerLost, dayOf, work, type RemovedGuard } from '../guardMutations.ts'
import { simulatedDayZero, simulatedZuora } from '../vendors.ts'
import { claiming } from '../mutants.ts'
import type { HabitTitle } from './habits.ts'
import {
  believingFirstRead,
  clearingAll,
  comparingLetters,
  freeingLocks,
  givingUpAtStart,
  ignoringAnswers,
  sureOfEdits,
  takingForWhole,
  wantingAnother,
  withoutReading,
} from './mutants.ts'

/** A hostile day with these habits alone, one kind of work, and few kinds of faults. */
function hostile(
  only: readonly HabitTitle[],
  happens: Day['happens'],
  often: Profile['often'] = {},
): Day {
  return {
    ...hostileDay,
    title: 'for one guard',
    happens,
    outside: () => ({ ...calmProfile, often }),
    inside: () => calmProfile,
    temper: (world, isCalm, vendor) => hostileDay.temper(world, isCalm, vendor, only),
  }
}

const moves = (plan: Plan) => edit(plan, ['primary'])
const updates = (plan: Plan) => edit(plan, ['update'])

const dayZero = [simulatedDayZero]
const both = [simulatedDayZero, simulatedZuora]

/** Guards of the desk against a billing system that does not do what its page says. */
export const hostileGuardMutations: readonly RemovedGuard[] = [
  {
    title: 'writes about one customer take turns',
    weakness: { lacks: 'turns' },
    vendors: both,
    breaks: 'I21',
    within: 20,
    day: { ...dayOf(work([6, race])), contacts: 4 },
  },
  {
    title: 'a turn that lasts while its write is in doubt',
    weakness: { ledger: freeingLocks },
    vendors: both,
    breaks: 'I21',
    within: 200,
    day: { ...dayOf(work([8, race]), { outside: { slow: 0.5, ...answerLost } }), contacts: 4 },
  },
  {
    title: 'a change in doubt is not sent again after a later one',
    weakness: { lacks: 'order' },
    vendors: dayZero,
    breaks: 'I23',
    within: 200,
    day: hostile(['contradicts itself'], work([14, moves]), { resetAfter: 0.5 }),
  },
  {
    title: 'the flag is taken only from those who had it before',
    weakness: { backend: clearingAll },
    vendors: dayZero,
    breaks: 'I19',
    within: 200,
    day: hostile(['is written by others'], work([12, moves], [12, someoneElse])),
  },
  {
    title: 'the answer to a move',
    weakness: { backend: ignoringAnswers },
    vendors: dayZero,
    breaks: 'I19',
    within: 50,
    day: hostile(['ignores moves'], work([8, moves])),
  },
  {
    title: 'a read after a move',
    weakness: { backend: withoutReading },
    vendors: dayZero,
    breaks: 'I20',
    within: 100,
    day: hostile(
      ['ignores moves', 'lies about changes', 'is written by others'],
      work([10, moves]),
    ),
  },
  {
    title: 'more than one read where a list may be behind',
    weakness: { backend: believingFirstRead },
    vendors: dayZero,
    breaks: 'I22',
    within: 50,
    day: hostile(['lists late'], work([8, moves])),
  },
  {
    title: 'nobody is compared as well',
    weakness: {
      ledger: claiming((write) =>
        'from' in write && write.from === null ? { ...write, from: undefined } : write,
      ),
    },
    vendors: both,
    breaks: 'I21',
    within: 100,
    day: { ...dayOf(work([4, race])), contacts: 4 },
  },
  {
    title: 'a contact is found however its values are stored',
    weakness: { backend: comparingLetters },
    vendors: dayZero,
    breaks: 'I1',
    within: 50,
    day: hostile(['normalises'], work([8, save]), answerLost),
  },
  {
    title: 'a list that contradicts itself is not whole',
    weakness: { upstream: takingForWhole },
    vendors: dayZero,
    breaks: 'I1',
    within: 300,
    day: hostile(['contradicts itself'], work([10, save]), answerLost),
  },
  {
    title: 'a gateway that starts finds out what the last one left',
    weakness: { ledger: givingUpAtStart },
    vendors: both,
    breaks: 'I1',
    within: 300,
    day: dayOf(work([12, save], [3, newGateway]), { outside: { slow: 0.5 } }),
  },
  {
    title: 'an edit that was dispatched may be saved',
    weakness: { ledger: sureOfEdits },
    vendors: both,
    breaks: 'I22',
    within: 200,
    day: hostile(['normalises', 'is written by others'], work([10, updates]), answerLost),
  },
  {
    title: 'a person decides about a contact that may be theirs',
    weakness: { put: wantingAnother },
    vendors: dayZero,
    breaks: 'I1',
    within: 200,
    day: hostile(['normalises'], work([8, save]), answerLost),
  },
]
