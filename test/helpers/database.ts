import { randomUUID } from 'node:crypto'
import { inject } from 'vitest'
import { openDatabase, type OpenDatabase } from '#server/database/database.ts'
import { afterThisFile } from '../setup/endings.ts'

export interface FreshDatabase {
  database: OpenDatabase
  /** For whoever connects on its own, such as a desk in another process. */
  url: string
  close(): Promise<void>
}

/** A new, empty database of this test file's own. It is gone when the file is done. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await onCluster(`create database ${name} template template0`)
  const url = inject('cluster').replace(/[^/]*$/, name)
  const database = openDatabase(url, { connections: 5, prepare: true })
  let isOpen = true
  const close = async () => {
    if (!isOpen) return
    isOpen = false
    await database.close()
    await onCluster(`drop database if exists ${name} with (force)`)
  }
  afterThisFile(close)
  return { database, url, close }
}

async function onCluster(sql: string): Promise<void> {
  const cluster = openDatabase(inject('cluster'), { connections: 1 })
  try {
    await cluster.query(sql)
  } finally {
    await cluster.close()
  }
}
