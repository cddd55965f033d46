import { timeOf, type Sort } from '#backends/dayzero/embedded/http/paging.ts'

/** A contact as its table has it. */
export interface ContactRow {
  id: string
  customer_id: string
  name: string
  email: string | null
  phone: string | null
  role: string | null
  is_primary: boolean
  notes: string | null
  created_at: Date
  updated_at: Date
}

export const contactColumns =
  'id, customer_id, name, email, phone, role, is_primary, notes, created_at, updated_at'

/** The columns that a list of contacts can be sorted by; which they are is not documented. */
export const contactSorts: Record<string, Sort<ContactRow>> = {
  created_at: {
    sql: 'created_at',
    type: 'timestamptz',
    key: (row) => row.created_at.toISOString(),
  },
  updated_at: {
    sql: 'updated_at',
    type: 'timestamptz',
    key: (row) => row.updated_at.toISOString(),
  },
  name: { sql: 'name', type: 'text', key: (row) => row.name },
  email: { sql: `coalesce(email, '')`, type: 'text', key: (row) => row.email ?? '' },
  role: { sql: `coalesce(role, '')`, type: 'text', key: (row) => row.role ?? '' },
  is_primary: { sql: 'is_primary', type: 'boolean', key: (row) => String(row.is_primary) },
}

/** Day Zero's `EntityContactResponse`. */
export function contactReply(row: ContactRow) {
  return {
    id: row.id,
    entity_type: 'customer',
    entity_id: row.customer_id,
    name: row.name,
    email: row.email,
    phone: row.phone,
    role: row.role,
    is_primary: row.is_primary,
    notes: row.notes,
    created_at: timeOf(row.created_at),
    updated_at: timeOf(row.updated_at),
  }
}

/** `CustomerContactResponse`: a contact as it stands inside of its customer. */
export function nestedContactReply(row: ContactRow) {
  const { entity_type: _, entity_id: customer_id, id, ...rest } = contactReply(row)
  return { id, customer_id, ...rest }
}
