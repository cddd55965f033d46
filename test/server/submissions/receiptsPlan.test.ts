import { expect, test } from 'vitest'
import type { Queries } from '#contract/backend/vendor.ts'
import { listReceipts } from '#server/submissions/receipts/receipts.ts'
import { deskDatabase } from '../../helpers/gateway.ts'

const person = 'pat'

test('receipts with flagged duplicates are read by indexes alone, too cheaply for JIT', async () => {
  const database = await deskDatabase()
  await database.query(`
    insert into desk.submissions
      (workspace, id, person, person_name, revision, fingerprint, payload, op, customer,
       contact, state, outcome, fencing_token, lease_until, sent_at, settled_at, duplicate)
    select 'desk', gen_random_uuid(), 'pat', 'Pat', 1, 'f', '{"op":"create"}',
      case when it % 2 = 0 then 'create' else 'remove' end, 'c' || it % 100,
      'k' || it, 'succeeded', '{"state":"succeeded","contact":null}', 1, now(),
      now() - it * interval '1 minute', now(), case when it % 700 = 0 then 'k' || it + 1 end
    from generate_series(1, 20000) as it`)
  await database.query('analyze desk.submissions')
  const plans: string[] = []
  const explaining: Queries = {
    ...database,
    query: async (text, values) => {
      const lines = await database.query<{ 'QUERY PLAN': string }>(`explain ${text}`, values)
      plans.push(lines.map((line) => line['QUERY PLAN']).join('\n'))
      return database.query(text, values)
    },
  }
  const page = { limit: 100 }
  await listReceipts(explaining, { workspace: 'desk', person, mine: true, page }, new Date())
  const [plan = ''] = plans
  expect(plan).not.toContain('Seq Scan')
  // PostgreSQL compiles what it thinks costs more than this (jit_above_cost).
  expect(Number(/cost=[\d.]+\.\.([\d.]+)/.exec(plan)![1])).toBeLessThan(100_000)
})
