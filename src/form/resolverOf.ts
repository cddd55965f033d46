import { zodResolver } from '@hookform/resolvers/zod'
import type { FieldErrors, Resolver } from 'react-hook-form'
import type * as z from 'zod/mini'
import type { Draft, Values } from '#contract/kind.ts'
import { text } from '#text/text.ts'

/**
 * The form's check. A date input that is half typed says it is empty, and only its browser knows
 * better: without asking, what stands there would be dropped.
 */
export function resolverOf(schema: z.ZodMiniType<Values, Draft>): Resolver<Draft, unknown, Values> {
  const check = zodResolver<Draft, unknown, Values>(schema, undefined, { mode: 'sync' })
  return async (draft, context, options) => {
    const checked = await check(draft, context, options)
    const unread: FieldErrors<Draft> = {}
    for (const [name, { ref }] of Object.entries(options.fields))
      if (ref instanceof HTMLInputElement && ref.isConnected && ref.validity.badInput)
        unread[name] = { type: 'custom', message: text.rule.date, ref }
    if (Object.keys(unread).length === 0) return checked
    return { values: {}, errors: { ...checked.errors, ...unread } }
  }
}
