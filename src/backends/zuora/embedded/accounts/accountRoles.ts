import type { Tenant } from '#backends/zuora/embedded/http/operation.ts'

/** Something that one contact of an account is. The account points at its holder. */
export interface AccountRole {
  /** What messages call it. */
  title: string
  column: 'bill_to_id' | 'sold_to_id' | 'ship_to_id'
  /** What a contact must be allowed to be, with the Ship To Contact feature. */
  flag: 'as_bill_to' | 'as_sold_to' | 'as_ship_to'
  idField: string
  contactField: string
  /** Has the role share the bill-to's contact in a new account. */
  sameField?: string
  /** An account that is no draft has somebody in this role. */
  needed: boolean
}

const always: readonly AccountRole[] = [
  {
    title: 'bill-to',
    column: 'bill_to_id',
    flag: 'as_bill_to',
    idField: 'billToContactId',
    contactField: 'billToContact',
    needed: true,
  },
  {
    title: 'sold-to',
    column: 'sold_to_id',
    flag: 'as_sold_to',
    idField: 'soldToContactId',
    contactField: 'soldToContact',
    sameField: 'soldToSameAsBillTo',
    needed: true,
  },
]

const shipTo: AccountRole = {
  title: 'ship-to',
  column: 'ship_to_id',
  flag: 'as_ship_to',
  idField: 'shipToContactId',
  contactField: 'shipToContact',
  sameField: 'shipToSameAsBillTo',
  needed: false,
}

/** The roles that accounts of this tenant have. */
export function rolesOf(tenant: Tenant): readonly AccountRole[] {
  return tenant.shipTo ? [...always, shipTo] : always
}
