import type { Values } from '#contract/fields/kind.ts'
import type { HeldContact, HeldCustomer, Truth } from '../truth.ts'
import type { Told } from '../wire.ts'
import type { Habits } from './habits.ts'

/*
 * What billing systems with habits answer, where both vendors do it alike.
 */

/** The answer to a create, as it is by its page, told as this one tells it. */
export function createdAnswer(habits: Habits, told: Told): Told {
  const habit = habits.created()
  const { body } = told
  if (!habit || typeof body !== 'object' || body === null) return told
  const { success: _, id, ...rest } = { id: undefined, ...body } as Record<string, unknown>
  const contact = habit.tells === 'whole' ? { id, ...rest } : habit.tells === 'noId' ? rest : {}
  return {
    ...told,
    status: habit.status,
    body: { ...(habit.success && { success: true }), ...contact },
  }
}

/** The answer to a change: one that is true, one that tells what was sent, or what was there. */
export function changedAnswer(habits: Habits, before: object, after: object, sent: Values): object {
  const habit = habits.changed()
  if (habit === 'old') return before
  return habit === 'sent' ? { ...after, ...sent } : after
}

/** The contacts that a list tells at this moment. */
export function listed(
  habits: Habits,
  truth: Truth,
  customer: HeldCustomer,
  now: number,
): Iterable<HeldContact> {
  const behind = habits.behind()
  if (behind === 0) return customer.contacts.values()
  // All at once: what somebody has seen there once is not gone again at the next look.
  return truth.contactsAsOf(customer, Math.floor(now / behind) * behind)
}

export function pageSize(habits: Habits, asked: number): number {
  return Math.min(asked, habits.mostRows)
}
