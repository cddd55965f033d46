import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { openApp, type App } from '../openApp.ts'
import { allOf, type Queried } from './querying.ts'

/* Filters against the same filters in JavaScript, over every contact that there is. */

let app: App
let everybody: Queried[]

const names = [
  'Ann',
  'ANN',
  'anna',
  'Bo',
  'b%',
  'b_',
  'b\\',
  'Zoë',
  'zoë',
  '王',
  'null',
  'a,b',
  ' x',
]

beforeAll(async () => {
  const customFields = [{ name: 'Level__c', label: 'Level', type: 'number' as const }]
  app = await openApp({ customFields })
  const { id } = await app.newAccount()
  await app.database.query(
    `insert into zuora.contacts
       (id, account_id, first_name, last_name, work_phone, custom, created_at, updated_at)
     select md5(number::text), $1, ($2::text[])[1 + number % 13], ($2::text[])[1 + number % 7],
            case when number % 3 > 0 then ($2::text[])[1 + number % 11] end,
            case when number % 4 > 0 then jsonb_build_object('Level__c', number % 5 - 1.5)
                 else '{}' end,
            now(), timestamptz '2026-01-01' + number % 5 * interval '1 day'
     from generate_series(1, 90) as number`,
    [id, names],
  )
  everybody = await allOf(app, 'contacts', { pageSize: 99 })
})

interface Question {
  field: string
  operator: string
  value: string
}

const operators = ['EQ', 'NE', 'LT', 'GT', 'GE', 'LE'] as const
const texts = fc.record({
  field: fc.constantFrom('firstName', 'lastName', 'workPhone'),
  operator: fc.constantFrom(...operators, 'SW'),
  value: fc.oneof(fc.constantFrom(...names, 'a', 'b', 'N'), fc.string({ maxLength: 2 })),
})
const lists = fc.record({
  field: fc.constantFrom('firstName', 'workPhone'),
  operator: fc.constant('IN'),
  value: fc
    .array(fc.constantFrom('Ann', 'bo', '王', 'null', 'nobody', 'B%'), { minLength: 1 })
    .map((values) => `[${values.join(',')}]`),
})
const numbers = fc.record({
  field: fc.constant('Level__c'),
  operator: fc.constantFrom(...operators),
  value: fc.constantFrom('-1.5', '-0.5', '0', '+2.5', '1.50', '10'),
})
const times = fc.record({
  field: fc.constant('updatedDate'),
  operator: fc.constantFrom(...operators),
  value: fc.constantFrom('2026-01-02', '2026-01-03T00:00:00Z', '2026-01-02T23:59:59.999Z'),
})

test('filters find what they say, and all of it', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(texts, lists, numbers, times), { minLength: 1, maxLength: 3 }),
      async (questions) => {
        const filters = questions.map((it) => `${it.field}.${it.operator}:${it.value}`)
        const rows = await allOf(app, 'contacts', { 'filter[]': filters, pageSize: 99 })
        const found = everybody.filter((it) => questions.every((each) => holds(each, it)))
        expect([filters, rows.map((it) => it.id)]).toEqual([filters, found.map((it) => it.id)])
      },
    ),
    { numRuns: 300 },
  )
})

function holds({ field, operator, value }: Question, record: Queried): boolean {
  const stored = keyOf(field, record[field])
  if (operator === 'IN') {
    const listed = value.slice(1, -1).split(',')
    return listed.some((each) => holds({ field, operator: 'EQ', value: each }, record))
  }
  const isNull = value.toLowerCase() === 'null' && ['EQ', 'NE'].includes(operator)
  if (isNull) return (stored === null) === (operator === 'EQ')
  if (stored === null) return operator === 'NE'
  const wanted = keyOf(field, value)!
  if (operator === 'SW') return String(stored).startsWith(String(wanted))
  const order = compare(stored, wanted)
  const answers: Record<string, boolean> = {
    ...{ EQ: order === 0, NE: order !== 0, LT: order < 0, GT: order > 0 },
    ...{ LE: order <= 0, GE: order >= 0 },
  }
  return answers[operator]!
}

function keyOf(field: string, value: unknown): string | number | null {
  if (field === 'Level__c' && value !== undefined) return Number(value)
  if (typeof value !== 'string') return null
  return field === 'updatedDate' ? Date.parse(value) : value.toLowerCase()
}

function compare(one: string | number, other: string | number): number {
  if (typeof one === 'number') return one - Number(other)
  return Buffer.compare(Buffer.from(one), Buffer.from(String(other)))
}
