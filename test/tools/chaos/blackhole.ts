import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startCluster } from '#server/database/cluster.ts'
import { startDesk, type Desk } from '../../helpers/desk.ts'
import { countsIn, tollOf } from './kill9Run.ts'
import { countOf, optionsOf } from './options.ts'
import { quietCustomers } from './pair.ts'
import { pause } from './pause.ts'
import { Readers } from './readers.ts'
import { blackholeTable, blackholeViolations, type Blackhole } from './report.ts'
import { behind, listenerOf, startSilentWire } from './silence.ts'
import { Writers } from './writers.ts'

const usage = 'usage: npm run chaos:blackhole -- [--times N] [--writers N]'

/**
 * Lets the primary go silent under load, without a FIN or a RST: at first new connections work, as
 * after a failover; then they hang as well, for a while; then the desk is told to stop meanwhile.
 */
export async function main(args: readonly string[]): Promise<void> {
  const asked = optionsOf(args, { times: { type: 'string' }, writers: { type: 'string' } }, usage)
  if (!asked) return
  const folder = await mkdtemp(join(tmpdir(), 'contact-desk-blackhole-'))
  const cluster = await startCluster({ folder })
  const wire = await startSilentWire(listenerOf(cluster.url))
  try {
    const desk = await startDesk({ env: { DATABASE_URL: behind(cluster.url, wire) } })
    try {
      const toll = await blackhole(desk, wire, {
        times: countOf(asked.times, 3),
        writers: countOf(asked.writers, 8),
      })
      console.log(`\n${blackholeTable(toll)}`)
      const violations = blackholeViolations(toll)
      for (const line of violations) console.log(`BROKEN: ${line}`)
      if (violations.length > 0) process.exitCode = 1
    } finally {
      wire.answerNew()
      await desk.stop()
    }
  } finally {
    await wire.close()
    await cluster.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

/** How long people write before and after, and how long new connections hang, in milliseconds. */
const span = 8_000

async function blackhole(
  desk: Desk,
  wire: Awaited<ReturnType<typeof startSilentWire>>,
  { times, writers: count }: { times: number; writers: number },
): Promise<Blackhole> {
  const customers = await quietCustomers(desk)
  const writers = new Writers(desk.url, [
    { vendor: 'dayzero', workspace: 'dayzero-embedded', customers: customers.dayzero },
    { vendor: 'zuora', workspace: 'zuora-embedded', customers: customers.zuora },
  ])
  const readers = new Readers(desk.url, '/api/workspaces/dayzero-embedded/receipts')
  const away: number[] = []
  const stops: number[] = []
  const recovered = async (since: number) => {
    await writers.nextGood()
    away.push(performance.now() - since)
  }
  writers.start(count)
  await writers.nextGood()
  for (let time = 1; time <= times; time++) {
    readers.start(4)
    await pause(span)
    const silent = performance.now()
    wire.silence()
    await recovered(silent)

    await pause(span)
    wire.hangNew()
    wire.silence()
    await pause(span)
    const answering = performance.now()
    wire.answerNew()
    await recovered(answering)
    await pause(span)
    await readers.stop()

    wire.hangNew()
    wire.silence()
    await wire.hung(1)
    const told = performance.now()
    await desk.end()
    stops.push(performance.now() - told)
    wire.answerNew()
    const started = performance.now()
    await desk.restart()
    await recovered(started)
    console.log(`${time} times silent, ${writers.journal.length} submissions so far`)
  }
  await writers.finish(120_000)
  return {
    ...tollOf(writers.journal, await countsIn(desk), away),
    oddReads: readers.odd,
    slowestRead: readers.slowest,
    slowestStop: Math.max(...stops),
  }
}
