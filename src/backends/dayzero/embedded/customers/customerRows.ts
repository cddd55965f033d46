import {
  nestedContactReply,
  type ContactRow,
} from '#backends/dayzero/embedded/contacts/contactRows.ts'
import { timeOf, type Sort } from '#backends/dayzero/embedded/http/paging.ts'

/** A customer as its table has it, without what only the search needs. */
export interface CustomerRow {
  id: string
  business_id: string
  name: string
  search: string
  email: string
  address: string | null
  phone: string | null
  tax_id: string | null
  website: string | null
  notes: string | null
  credit_limit_cents: number | string | null
  default_payment_term_id: string | null
  status: string
  category: string | null
  invoice_footer: string | null
  created_at: Date
  updated_at: Date
  deleted_at: Date | null
}

export const customerColumns = `id, business_id, name, search, email, address, phone, tax_id, website,
  notes, credit_limit_cents, default_payment_term_id, status, category, invoice_footer,
  created_at, updated_at, deleted_at`

/** Only columns with an index: a list of a million customers is sorted by none of the others. */
export const customerSorts: Record<string, Sort<CustomerRow>> = {
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
  name: { sql: 'search', type: 'text', key: (row) => row.search },
  email: { sql: 'email', type: 'text', key: (row) => row.email },
}

/** Day Zero's `CustomerResponse`. Lists leave the contacts out, as the document allows. */
export function customerReply(row: CustomerRow, contacts?: ContactRow[]) {
  return {
    id: row.id,
    business_id: row.business_id,
    created_at: timeOf(row.created_at),
    updated_at: timeOf(row.updated_at),
    name: row.name,
    email: row.email,
    address: row.address,
    phone: row.phone,
    tax_id: row.tax_id,
    website: row.website,
    notes: row.notes,
    credit_limit_cents: row.credit_limit_cents === null ? null : Number(row.credit_limit_cents),
    default_payment_term_id: row.default_payment_term_id,
    status: row.status,
    category: row.category,
    is_deleted: row.deleted_at !== null,
    deleted_at: row.deleted_at && timeOf(row.deleted_at),
    stripe_customer_id: null,
    invoice_footer: row.invoice_footer,
    contacts: contacts?.map(nestedContactReply),
  }
}
