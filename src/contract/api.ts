import * as z from 'zod/mini'
import { customTypes } from './field.ts'
import { refusalSchema } from './refusal.ts'
import { roleSchema } from './role.ts'
import { contactSchema } from './submission.ts'

/**
 * The desk's own API as the browser sees it: what each address answers. Everything is under /api,
 * and every failure is `failureSchema`, whatever its status.
 */

/** Required on every write: a page of another origin cannot set it without being asked first. */
export const deskHeader = 'x-contact-desk'

/**
 * Whose page it is that asks. Another tab may have signed somebody else in since: what is asked in
 * the name of the one is never answered, or carried out, as the other.
 */
export const personHeader = 'x-contact-desk-person'

export const workspaceSchema = z.object({
  id: z.string(),
  /** Which of the doors in backends/fields.ts knows its form. */
  backend: z.string(),
  name: z.string(),
  /** What whoever asks may do here. */
  role: roleSchema,
  /** Shown as a colour and a word, so that production is never taken for a test. */
  environment: z.object({
    word: z.string(),
    tone: z.enum(['embedded', 'test', 'production']),
  }),
  capabilities: z.object({
    search: z.enum(['fuzzy', 'startsWith']),
    unsetPrimary: z.boolean(),
    removeHolder: z.boolean(),
  }),
  /** How this workspace's form differs from its backend's. */
  variation: z.object({
    features: z.array(z.string()),
    customFields: z.array(
      z.object({
        name: z.string(),
        label: z.string(),
        type: z.enum(customTypes),
        options: z.optional(z.array(z.string())),
        column: z.optional(z.boolean()),
      }),
    ),
  }),
})

export type Workspace = z.infer<typeof workspaceSchema>

export const workspacesSchema = z.array(workspaceSchema)

export const customerSchema = z.object({
  id: z.string(),
  name: z.string(),
  number: z.nullable(z.string()),
  email: z.nullable(z.string()),
  place: z.nullable(z.string()),
  standing: z.enum(['active', 'inactive', 'blocked', 'deleted', 'draft', 'canceled']),
  mailsInvoices: z.nullable(z.boolean()),
  copies: z.array(z.string()),
})

export const customersPageSchema = z.object({
  items: z.array(customerSchema),
  next: z.nullable(z.string()),
})

export const contactsPageSchema = z.object({
  items: z.array(contactSchema),
  next: z.nullable(z.string()),
})

/** What was changed, by whom, when. The newest first. */
export const receiptSchema = z.object({
  intent: z.string(),
  person: z.string(),
  op: z.enum(['create', 'update', 'remove', 'primary', 'role']),
  customer: z.string(),
  contact: z.nullable(z.string()),
  name: z.nullable(z.string()),
  state: z.enum(['pending', 'succeeded', 'rejected', 'unknown']),
  at: z.string(),
  /** Whether it can be taken back, as far as the desk can tell. */
  undo: z.enum(['possible', 'done', 'no']),
  /** The intent that this change took back, where it is an undo itself. */
  undoes: z.nullable(z.string()),
  /** The id of a contact that may be the same one a second time. */
  duplicate: z.nullable(z.string()),
})

export type Receipt = z.infer<typeof receiptSchema>

export const receiptsPageSchema = z.object({
  items: z.array(receiptSchema),
  next: z.nullable(z.string()),
})

/** Both contacts are meant to be there. */
export const keptSchema = z.strictObject({ keep: z.literal(true) })

export const failureSchema = z.object({
  error: z.object({
    refusal: refusalSchema,
    /** Found again in the server's log. Seven characters a person can read out. */
    reference: z.string(),
  }),
})

export type Failure = z.infer<typeof failureSchema>
