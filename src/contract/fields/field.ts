import type { FieldRules, Value } from './kind.ts'
import type { LookupOption } from './lookup.ts'

/**
 * One editable thing, described once per backend. The form, the list's columns, the checks in
 * browser and gateway, and the placing of refusals all read it.
 */
export interface Field extends FieldRules {
  /** The backend's own name for it, also the key in drafts and values. */
  name: string
  /** Its group in the form. */
  section: string
  /** Quiet help under the label. */
  hint?: string
  /** Offered while typing; anything else may be typed too. */
  suggestions?: readonly string[]
  /** Asked only when a contact is made; later it is changed by a write of its own. */
  createOnly?: boolean
  /** Ticked when the form for a new contact opens. */
  ticked?: boolean
  /** Asked only while that other field holds something. */
  onlyWith?: string
  /**
   * What it knows depends on what another field holds: the states of a country, called by name or
   * code. A list is all it takes; null, and anything may be typed.
   */
  lookup?: { from: string; entriesOf(value: Value | undefined): readonly LookupOption[] | null }
  /** Shares its line with the next one, where there is room. */
  half?: boolean
}

/** The groups of a form in reading order. An untitled group is simply there. */
export interface Section {
  id: string
  title?: string
  /** Folded until the person opens it, or one of its fields has an error. */
  folded?: boolean
}

/** A field that the list shows, in the order of the list. */
export interface Column {
  field: string
  /** Its share of the width that is left. */
  grow: number
  /** Not shown in a list narrower than this, in pixels. */
  hideBelow?: number
}

/** Something exactly one contact of a customer is: who gets the invoice, where the goods go. */
export interface ContactRole {
  id: string
  label: string
  /** The role that `primary` means. */
  primary?: boolean
  /** The flag field without which a contact cannot have it; giving the role sets it. */
  allowedBy?: string
}

/** Everything the screens need to know about one backend's contacts. */
export interface FormDefinition {
  fields: readonly Field[]
  sections: readonly Section[]
  columns: readonly Column[]
  /** What a contact can be for its customer besides `primary`; none where the backend has no such thing. */
  roles: readonly ContactRole[]
  /** The fields with e-mail addresses for invoices, in order of preference. */
  emailFields: readonly string[]
  /** Where the primary has no address, invoices are mailed to the customer's own. */
  mailsCustomer: boolean
  /** A field that changes what a row is called. */
  nameField: string
  /** Needs more room than a few fields do. */
  wide?: boolean
}

/** The kinds of fields a company can have added to its billing system. */
export const customTypes = [
  'text',
  'longText',
  'url',
  'integer',
  'number',
  'boolean',
  'date',
  'picklist',
] as const

export type CustomType = (typeof customTypes)[number]

/** A field that only this workspace's billing system has. */
export interface CustomField {
  name: string
  label: string
  type: CustomType
  /** What a picklist is made of. */
  options?: readonly string[]
  /** Shown in the list, too. */
  column?: boolean
}

/** A state that a company added to its billing system. */
export interface OwnState {
  /** The country it is in, by name or ISO code. */
  country: string
  name: string
  code: string
}

/** What one workspace's form has beyond, or without, what its backend's form has. */
export interface TenantOptions {
  /** The optional parts of the backend that are switched on. */
  features: readonly string[]
  customFields: readonly CustomField[]
  states?: readonly OwnState[]
}

/** The backend's form as it comes. */
export const plain: TenantOptions = { features: [], customFields: [] }
