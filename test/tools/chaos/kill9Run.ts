import { percentile } from '../bench/row.ts'
import type { Desk } from '../../helpers/desk.ts'
import type { VendorId } from './kinds.ts'
import { rowsOf } from './pair.ts'
import { pause } from './pause.ts'
import { killingScene } from './killingScene.ts'
import { Writers, type Handed } from './writers.ts'

export interface KillingOptions {
  times: number
  writers: number
  /** The longest time between two kills, in milliseconds. */
  span: number
  /** The billing systems are in another desk, so that a kill comes between asking and hearing. */
  outside: boolean
  /** Several stand behind a balancer on one database, and are killed in turn. */
  gateways: number
  say(line: string): void
}

/** What all the kills came to. */
export interface Toll {
  kills: number
  acknowledged: number
  /** Acknowledged, and not there. */
  lost: number
  /** More than one contact of one submission. */
  duplicates: number
  refused: number
  /** Refused, and there all the same. */
  refusedButThere: number
  /** Without an end, two minutes after the last kill. */
  stuck: number
  /** From each kill to the first good answer, in milliseconds; the 95th percentile. */
  firstGood: number
}

/** How long the last submissions may take after the last kill, in milliseconds. */
const mostFinishing = 120_000

/** Kills the gateway again and again while people save, and counts what is there in the end. */
export async function killing(options: KillingOptions): Promise<Toll> {
  const scene = await killingScene(options)
  const { gateways, billing } = scene
  try {
    const writers = new Writers(scene.url, scene.places)
    writers.start(options.writers)
    const waits: number[] = []
    await writers.nextGood()
    for (let kill = 1; kill <= options.times; kill++) {
      await pause(Math.random() * options.span)
      const victim = gateways[kill % gateways.length]!
      const killed = performance.now()
      await victim.kill9()
      // Whoever is told after that is told by the next one.
      const good = writers.nextGood().then(() => performance.now())
      await victim.restart()
      waits.push((await good) - killed)
      if (kill % 10 === 0)
        options.say(`${kill} kills, ${writers.journal.length} submissions so far`)
    }
    await writers.finish(mostFinishing)
    return tollOf(writers.journal, await countsIn(billing), waits)
  } finally {
    await scene.stop()
  }
}

/** How many contacts there are of each last name. */
type Counts = Record<VendorId, ReadonlyMap<string, number>>

export function tollOf(journal: readonly Handed[], there: Counts, waits: readonly number[]): Toll {
  const count = ({ vendor, last }: Handed) => there[vendor].get(last) ?? 0
  const told = (state: Handed['told']) => journal.filter((each) => each.told === state)
  return {
    kills: waits.length,
    acknowledged: told('succeeded').length,
    lost: told('succeeded').filter((each) => count(each) === 0).length,
    duplicates: journal.filter((each) => count(each) > 1).length,
    refused: told('rejected').length,
    refusedButThere: told('rejected').filter((each) => count(each) > 0).length,
    stuck: told(null).length,
    firstGood: percentile(waits, 0.95),
  }
}

/** How many contacts of each last name there are, in the tables of the billing systems. */
export async function countsIn(billing: Desk): Promise<Counts> {
  return {
    dayzero: await lastNamesIn(
      billing,
      `select split_part(name, ' ', 2) as last, count(*)::int as count
       from dayzero.contacts where name like 'Load Q%' group by 1`,
    ),
    zuora: await lastNamesIn(
      billing,
      `select last_name as last, count(*)::int as count
       from zuora.contacts where first_name = 'Load' group by 1`,
    ),
  }
}

async function lastNamesIn(desk: Desk, sql: string): Promise<ReadonlyMap<string, number>> {
  const rows = await rowsOf<{ last: string; count: number }>(desk, sql)
  return new Map(rows.map(({ last, count }) => [last, count]))
}
