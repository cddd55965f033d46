import * as z from 'zod/mini'
import { refusalSchema } from '#contract/api/refusal.ts'

/** Whether the billing system of a workspace lets the desk in, as the last check found it. */
export const healthSchema = z.object({
  state: z.enum(['works', 'failing']),
  /** When it was checked (RFC 3339). */
  at: z.string(),
  /** Null: it works. */
  refusal: z.nullable(refusalSchema),
  /** What is wrong and what to check, in a sentence; null where it works. */
  why: z.nullable(z.string()),
})

export type Health = z.infer<typeof healthSchema>
