import type { Queries } from '#contract/backend/vendor.ts'
import { endpoints } from '#backends/zuora/endpoints.ts'
import { faulty } from '#backends/zuora/embedded/http/errors.ts'
import { bindings } from '#backends/zuora/embedded/objectQuery/sql.ts'
import type { Call, Json, JsonObject, Operation } from '#backends/zuora/embedded/http/operation.ts'
import { isStorable } from '#backends/zuora/embedded/http/readText.ts'
import { zoqlObjects, type ZoqlField, type ZoqlType } from './fields.ts'
import { zoqlOf } from './query.ts'
import { fieldOf, whereOf } from './sql.ts'

/*
 * Zuora's older query language. Its faults always have the status 400 and a body with a FaultCode:
 * the statuses of actions did not change with the versions, and of the bodies that were seen it is
 * the one that says most.
 */

/** As documented. */
const mostRecords = 2000
const locatorLife = 15 * 60 * 1000

/** Where a query goes on. */
interface Locator {
  text: string
  /** The id of the last record that was given. */
  after: string
  /** Records that the query found. */
  size: number
}

const query: Operation = {
  endpoint: endpoints.queryZoql,
  family: 'action',
  run(call) {
    checkMembers(call, ['queryString', 'conf'])
    const text = textOf(call.body, 'queryString')
    return batchOf(call, { text }, batchSizeIn(call.body))
  },
}

const queryMore: Operation = {
  endpoint: endpoints.queryMoreZoql,
  family: 'action',
  async run(call) {
    checkMembers(call, ['queryLocator', 'conf'])
    const id = textOf(call.body, 'queryLocator')
    const size = batchSizeIn(call.body)
    return batchOf(call, await locatorOf(call, id), size)
  },
}

export const zoqlOperations: Operation[] = [query, queryMore]

/** Unknown members of actions are ignored, unless the call asks for something else. */
function checkMembers({ body, query }: Call, known: readonly string[]): void {
  const strangers = Object.keys(body).filter((name) => !known.includes(name))
  if (query.get('rejectUnknownFields')?.toLowerCase() === 'true' && strangers.length > 0)
    throw faulty('INVALID_FIELD', `Invalid parameter(s): '${strangers.join(',')}'.`)
}

function textOf(body: JsonObject, name: string): string {
  const given = Object.hasOwn(body, name) ? body[name] : undefined
  if (given === undefined || given === null || given === '')
    throw faulty('MISSING_REQUIRED_VALUE', `Missing required value: ${name}`)
  if (typeof given !== 'string') throw faulty('INVALID_VALUE', `'${name}' must be text.`)
  return given
}

function batchSizeIn({ conf = null }: JsonObject): number {
  if (conf === null) return mostRecords
  if (typeof conf !== 'object' || Array.isArray(conf))
    throw faulty('INVALID_VALUE', "'conf' must be an object.")
  const { batchSize = mostRecords } = conf
  const fits =
    typeof batchSize === 'number' &&
    Number.isInteger(batchSize) &&
    batchSize >= 1 &&
    batchSize <= mostRecords
  if (!fits)
    throw faulty('INVALID_VALUE', `'batchSize' must be a whole number from 1 to ${mostRecords}.`)
  return batchSize
}

/** No order is documented. It is that of the ids, so that every record comes once. */
async function batchOf(
  call: Call,
  { text, after, size }: { text: string } & Partial<Locator>,
  batchSize: number,
): Promise<Record<string, unknown>> {
  const parsed = zoqlOf(text)
  const object = zoqlObjects(call.tenant).get(parsed.object.toLowerCase())
  if (!object) throw faulty('INVALID_TYPE', `There is no object '${parsed.object}'.`)
  const fields = new Set(parsed.fields.map((name) => fieldOf(object, name)))
  const columns = [...fields].map(({ sql }, index) => `${sql} as field_${index}`)
  const { values, bind } = bindings()
  const where = whereOf(parsed, object, bind)
  const from = `from ${object.table} where ${where}`
  const total = size ?? (await countOf(call.queries, from, values))
  const onwards = after === undefined ? '' : `and id > ${bind(after)}`
  const rows = await call.queries.query<{ id: string } & Record<string, Json | Date>>(
    `select id, ${columns.join(', ')} ${from} ${onwards} order by id limit ${batchSize + 1}`,
    values,
  )
  const batch = rows.slice(0, batchSize)
  const records = batch.map((row) =>
    recordOf([...fields].map((field, index) => [field, row[`field_${index}`] ?? null])),
  )
  const answer = { size: total, ...(records.length > 0 && { records }) }
  const last = batch.at(-1)
  if (rows.length <= batchSize || !last) return { ...answer, done: true }
  const queryLocator = await keepLocator(call, { text, after: last.id, size: total })
  return { ...answer, done: false, queryLocator }
}

async function countOf(
  queries: Queries,
  from: string,
  values: readonly unknown[],
): Promise<number> {
  const [row] = await queries.query<{ count: number }>(`select count(*) as count ${from}`, values)
  return row?.count ?? 0
}

/** What has no value is left out. */
function recordOf(values: [ZoqlField, Json | Date][]): Record<string, Json> {
  const told = values.filter(([, value]) => value !== null)
  return Object.fromEntries(told.map(([{ name, type }, value]) => [name, valueOf(type, value)]))
}

function valueOf(type: ZoqlType, value: Json | Date): Json {
  if (value instanceof Date) return value.toISOString()
  // PostgreSQL's numeric comes as text.
  return type === 'number' ? Number(value) : value
}

async function keepLocator({ queries, now, newId }: Call, locator: Locator): Promise<string> {
  const id = newId()
  await queries.query('delete from zuora.query_locators where expires_at <= $1', [now])
  await queries.query(
    'insert into zuora.query_locators (id, query, expires_at) values ($1, $2, $3)',
    [id, JSON.stringify(locator), new Date(now.getTime() + locatorLife)],
  )
  return id
}

/** @throws ZuoraError INVALID_QUERY_LOCATOR for one that never was, and for one that has lapsed */
async function locatorOf({ queries, now }: Call, id: string): Promise<Locator> {
  const [row] = isStorable(id)
    ? await queries.query<{ query: Locator }>(
        'select query from zuora.query_locators where id = $1 and expires_at > $2',
        [id, now],
      )
    : []
  if (!row) throw faulty('INVALID_QUERY_LOCATOR', 'The query locator is not valid any more.')
  return row.query
}
