import { AsyncLocalStorage } from 'node:async_hooks'
import type { Database, Queries } from '#contract/backend/vendor.ts'

/** A database whose queries can run in the caller's transaction. */
export interface AmbientTransaction {
  /** As it is given to the embedded backends. */
  database: Database
  /** What is done on `database` during `work` is part of the transaction these queries are in. */
  run<Result>(queries: Queries, work: () => Promise<Result>): Promise<Result>
}

interface TransactionPart {
  queries: Queries
  /** The end of the last transaction within: savepoints cannot be open side by side. */
  last: Promise<unknown>
}

/**
 * Runs the queries of an embedded backend in its caller's transaction (AsyncLocalStorage), so that the
 * contact and the ledger entry are committed together or not at all.
 */
export function createAmbientTransaction(database: Database): AmbientTransaction {
  const parts = new AsyncLocalStorage<TransactionPart>()

  return {
    database: {
      query: (sql, values) => (parts.getStore()?.queries ?? database).query(sql, values),
      transaction(work) {
        const part = parts.getStore()
        if (!part) return database.transaction(work)
        const inner = part.last.then(() =>
          parts.run({ queries: part.queries, last: Promise.resolve() }, () =>
            inSavepoint(part.queries, work),
          ),
        )
        part.last = inner.catch(() => {})
        return inner
      },
    },
    run: (queries, work) => parts.run({ queries, last: Promise.resolve() }, work),
  }
}

/** A transaction within a transaction: what fails in it takes nothing else along. */
async function inSavepoint<Result>(
  queries: Queries,
  work: (queries: Queries) => Promise<Result>,
): Promise<Result> {
  await queries.query('savepoint part')
  try {
    const result = await work(queries)
    await queries.query('release savepoint part')
    return result
  } catch (error) {
    await queries.query('rollback to savepoint part')
    throw error
  }
}
