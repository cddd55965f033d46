import * as z from 'zod/mini'
import { failureSchema } from '#contract/api/api.ts'
import type { Refusal } from '#contract/api/refusal.ts'
import { outcomeSchema, type Outcome } from '#contract/api/submission.ts'
import type { Tally } from './tally.ts'

/** What a write was answered, as far as every answer is the same. */
export type Answer =
  | { status: number; outcome: Outcome; refusal?: undefined }
  | { status: number; outcome?: undefined; refusal: Refusal }

/** Reads an answer to a submission; whatever no answer may be is a fault. */
export async function answerIn(response: Response, tally: Tally): Promise<Answer | null> {
  tally.requests++
  const body = await response.text()
  const { status } = response
  const complain = (says: string) => tally.fault(`${status} ${says}`, body)
  if (status >= 500) complain('is a fault')
  // What is no page is never read as one, so nothing in it can be markup.
  if (response.headers.get('content-type') !== 'application/json') complain('is not JSON')
  if (response.headers.get('x-content-type-options') !== 'nosniff') complain('may be sniffed')
  if (/\bat .{1,80}:\d+:\d+|node_modules|\/src\//.test(body)) complain('tells where it came from')
  try {
    if (response.ok) return { status, outcome: z.parse(outcomeSchema, JSON.parse(body)) }
    return { status, refusal: z.parse(failureSchema, JSON.parse(body)).error.refusal }
  } catch {
    complain('is no answer of ours')
    return null
  }
}
