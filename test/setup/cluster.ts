import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { serversThere } from '../helpers/servers.ts'
import { startCluster } from '#server/database/cluster.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The one PostgreSQL of this run. */
    cluster: string
    /** A folder of this run's own, gone at its end. */
    scratch: string
  }
}

/**
 * Starts PostgreSQL once for all test files. Its data may be lost, so it need not wait for a disk; a file
 * may open a database for each of its tests, so many connections are let in.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const [there] = serversThere()
  if (there !== undefined) {
    project.provide('cluster', there)
    return async () => {}
  }
  const folder = await mkdtemp(join(tmpdir(), 'contact-desk-test-'))
  const cluster = await startCluster({ folder, durable: false, connections: 200 })
  project.provide('cluster', cluster.url)
  project.provide('scratch', folder)
  return async () => {
    await cluster.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
