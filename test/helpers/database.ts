import { randomUUID } from 'node:crypto'
import { inject } from 'vitest'
import { joinWorkers, named, serversThere } from './servers.ts'
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
  const url = named(inject('cluster'), name)
  const servers = serversThere()
  for (const server of servers.length > 0 ? servers : [inject('cluster')])
    await on(server, `create database ${name} template template0`)
  if (servers.length > 1) await joinWorkers(servers.map((server) => named(server, name)))
  const database = openDatabase(url, { connections: 5, prepare: true })
  let isOpen = true
  const close = async () => {
    if (!isOpen) return
    isOpen = false
    await database.close()
    for (const server of servers.length > 0 ? servers : [inject('cluster')])
      await on(server, `drop database if exists ${name} with (force)`)
  }
  afterThisFile(close)
  return { database, url, close }
}

async function on(server: string, sql: string): Promise<void> {
  const cluster = openDatabase(server, { connections: 1 })
  try {
    await cluster.query(sql)
  } finally {
    await cluster.close()
  }
}
