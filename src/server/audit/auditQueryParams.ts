import * as z from 'zod/mini'
import { logEntrySchema } from '#contract/api/history.ts'
import { idSchema } from '#contract/api/submission.ts'
import { readSupportCode } from '#contract/api/supportCode.ts'
import { pageQuery } from '#server/http/params.ts'
import { gatewayText } from '#text/gatewayText.ts'

const said = gatewayText.query

const moment = z.pipe(
  z.iso.datetime({ offset: true, error: said.moment }),
  z.transform((written) => new Date(written)),
)

const code = z.pipe(
  z.string().check(z.refine((typed) => readSupportCode(typed) !== null, said.code)),
  z.transform((typed) => readSupportCode(typed)!),
)

/** What of the log is asked for. All that is given has to be true of a row. */
export const logQuery = z.extend(pageQuery(50), {
  /** Part of a name or an id. */
  person: z.optional(z.string().check(z.minLength(1, said.some), z.maxLength(200, said.some))),
  customer: z.optional(idSchema),
  from: z.optional(moment),
  /** Rows of this very moment are no longer among them. */
  to: z.optional(moment),
  outcome: z.optional(logEntrySchema.shape.outcome),
  code: z.optional(code),
})

export type LogQuery = z.infer<typeof logQuery>
