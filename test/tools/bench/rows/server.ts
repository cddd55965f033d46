import { execFileSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import autocannon from 'autocannon'
import { startDesk } from '../../../helpers/desk.ts'
import { asked, pathOf, smallCustomer, submitted, workspace } from '../deskAddress.ts'
import { percentile, type Row } from '../row.ts'
import type { Stage } from '../stage.ts'

/** As many at a time as a busy office. */
const atOnce = 8

/** Runs `count` pieces of work, `atOnce` at a time; how many a second. */
async function perSecond(count: number, work: (index: number) => Promise<unknown>) {
  let next = 0
  const started = performance.now()
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (next < count) await work(next++)
    }),
  )
  return count / ((performance.now() - started) / 1000)
}

export const creates: Row = {
  name: 'creates',
  work: 'contact creates through the gateway, against bare inserts at the same concurrency',
  async run(stage) {
    const desk = await stage.desk()
    const pool = await stage.pool()
    const { id: customer } = await smallCustomer(desk.url)
    await pool.query(`
      create table if not exists floor_insert (
        id uuid primary key default gen_random_uuid(), customer text not null, name text not null,
        email text, phone text, role text, notes text, updated_at timestamptz not null default now())`)
    const insert = (index: number) =>
      pool.query(
        'insert into floor_insert (customer, name, email, role) values ($1, $2, $3, $4) returning *',
        [customer, `Bench ${index}`, `bench.${index}@example.com`, 'Billing'],
      )
    const create = async (index: number) => {
      const values = {
        name: `Bench ${index}`,
        email: `bench.${index}@example.com`,
        phone: null,
        role: 'Billing',
        is_primary: false,
        notes: null,
      }
      const answer = await submitted(desk.url, { op: 'create', customer, values })
      if (answer.status !== 200) throw new Error(`${answer.status}: ${await answer.text()}`)
      await answer.arrayBuffer()
    }
    await perSecond(200, insert)
    await perSecond(100, create)
    return [
      {
        what: 'creates',
        unit: '/s',
        floor: await perSecond(3000, insert),
        desk: await perSecond(1500, create),
        must: { atLeastTimes: 0.2 },
        stretch: { atLeastTimes: 0.33 },
      },
    ]
  },
}

export const reads: Row = {
  name: 'reads',
  work: 'reads through the gateway, against a bare Hono route with the same query',
  async run(stage) {
    const desk = await stage.desk()
    const floors = await stage.floors()
    const { id } = await smallCustomer(desk.url)
    const path = `/api/workspaces/${workspace}/customers/${id}/contacts?limit=200`
    await copyContacts(stage, id, await asked(desk.url + path))
    const floor = `${floors}/rows/${id}`
    for (const url of [floor, desk.url + path]) await hammered(url, 2)
    return [
      {
        what: 'a page of contacts',
        unit: '/s',
        floor: await hammered(floor, 6),
        desk: await hammered(desk.url + path, 6),
        must: { atLeastTimes: 0.6 },
        stretch: { atLeastTimes: 0.8 },
      },
    ]
  },
}

/** Gives the floor the same rows to read, among as many others. */
async function copyContacts(stage: Stage, customer: string, page: unknown): Promise<void> {
  const pool = await stage.pool()
  const { items } = page as { items: { id: string; values: Record<string, unknown> }[] }
  await pool.query(`
    create table if not exists floor_contact (
      id text primary key, customer text not null, name text not null, email text, phone text,
      role text, is_primary boolean, notes text, updated_at timestamptz not null default now())`)
  await pool.query('create index if not exists floor_by_customer on floor_contact (customer, id)')
  await pool.query(`
    insert into floor_contact (id, customer, name, email, phone, role, is_primary)
    select gen_random_uuid()::text, 'other ' || (n / 15), 'Person ' || n, 'p' || n || '@example.com',
      '+49 30 1234567', 'Billing', false
    from generate_series(1, 3000) n`)
  for (const { id, values } of items)
    await pool.query(
      `insert into floor_contact (id, customer, name, email, phone, role, is_primary, notes)
       values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
      [
        id,
        customer,
        ...['name', 'email', 'phone', 'role', 'is_primary', 'notes'].map((n) => values[n]),
      ],
    )
}

async function hammered(url: string, seconds: number): Promise<number> {
  const result = await autocannon({ url, connections: 10, duration: seconds })
  if (result.non2xx + result.errors > 0) throw new Error(`${url}: ${result.non2xx} refused`)
  return result.requests.average
}

export const ready: Row = {
  name: 'ready',
  work: 'ready after npm start, built and with data',
  async run() {
    const desk = await startDesk()
    try {
      const samples: number[] = []
      for (let round = 0; round < 5; round++) {
        await desk.end()
        const started = performance.now()
        await desk.restart()
        samples.push((performance.now() - started) / 1000)
      }
      return [
        {
          what: 'start to answering, worst of 5',
          unit: 's',
          desk: percentile(samples, 1),
          must: { atMost: 3 },
          stretch: { atMost: 1.5 },
        },
      ]
    } finally {
      await desk.stop()
    }
  },
}

export const memory: Row = {
  name: 'memory',
  work: 'gateway resident memory after 10,000 mixed requests',
  async run(stage) {
    // One of its own: the other has been through the rows before.
    const desk = await startDesk({ env: { DATABASE_URL: await stage.database() } })
    try {
      const { id: customer } = await smallCustomer(desk.url)
      const api = `${desk.url}/api/workspaces/${workspace}`
      const kinds: (() => Promise<unknown>)[] = [
        () => asked(`${api}/customers?search=no&limit=20`),
        () => asked(`${api}/customers/${customer}`),
        () => asked(`${api}/customers/${customer}/contacts?limit=200`),
        () => asked(`${api}/receipts?limit=20`),
        async () => (await fetch(desk.url + pathOf(customer))).text(),
        async () => (await submitted(desk.url, { op: 'nonsense' })).text(),
      ]
      await perSecond(10_000, (index) => kinds[index % kinds.length]!())
      return [
        {
          what: 'resident after 10,000 requests',
          unit: 'MB',
          desk: (await residentBytes(desk.pid)) / 1_000_000,
          must: { atMost: 150 },
          stretch: { atMost: 110 },
        },
      ]
    } finally {
      await desk.stop()
    }
  },
}

async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  const line = /VmRSS:\s+(\d+) kB/.exec(status)?.[1]
  const kibibytes =
    line ?? execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })
  return Number(kibibytes) * 1024
}
