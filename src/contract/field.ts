import type { Limits } from './kind.ts'

/**
 * One editable thing, described once per backend. The form, the list's columns, the checks in
 * browser and gateway, and the placing of refusals all read it.
 */
export interface Field extends Limits {
  /** The backend's own name for it, also the key in drafts and values. */
  name: string
  /** Which group of the form it stands in. */
  section: string
  /** Quiet help under the label. */
  hint?: string
  /** Offered while typing; anything else may be typed too. */
  suggestions?: readonly string[]
  /** Asked only when a contact is made; later it is changed by a write of its own. */
  createOnly?: boolean
}

/** The groups of a form in reading order. An untitled group is simply there. */
export interface Section {
  id: string
  title?: string
}

/** A field that the list shows, in the order of the list. */
export interface Column {
  field: string
  /** Its share of the width that is left. */
  grow: number
}

/** Everything the screens need to know about one backend's contacts. */
export interface Form {
  fields: readonly Field[]
  sections: readonly Section[]
  columns: readonly Column[]
  /** The field whose value is an address invoices can be mailed to. */
  emailField: string
  /** The field that holds what a row is called. */
  nameField: string
}
