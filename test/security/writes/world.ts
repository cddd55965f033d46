import pino from 'pino'
import { textColumns, flagColumns } from '#backends/zuora/embedded/tables/contactRows.ts'
import { zuoraApp } from '#backends/zuora/embedded/app.ts'
import { vendors } from '#backends/vendors.ts'
import type { CustomField, FormDefinition } from '#contract/fields/field.ts'
import type { Values } from '#contract/fields/kind.ts'
import type { Database } from '#contract/backend/vendor.ts'
import { createAmbientTransaction } from '#server/database/ambientTransaction.ts'
import { freshDatabase } from '../../helpers/database.ts'
import { customerNamed } from '../../helpers/embeddedVendor.ts'
import { embeddedWorkspace, openGateway, type Gateway } from '../../helpers/gateway.ts'
import { aCustomer, people } from '../../helpers/people.ts'
import { deskSchema } from '#server/migrations/migrations.ts'

export type VendorId = 'dayzero' | 'zuora'

/** The real gateway on a vendor's real embedded API, as a desk with nothing configured has it. */
export interface World {
  vendor: VendorId
  workspace: string
  form: FormDefinition
  gateway: Gateway
  database: Database
  /** Each with two contacts; whoever writes takes one for itself. */
  customers: readonly string[]
  /** What the gateway logged as a fault of its own. */
  faults: unknown[]
  /** What the billing system's own table holds of a contact, by field. */
  stored(contact: string): Promise<Values | null>
  /** The contacts of a customer behind everybody's back, as one text that changes when they do. */
  contactsOf(customer: string): Promise<string>
  forget(contact: string): Promise<void>
}

/** One of each kind that a company can add. */
const customFields: readonly CustomField[] = [
  { name: 'Text__c', label: 'Text of ours', type: 'text' },
  { name: 'Long__c', label: 'Long of ours', type: 'longText' },
  { name: 'Url__c', label: 'Page of ours', type: 'url' },
  { name: 'Whole__c', label: 'Whole of ours', type: 'integer' },
  { name: 'Number__c', label: 'Number of ours', type: 'number' },
  { name: 'Flag__c', label: 'Flag of ours', type: 'boolean' },
  { name: 'Day__c', label: 'Day of ours', type: 'date' },
  { name: 'Pick__c', label: 'Pick of ours', type: 'picklist', options: ['One', 'Two', 'Três'] },
]

/** @param lanes how many customers there are to write to at the same time */
export async function openWorld(id: VendorId, lanes: number): Promise<World> {
  const vendor = vendors[id]!
  const { database } = await freshDatabase()
  await database.query(vendor.embedded.schema + deskSchema)
  const names = Array.from({ length: lanes }, (_, lane) => `Customer ${lane}`)
  await vendor.embedded.seed(
    database,
    names.map((name) => aCustomer({ name, people: people(2) })),
  )
  const joined = createAmbientTransaction(database)
  const now = () => new Date()
  const settings = { ...vendor.embedded.settings, ...(id === 'zuora' && { customFields }) }
  const send =
    id === 'zuora'
      ? zuoraApp({ database: joined.database, now, customFields })
      : vendor.embedded.app({ database: joined.database, now })
  const backend = vendor.connect(settings, send)
  const variation = vendor.variation(settings)
  const form = vendor.form(variation)
  const workspace = { ...embeddedWorkspace(vendor, backend), joined: true, variation, form }
  const faults: unknown[] = []
  const customers: string[] = []
  for (const name of names) customers.push(await customerNamed(backend, name))
  return {
    ...{ vendor: id, workspace: workspace.id, form, database, customers, faults },
    gateway: await openGateway({
      database,
      joined,
      workspaces: [workspace],
      embedded: new Map([[id, send]]),
      log: pino({ level: 'error' }, { write: (line) => void faults.push(JSON.parse(line)) }),
    }),
    async stored(contact) {
      const [row] = await database.query<Record<string, unknown>>(
        `select * from ${id}.contacts where id = $1`,
        [contact],
      )
      return row ? valuesIn(form, row) : null
    },
    async contactsOf(customer) {
      const column = id === 'zuora' ? 'account_id' : 'customer_id'
      const rows = await database.query(
        `select * from ${id}.contacts where ${column} = $1 order by id`,
        [customer],
      )
      return JSON.stringify(rows)
    },
    async forget(contact) {
      await database.query(`delete from ${id}.contacts where id = $1`, [contact])
    },
  }
}

const columns: Record<string, string> = { ...textColumns, ...flagColumns }

function valuesIn(form: FormDefinition, row: Record<string, unknown>): Values {
  const custom = (row['custom'] ?? {}) as Record<string, unknown>
  return Object.fromEntries(
    form.fields.map(({ name, kind }) => {
      const value = row[columns[name] ?? name] ?? custom[name] ?? (kind === 'flag' ? false : null)
      return [name, typeof value === 'number' ? String(value) : (value as string | boolean | null)]
    }),
  )
}
