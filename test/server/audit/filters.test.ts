import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { supportCodeOf } from '#contract/api/supportCode.ts'
import type { Database } from '#contract/backend/vendor.ts'
import { chaining, chainingValues } from '#server/audit/chain.ts'
import { verifyChains } from '#server/audit/verify.ts'
import {
  customer,
  deskDatabase,
  openGateway,
  workspaceOn,
  type Gateway,
} from '../../helpers/gateway.ts'
import { memoryBackend } from '../../helpers/memoryBackend.ts'
import { logged, logPage } from './auditDesk.ts'
import type { AuditRow } from '#server/audit/auditRow.ts'

let database: Database
let gateway: Gateway
const special = randomUUID()

/** Rows as saves would leave them, one a minute from ten o'clock on; every fifth is refused. */
const people = [
  ['iss|maria', 'Maria Müller'],
  ['iss|maria', 'Maria Schmidt'],
  ['iss|100%', 'Per_cent'],
  ['iss|omar', 'عمر'],
] as const
const rows: AuditRow[] = Array.from({ length: 40 }, (_, index) => {
  const [person, person_name] = people[index % people.length]!
  const submissionId = index === 17 ? special : randomUUID()
  const isRefused = index % 5 === 0
  return {
    workspace: 'desk',
    at: new Date(Date.parse('2026-05-04T10:00:00Z') + index * 60_000),
    ...{ person, person_name, role: 'editor', op: 'create', customer: `c-${index % 3}` },
    ...{ contact: null, contact_name: null, changes: '[]', undoes: null, reason: null },
    ...{ submission_id: submissionId, revision: 1, code: supportCodeOf(submissionId) },
    outcome: isRefused ? 'refused' : 'saved',
    refusal: isRefused ? 'rejected' : null,
    ...{ status: null, track_id: null, request_id: null, milliseconds: null, reference: null },
  } satisfies AuditRow
})

beforeAll(async () => {
  database = await deskDatabase()
  gateway = await openGateway({ database })
  for (const row of rows)
    await database.query(
      `with cause as (select 1)${chaining('select from cause', 0)} select number from link`,
      chainingValues(row),
    )
})

/** Their numbers, the newest first. */
const found = async (query: string) => (await logged(gateway, query)).map(({ number }) => number)
const those = (isMeant: (row: AuditRow) => boolean) =>
  rows.flatMap((row, index) => (isMeant(row) ? [index + 1] : [])).toReversed()

describe('rows are found by', () => {
  test.each([
    ['part of a name', 'maria', (row: AuditRow) => row.person === 'iss|maria'],
    ['a name they had once', 'MÜLLER', (row: AuditRow) => row.person_name === 'Maria Müller'],
    ['part of an id', 'iss|om', (row: AuditRow) => row.person === 'iss|omar'],
    ['letters that combine', 'mu\u0308ller', (row: AuditRow) => row.person_name === 'Maria Müller'],
    ['another script', 'عمر', (row: AuditRow) => row.person_name === 'عمر'],
    ['a sign that is no wildcard', '0%', (row: AuditRow) => row.person === 'iss|100%'],
    ['one that is no wildcard either', 'r_c', (row: AuditRow) => row.person === 'iss|100%'],
    ['what nobody is called', 'nobody', () => false],
  ])('person: %s', async (_, typed, isMeant) =>
    expect(await found(`?person=${encodeURIComponent(typed)}`)).toEqual(those(isMeant)),
  )

  test('customer, whole and exactly', async () => {
    expect(await found('?customer=c-1')).toEqual(those((row) => row.customer === 'c-1'))
    expect(await found('?customer=C-1')).toEqual(those((row) => row.customer === 'c-1'))
    expect(await found('?customer=c-')).toEqual([])
  })

  test('time, from a moment on and up to another one, in whatever zone', async () => {
    const between = those((row) => {
      const minute = row.at.getUTCMinutes()
      return minute >= 5 && minute < 12
    })
    const from = encodeURIComponent('2026-05-04T12:05:00+02:00')
    expect(await found(`?from=${from}&to=2026-05-04T10:12:00Z`)).toEqual(between)
  })

  test('outcome', async () => {
    expect(await found('?outcome=refused')).toEqual(those((row) => row.outcome === 'refused'))
    expect(await found('?outcome=saved')).toEqual(those((row) => row.outcome === 'saved'))
    expect(await found('?outcome=unknown')).toEqual([])
  })

  test('support code, as it is shown or as it was read out', async () => {
    const code = supportCodeOf(special)
    for (const typed of [code, code.toLowerCase(), code.replace('-', ''), ` ${code} `])
      expect(await found(`?code=${encodeURIComponent(typed)}`)).toEqual([18])
  })

  test('all of them together', async () => {
    const query = '?person=maria&customer=c-0&outcome=saved&from=2026-05-04T10:01:00Z'
    expect(await found(query)).toEqual(
      those(
        (row) =>
          row.person === 'iss|maria' &&
          row.customer === 'c-0' &&
          row.outcome === 'saved' &&
          row.at.getUTCMinutes() >= 1,
      ),
    )
  })
})

test.each(['', 'person=maria', 'customer=c-0', 'outcome=saved'])(
  'pages run from the newest to the oldest, each row once, with the filter %s',
  async (filter) => {
    const seen: number[] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const page = await logPage(gateway, `?limit=3&${filter}${cursor && `&cursor=${cursor}`}`)
      expect(page.items.length).toBeLessThanOrEqual(3)
      seen.push(...page.items.map(({ number }) => number))
      cursor = page.next
    }
    expect(seen).toEqual(await found(`?limit=1000&${filter}`))
  },
)

test.each([
  ['person', ''],
  ['person', 'x'.repeat(201)],
  ['customer', 'a b'],
  ['from', '2026-05-04'],
  ['from', 'yesterday'],
  ['to', '2026-13-04T10:00:00Z'],
  ['outcome', 'maybe'],
  ['code', '7F3K-9Q2'],
  ['cursor', 'W10'],
  ['cursor', 'WyIyMDI2LTA1LTA0VDEwOjAwOjAwWiIsIjEiXQ'],
  ['limit', '0'],
  ['who', 'maria'],
])('a mistake is named: %s=%s', async (name, value) => {
  const answer = await gateway.ask(`/api/workspaces/desk/log?${name}=${encodeURIComponent(value)}`)
  expect(answer.status).toBe(400)
  const body: unknown = await answer.json()
  const told = { error: { refusal: { kind: 'fields', problems: [{ field: name }] } } }
  // Of a filter that is none, the message says which.
  if (name === 'who') expect(JSON.stringify(body)).toContain('who')
  else expect(body).toMatchObject(told)
})

describe('a log of 20,000 rows', () => {
  beforeAll(async () => {
    await database.query(
      `insert into desk.audit
         (workspace, number, at, person, person_name, op, customer, changes, submission_id, revision,
          code, outcome, hash)
       select 'long', n, timestamptz '2026-01-01' + n * interval '1 minute', 'p-' || n % 50,
         'Person ' || n % 50, 'create', 'c-' || n % 500, '[]', gen_random_uuid(), 1,
         upper(substr(md5(n::text), 1, 4) || '-' || substr(md5(n::text), 5, 4)),
         case when n % 100 = 0 then 'refused' else 'saved' end, ''
       from generate_series(1, 20000) as n;
       analyze desk.audit`,
    )
  })

  test.each([
    ['nothing', '', 'audit_newest'],
    ['person', '?person=person+17', 'audit_by_person'],
    ['customer', '?customer=c-7', 'audit_by_customer'],
    ['code', '?code=C4CA-4238', 'audit_by_code'],
    ['outcome', '?outcome=refused', 'audit_unsaved'],
    ['time', '?from=2026-01-02T10:00:00Z&to=2026-01-02T12:00:00Z', 'audit_newest'],
  ])('is asked through an index of its own: by %s', async (_, query, index) => {
    const plans: string[] = []
    const explaining: Database = {
      ...database,
      query: async (sql, values) => {
        if (sql.includes('from desk.audit')) {
          const lines = await database.query<{ 'QUERY PLAN': string }>(`explain ${sql}`, values)
          plans.push(...lines.map((line) => line['QUERY PLAN']))
        }
        return database.query(sql, values)
      },
    }
    const long = await openGateway({
      database: explaining,
      workspaces: [workspaceOn(memoryBackend(customer), 'long')],
    })
    expect((await logged(long, query, 'long')).length).toBeGreaterThan(0)
    const plan = plans.join('\n')
    expect(plan).toContain(index)
    expect(plan).not.toContain('Seq Scan')
    expect(plan).not.toMatch(/audit_numbered/)
  })
})

test('what was put in here is a chain like any other', async () => {
  const verdicts = await verifyChains(database)
  expect(verdicts.find(({ workspace }) => workspace === 'desk')).toMatchObject({
    kind: 'whole',
    rows: 40,
  })
})
