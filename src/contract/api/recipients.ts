import * as z from 'zod/mini'
import { recipientSchema } from './api.ts'

/** Who gets the invoices of each of some customers. Left out of one: it could not be read. */
export const recipientsSchema = z.object({
  items: z.array(
    z.object({ customer: z.string(), recipient: z.optional(z.nullable(recipientSchema)) }),
  ),
})
