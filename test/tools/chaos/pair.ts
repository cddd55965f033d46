import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startDesk, type Desk } from '../../helpers/desk.ts'
import { vendors, type VendorId } from './kinds.ts'
import { startProxy, type Proxy } from './proxy.ts'

/** A workspace of the gateway with a wire of its own, so that what breaks there breaks for nobody else. */
export interface Slot {
  vendor: VendorId
  workspace: string
  /** Between the gateway and the billing system. */
  wire: Proxy
}

export interface LedgerRow {
  state: string
  /** Milliseconds since 1970. */
  settledAt: number | null
}

/** Two desks: the billing systems are in one, the gateway under test is the other. */
export interface Pair {
  gateway: Desk
  /** What it was started with: another one beside it is started with the same. */
  settings: Record<string, string>
  billing: Desk
  slots: Slot[]
  /** Customers with few contacts, whose lists fit on a screen. */
  customers: Record<VendorId, string[]>
  /** When the contacts with this last name were made, as the billing system's own tables say. */
  made(vendor: VendorId, last: string): Promise<number[]>
  /** What the gateway has written down about this last name. */
  ledger(last: string): Promise<LedgerRow[]>
  stop(): Promise<void>
}

/**
 * @param slots how many workspaces of each vendor
 * @param env what the gateway is started with besides
 */
export async function startPair(slots: number, env: Record<string, string> = {}): Promise<Pair> {
  const billing = await startDesk()
  const folder = await mkdtemp(join(tmpdir(), 'contact-desk-chaos-'))
  const proxies: Proxy[] = []
  const stopAll = async () => {
    for (const proxy of proxies) await proxy.close()
    await billing.stop()
    await rm(folder, { recursive: true, force: true })
  }
  try {
    const made: Slot[] = []
    for (const vendor of vendors)
      for (let index = 1; index <= slots; index++) {
        const wire = await startProxy(() => portOf(billing))
        proxies.push(wire)
        made.push({ vendor, workspace: `${vendor}-${index}`, wire })
      }
    const file = join(folder, 'desk.json')
    await writeFile(file, JSON.stringify({ workspaces: made.map(workspaceOf) }))
    const settings = { ...env, DESK_CONFIG: file }
    const gateway = await startDesk({ env: settings })
    return {
      gateway,
      settings,
      billing,
      slots: made,
      customers: await quietCustomers(billing),
      made: async (vendor, last) => {
        const rows = await rowsOf<{ at: Date }>(billing, madeIn[vendor], [last])
        return rows.map(({ at }) => at.getTime())
      },
      ledger: async (last) => {
        const rows = await rowsOf<{ state: string; settled_at: Date | null }>(
          gateway,
          `select state, settled_at from desk.submissions
           where payload like '%' || $1 || '%' order by sent_at`,
          [last],
        )
        return rows.map((row) => ({
          state: row.state,
          settledAt: row.settled_at?.getTime() ?? null,
        }))
      },
      stop: async () => {
        await gateway.stop()
        await stopAll()
      },
    }
  } catch (error) {
    await stopAll()
    throw error
  }
}

/** Asks the database of a desk; its own PostgreSQL listens where its note in the data folder says. */
export async function rowsOf<Row extends pg.QueryResultRow>(
  desk: Desk,
  sql: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: await databaseOf(desk) })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query<Row>(sql, [...values])).rows
  } finally {
    await client.end().catch(() => {})
  }
}

async function databaseOf({ data, database }: Desk): Promise<string> {
  if (database !== null) return database
  const note = await readFile(join(data, 'postgres', 'postmaster.pid'), 'utf8')
  const [, , , , sockets = ''] = note.split('\n')
  return `postgresql://desk@${encodeURIComponent(sockets)}/postgres`
}

/** Customers with few contacts, by vendor. */
export async function quietCustomers(desk: Desk): Promise<Record<VendorId, string[]>> {
  return { dayzero: await idsOf(desk, quietDayZero), zuora: await idsOf(desk, quietZuora) }
}

async function idsOf(desk: Desk, sql: string): Promise<string[]> {
  return (await rowsOf<{ id: string }>(desk, sql)).map(({ id }) => id)
}

const quietDayZero = `
  select c.id::text from dayzero.customers c join dayzero.contacts p on p.customer_id = c.id
  where c.status = 'active' and c.deleted_at is null group by c.id
  having count(*) between 2 and 20 and bool_or(p.is_primary) order by c.id`

const quietZuora = `
  select a.id from zuora.accounts a join zuora.contacts p on p.account_id = a.id
  where a.status = 'Active' and a.bill_to_id is not null group by a.id
  having count(*) between 2 and 20 order by a.id`

const madeIn: Record<VendorId, string> = {
  dayzero: `select created_at as at from dayzero.contacts where name like '% ' || $1`,
  zuora: `select created_at as at from zuora.contacts where last_name = $1`,
}

export function portOf(desk: Desk): number {
  return Number(new URL(desk.url).port)
}

function workspaceOf({ vendor, workspace, wire }: Slot): object {
  const address = `${wire.url}/embedded/${vendor}`
  const settings = {
    dayzero: {
      address,
      token: 'dz_embedded',
      businessId: '01890000-0000-7000-8000-000000000001',
    },
    zuora: {
      address,
      clientId: 'embedded-client',
      clientSecret: 'embedded-secret',
      shipTo: true,
    },
  }
  return {
    id: workspace,
    name: workspace,
    backend: vendor,
    environment: { word: 'Chaos', tone: 'test' },
    settings: settings[vendor],
  }
}
