import { createHash, randomUUID } from 'node:crypto'
import type { Database, Queries } from '#contract/backend/vendor.ts'
import type { Answer } from './answer.ts'
import { reason, wrongValue, ZuoraError } from './errors.ts'

/** How long an outcome is kept, in milliseconds. Documented. */
const kept = 24 * 60 * 60 * 1000

/**
 * How long somebody who holds a key is believed to be at work, in milliseconds. Zuora's gateway
 * gives up on a call after as long.
 */
const lease = 120 * 1000

/** What a key was used for. */
export interface Asked {
  key: string
  /** Of everything that must be the same when the key comes again. */
  fingerprint: string
}

/**
 * The key of a request; null where it has none or needs none. Only POST and PATCH take one: a PUT
 * with one was seen to be refused, what GET and DELETE do with it is not documented, and here they
 * do not look at it.
 * @throws ZuoraError 400
 */
export function keyOf(method: string, headers: Headers): string | null {
  const key = headers.get('idempotency-key')
  if (key === null) return null
  if (method === 'PUT')
    throw new ZuoraError([reason(45, 'Idempotency-Key is not supported with PUT.')], {
      status: 400,
      atGate: true,
    })
  if (method !== 'POST') return null
  if (key.length < 1 || key.length > 255)
    throw new ZuoraError([wrongValue('Idempotency-Key', 'must be 1 to 255 characters long')])
  return key
}

/** Documented: tenant, URL and method. That the body must be the same too is our choice. */
export function fingerprintOf(request: Request, url: URL, body: Uint8Array): string {
  const scope = ['zuora-entity-ids', 'zuora-org-ids'].map((name) => request.headers.get(name))
  return createHash('sha256')
    .update(JSON.stringify([...scope, request.method, url.pathname, url.search]))
    .update(body)
    .digest('base64url')
}

/**
 * Answers a request once, however often it comes, through however many gateways.
 *
 * The key is claimed first, in a statement of its own, so that whoever comes meanwhile is told so
 * (409). Then the work and its outcome are committed together: there is never one without the
 * other. A refusal undoes the work and is kept by itself. Whoever dies in between leaves a claim
 * behind and nothing else; when its lease is over the next one takes the claim, and should the
 * first one be alive after all, it finds its claim gone at the end and undoes what it did.
 *
 * A fault of ours (500) is not kept: nothing was written, and the key is free again.
 * @param work does the work by these queries and gives the answer
 * @param refused the answer for what `work` throws
 * @throws ZuoraError 409 while the first one is at work, 422 for a key that was used otherwise
 */
export async function answeredOnce(
  database: Database,
  asked: Asked,
  now: () => Date,
  work: (queries: Database) => Promise<Answer>,
  refused: (error: ZuoraError) => Answer,
): Promise<Answer> {
  const owner = randomUUID()
  const there = await claim(database, asked, owner, now())
  if (there) return there
  try {
    return await database.transaction(async (queries) => {
      const answer = await work(inside(queries))
      if (!(await keep(queries, asked, owner, answer))) throw atWork()
      return answer
    })
  } catch (error) {
    if (!(error instanceof ZuoraError)) {
      await release(database, asked, owner)
      throw error
    }
    const answer = refused(error)
    if (await keep(database, asked, owner, answer)) return answer
    throw atWork()
  }
}

/** A transaction within a transaction is the same one. */
function inside(queries: Queries): Database {
  return { query: queries.query, transaction: (work) => work(queries) }
}

/** The answer that is there already, or undefined for whoever has to make it. */
async function claim(
  database: Database,
  { key, fingerprint }: Asked,
  owner: string,
  now: Date,
): Promise<Answer | undefined> {
  for (;;) {
    const claimed = await database.query(
      // A claim that a power cut takes along has done nothing yet, so nobody waits for the disk.
      `insert into zuora.idempotency as there (key, asked, owner, leased_until, created_at)
       select $1, $2, $3, $4::timestamptz, $5::timestamptz
       from (select set_config('synchronous_commit', 'off', true)) as quickly
       on conflict (key) do update
       set (asked, owner, leased_until, created_at, status, headers, body) =
           (excluded.asked, excluded.owner, excluded.leased_until, excluded.created_at,
            null, null, null)
       where there.created_at <= $6::timestamptz
          or (there.status is null and there.leased_until <= $5 and there.asked = excluded.asked)
       returning key`,
      [
        ...[key, fingerprint, owner, new Date(now.getTime() + lease), now],
        new Date(now.getTime() - kept),
      ],
    )
    if (claimed.length > 0) return undefined
    const [row] = await database.query<{
      asked: string
      status: number | null
      headers: Record<string, string> | null
      body: string | null
    }>('select asked, status, headers, body from zuora.idempotency where key = $1', [key])
    // Freed in between: claim it again.
    if (!row) continue
    if (row.asked !== fingerprint) throw usedOtherwise()
    if (row.status === null) throw atWork()
    return { status: row.status, headers: row.headers ?? {}, body: row.body ?? '' }
  }
}

/** False for whoever has lost the claim. */
async function keep(
  queries: Queries,
  { key }: Asked,
  owner: string,
  { status, headers, body }: Answer,
): Promise<boolean> {
  const kept = await queries.query(
    `update zuora.idempotency set status = $3, headers = $4, body = $5
     where key = $1 and owner = $2 and status is null returning key`,
    [key, owner, status, JSON.stringify(headers), body],
  )
  return kept.length > 0
}

/** The fault is told, whatever becomes of this: without it the lease frees the key. */
async function release(database: Database, { key }: Asked, owner: string): Promise<void> {
  await database
    .query('delete from zuora.idempotency where key = $1 and owner = $2 and status is null', [
      key,
      owner,
    ])
    .catch(() => {})
}

/** Takes away what was kept long enough. */
export async function forgetOldKeys(database: Database, now: Date): Promise<void> {
  await database.query('delete from zuora.idempotency where created_at <= $1', [
    new Date(now.getTime() - kept),
  ])
}

function atWork(): ZuoraError {
  return new ZuoraError(
    [reason(50, 'The first request with this Idempotency-Key is still being processed.')],
    { headers: { 'retry-after': '1' }, atGate: true },
  )
}

function usedOtherwise(): ZuoraError {
  return new ZuoraError([reason(30, 'This Idempotency-Key was used with another request.')], {
    status: 422,
    atGate: true,
  })
}
