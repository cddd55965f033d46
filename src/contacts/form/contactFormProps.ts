import type { Comparison } from '#contacts/conflict/conflicts.ts'
import type { ReactNode } from 'react'
import type { Field, Section } from '#contract/fields/field.ts'
import type { Contact } from '#contract/fields/contact.ts'
import type { Draft, Values } from '#contract/fields/kind.ts'
import type { Next } from '#form/useSubmit.ts'
import type { SubmissionBody } from '#outbox/submission.ts'

export interface Saved {
  /** What was sent, which need not be what the form shows by now. */
  sent: Values
  /** The submission that saved it. */
  submissionId: string
  /** What was typed since and not sent; null when there is nothing. */
  left: Draft | null
  next: Next
}

export interface ContactFormProps {
  title: string
  /** The contact's name, for notices outside of this form. */
  about: string
  workspace: string
  customer: string
  /** The key of the draft: one for each contact, and one for a new one. */
  draftKey: string
  fields: readonly Field[]
  sections: readonly Section[]
  /** The values that the form opens on; read once, so that nothing typed is replaced. */
  opened: Draft
  /** The stored values of the contact; left out for a new one. */
  stored?: Values
  /** The latest values of the contact, as far as they are known. */
  now?: Draft
  /** Left out for a new contact, which nobody else can change. */
  comparison?: Comparison
  modal: boolean
  wide?: boolean
  another?: boolean
  notes?: Partial<Record<string, ReactNode>>
  suggestions?: Record<string, readonly string[]>
  header?: ReactNode
  /** Shown above the fields. */
  intro?: ReactNode
  /** The write for these values; null when there is nothing to write. */
  writeOf(values: Values): SubmissionBody | null
  onSaved(contact: Contact, saved: Saved): void
  /** Another person has changed the contact to this: later edits are compared with it. */
  onTheirs?(theirs: Values): void
  /** The person says that this contact is the one to be created. */
  onIsThis?(contact: string): void
  onUnchanged(): void
  onClose(): void
}
