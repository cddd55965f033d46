import { races, type Race } from './rounds.ts'
import { racedVendors, type Scene, type VendorId } from './scene.ts'

/** What so many rounds of one race came to. */
export interface Result {
  vendor: VendorId
  race: string
  delay: number
  rounds: number
  /** Rounds after which exactly one contact was primary. */
  onePrimary: number
  /** Rounds in which both, and in which none, were told that it is saved. */
  bothSaved: number
  noneSaved: number
  broken: string[]
}

export interface Campaign {
  scene: Scene
  rounds: number
  /** Milliseconds that a call to the billing system takes. */
  delays: readonly number[]
  hear?(result: Result): void
}

/** Runs every race at every vendor with every delay, so many times each. */
export async function campaign({ scene, rounds, delays, hear }: Campaign): Promise<Result[]> {
  const results: Result[] = []
  for (const race of races)
    for (const vendor of race.vendors)
      for (const delay of delays) {
        scene.setDelay(delay)
        const result = await many({ scene, race, vendor, delay, rounds })
        results.push(result)
        hear?.(result)
      }
  return results
}

interface Many {
  scene: Scene
  race: Race
  vendor: VendorId
  delay: number
  rounds: number
}

/** Rounds at several customers side by side; at each of them one after the other. */
async function many({ scene, race, vendor, delay, rounds }: Many): Promise<Result> {
  const result: Result = {
    ...{ vendor, delay, rounds, race: race.title },
    ...{ onePrimary: 0, bothSaved: 0, noneSaved: 0, broken: [] },
  }
  let left = rounds
  const lane = async (customer: string): Promise<void> => {
    while (left-- > 0) {
      const round = await race.run({ scene, vendor, customer, delay })
      if (round.primaries === 1) result.onePrimary++
      if (round.saved > 1) result.bothSaved++
      if (round.saved === 0) result.noneSaved++
      result.broken.push(...round.broken)
    }
  }
  await Promise.all(scene.customers[vendor].map(lane))
  return result
}

/** As Markdown, for people and for the documentation. */
export function tableOf(results: readonly Result[]): string {
  const rows = results.map((it) => [
    ...[racedVendors[it.vendor].title, it.race, `${it.delay} ms`, it.rounds],
    ...[it.onePrimary, it.bothSaved, it.noneSaved, it.broken.length],
  ])
  const head = [
    ...['vendor', 'race', 'delay', 'rounds', 'one primary'],
    ...['both told saved', 'none told saved', 'broken'],
  ]
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')
}
