import * as z from 'zod/mini'
import { customTypes } from '#contract/fields/field.ts'
import { refusalSchema } from './refusal.ts'
import { accessRoleSchema } from './accessRole.ts'
import { contactSchema } from './submission.ts'

/**
 * The desk's own API as the browser sees it: what each address answers. Everything is under /api,
 * and every failure is `failureSchema`, whatever its status.
 */

/** Required on every write: a page of another origin cannot set it without being asked first. */
export const deskHeader = 'x-contact-desk'

/**
 * Whose page it is that asks. Another tab may have signed another person in since: what is asked in
 * the name of the one is never answered, or carried out, as the other.
 */
export const personHeader = 'x-contact-desk-person'

/** What lists of customers may be sorted by, where the billing system can. */
export const customerSorts = ['name', 'number', 'changed'] as const

export const workspaceSchema = z.object({
  id: z.string(),
  /** Which of the doors in backends/fields.ts knows its form. */
  backend: z.string(),
  name: z.string(),
  /** What whoever asks may do here. */
  role: accessRoleSchema,
  /** Shown as a colour and a word, so that production is never taken for a test. */
  environment: z.object({
    word: z.string(),
    tone: z.enum(['embedded', 'test', 'production']),
  }),
  capabilities: z.object({
    search: z.enum(['fuzzy', 'startsWith']),
    unsetPrimary: z.boolean(),
    removeHolder: z.boolean(),
    /** What a list of all customers can be sorted by. */
    customerSorts: z._default(z.array(z.enum(customerSorts)), []),
  }),
  /** Deleting a contact and moving who gets the invoice take a reason. Left out: they do not. */
  requiresReason: z.optional(z.boolean()),
  /** How this workspace's form differs from its backend's. */
  variation: z.object({
    features: z.array(z.string()),
    states: z.optional(
      z.array(z.object({ country: z.string(), name: z.string(), code: z.string() })),
    ),
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

/** The primary contact of a customer, with the address that invoices are mailed to. */
export const recipientSchema = z.object({
  id: z.string(),
  name: z.string(),
  address: z.nullable(z.string()),
})

export const customerSchema = z.object({
  id: z.string(),
  name: z.string(),
  number: z.nullable(z.string()),
  email: z.nullable(z.string()),
  place: z.nullable(z.string()),
  status: z.enum(['active', 'inactive', 'blocked', 'deleted', 'draft', 'canceled']),
  mailsInvoices: z.nullable(z.boolean()),
  copies: z.array(z.string()),
  /** Null: no contact is primary. Left out: the billing system does not tell it here. */
  recipient: z.optional(z.nullable(recipientSchema)),
  changedAt: z.optional(z.nullable(z.string())),
})

export const customersPageSchema = z.object({
  items: z.array(customerSchema),
  next: z.nullable(z.string()),
})

export const contactsPageSchema = z.object({
  items: z.array(contactSchema),
  next: z.nullable(z.string()),
  /** `rest`: the list contradicts itself, and its rest cannot be read. `items`: some entries have no id. */
  gap: z.optional(z.enum(['rest', 'items'])),
})

export const failureSchema = z.object({
  error: z.object({
    refusal: refusalSchema,
    /** Found again in the server's log. Seven characters a person can read out. */
    reference: z.string(),
  }),
})

export type Failure = z.infer<typeof failureSchema>
