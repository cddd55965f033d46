import { idSchema } from '#contract/api/submission.ts'
import type { Customer } from '#contract/fields/contact.ts'

/** A customer of which nothing but its id or account number is known. */
export function customerById(id: string): Customer {
  return {
    id,
    name: id,
    number: null,
    email: null,
    place: null,
    status: 'active',
    mailsInvoices: null,
    copies: [],
  }
}

/** The same for what was typed or pasted; null where that can be no id. */
export function customerTyped(typed: string): Customer | null {
  const id = idSchema.safeParse(typed.trim())
  return id.success ? customerById(id.data) : null
}
