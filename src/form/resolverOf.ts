import { zodResolver } from '@hookform/resolvers/zod'
import type { FieldErrors, Resolver } from 'react-hook-form'
import type * as z from 'zod/mini'
import type { Draft, Values } from '#contract/fields/kind.ts'
import { text } from '#text/text.ts'

/**
 * The form's check, with one message a field. A date input that is half typed says it is empty, and
 * only its browser knows better: without asking, what stands there would be dropped.
 */
export function resolverOf(schema: z.ZodMiniType<Values, Draft>): Resolver<Draft, unknown, Values> {
  const check = zodResolver<Draft, unknown, Values>(schema, undefined, { mode: 'sync' })
  return async (draft, context, options) => {
    const checked = await check(draft, context, options)
    const halves = Object.entries(options.fields).filter(
      ([, { ref }]) => ref instanceof HTMLInputElement && ref.isConnected && ref.validity.badInput,
    )
    if (halves.length === 0) return checked
    const wrong = halves.map(([name]) => [name, { type: 'custom', message: text.rule.date }])
    const errors: FieldErrors<Draft> = Object.fromEntries(wrong) as FieldErrors<Draft>
    return { values: {}, errors: { ...checked.errors, ...errors } }
  }
}
