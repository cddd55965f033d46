import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { asked, customersLike, workspace } from '../deskAddress.ts'
import { percentile, type Row } from '../row.ts'

const root = fileURLToPath(new URL('../../../..', import.meta.url))
const million = 1_000_000

export const search: Row = {
  name: 'search',
  work: 'customer search over 1,000,000 customers, gateway included',
  async run(stage) {
    const desk = await stage.desk()
    const pool = await stage.pool()
    console.log('       filling a million customers, which takes minutes')
    const filled = spawnSync(
      'npm',
      ['run', '--silent', 'seed', '--', '--customers', String(million), '--contacts', '0'],
      {
        cwd: root,
        env: { ...process.env, DATABASE_URL: await stage.database() },
        stdio: 'inherit',
      },
    )
    if (filled.status !== 0) throw new Error('The seed did not work.')
    const names = (await sampleOf(desk.url)).map(({ name }) => name)
    await pool.query('create extension if not exists pg_trgm')
    await pool.query('create table if not exists floor_customer (id integer, name text)')
    await pool.query(
      `insert into floor_customer
       select n, ($1::text[])[1 + n % cardinality($1::text[])] || ' ' || n
       from generate_series(1, ${million}) n`,
      [names],
    )
    await pool.query(
      'create index if not exists floor_trigrams on floor_customer using gin (lower(name) gin_trgm_ops)',
    )
    await pool.query('vacuum analyze floor_customer')

    const asDesk = async (text: string) => {
      await asked(
        `${desk.url}/api/workspaces/${workspace}/customers?limit=20&search=${encodeURIComponent(text)}`,
      )
    }
    const asFloor = async (text: string) => {
      await pool.query('select id, name from floor_customer where lower(name) like $1 limit 20', [
        `%${text.toLowerCase()}%`,
      ])
    }
    const queries = Array.from({ length: 200 }, (_, index) => pieceOf(names, index))
    const typos = queries.filter((text) => text.length >= 5).map(withTypo)
    for (const text of queries.slice(0, 30)) await Promise.all([asDesk(text), asFloor(text)])
    return [
      {
        what: 'search, p95 of 200',
        unit: 'ms',
        floor: percentile(await timesOf(queries, asFloor), 0.95),
        desk: percentile(await timesOf(queries, asDesk), 0.95),
        must: { atMost: 25 },
        stretch: { atMost: 12 },
      },
      {
        what: `search with a typo, p95 of ${typos.length}`,
        unit: 'ms',
        desk: percentile(await timesOf(typos, asDesk), 0.95),
        must: { atMost: 80 },
      },
    ]
  },
}

async function sampleOf(desk: string) {
  const samples = await Promise.all(
    ['a', 'e', 'st', 'group', 'north', 'ltd'].map((text) => customersLike(desk, text)),
  )
  return samples.flat()
}

/** From three characters to a whole name, as people type. Repeatable. */
function pieceOf(names: readonly string[], index: number): string {
  const name = names[(index * 7919) % names.length] ?? ''
  const length = Math.min(name.length, 3 + ((index * 31) % 18))
  const start = index % 3 === 0 ? 0 : (index * 13) % (name.length - length + 1)
  return name.slice(start, start + length).trim()
}

/** Two neighbours swapped in the middle: the slip of the hand that is made most. */
function withTypo(text: string): string {
  const at = Math.floor(text.length / 2)
  return text.slice(0, at - 1) + text.charAt(at) + text.charAt(at - 1) + text.slice(at + 1)
}

async function timesOf(texts: readonly string[], ask: (text: string) => Promise<void>) {
  const times: number[] = []
  for (const text of texts) {
    const started = performance.now()
    await ask(text)
    times.push(performance.now() - started)
  }
  return times
}
