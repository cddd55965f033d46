import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startCluster } from '#server/database/cluster.ts'
import { openDatabase } from '#server/database/database.ts'
import { countOf, optionsOf } from '../chaos/options.ts'
import { campaign, tableOf } from './campaign.ts'
import { openScene } from './scene.ts'

const usage = `usage: npm run races -- [--rounds N] [--delay MILLISECONDS]...`

/** Two people press at once, on two gateways, with a billing system that is so far away. */
export async function main(args: readonly string[]): Promise<void> {
  const given = optionsOf(
    args,
    { rounds: { type: 'string' }, delay: { type: 'string', multiple: true } },
    usage,
  )
  if (!given) return
  const rounds = countOf(given.rounds, 20)
  const delays = (given.delay ?? ['0', '5', '50', '150']).map(Number)
  const folder = await mkdtemp(join(tmpdir(), 'contact-desk-races-'))
  const cluster = await startCluster({ folder, durable: false, connections: 100 })
  try {
    const named = (name: string) => cluster.url.replace(/[^/]*$/, name)
    const admin = openDatabase(cluster.url, { connections: 1 })
    for (const name of ['desk_under_test', 'billing']) await admin.query(`create database ${name}`)
    await admin.close()
    const scene = await openScene({ desk: named('desk_under_test'), billing: named('billing') })
    try {
      const results = await campaign({
        ...{ scene, rounds, delays },
        hear: (result) => {
          console.log(tableOf([result]).split('\n').at(-1))
          for (const said of new Set(result.broken))
            console.log(`BROKEN: ${result.vendor}, ${result.race}, ${result.delay} ms: ${said}`)
        },
      })
      console.log(`\n${tableOf(results)}`)
      if (results.some(({ broken }) => broken.length > 0)) process.exitCode = 1
    } finally {
      await scene.stop()
    }
  } finally {
    await cluster.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
