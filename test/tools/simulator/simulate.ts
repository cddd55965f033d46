import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import * as z from 'zod/mini'
import { countOf, optionsOf } from '../chaos/options.ts'
import { days, hostileDay, usualDay } from './day.ts'
import { habitTitles } from './hostile/habits.ts'
import type { History } from './history.ts'
import { simulated, type SimulationOptions } from './simulation.ts'
import { simulatedDayZero, simulatedZuora } from './vendors.ts'
import { start } from './world.ts'

const usage = `usage: npm run simulate -- [--seeds N] [--from N] [--vendor dayzero|zuora] [--day DAY]
       npm run simulate -- --seed N --vendor dayzero|zuora [--day DAY] [--trace]
days: ${days.map(({ title }) => title).join(', ')}
--only HABIT: on hostile days, a billing system with this habit alone (may be given several times):
${habitTitles.join(', ')}`

const vendors = { dayzero: simulatedDayZero, zuora: simulatedZuora }

/** What a number of days came to. */
const tallySchema = z.object({
  seeds: z.number(),
  creates: z.number(),
  changes: z.number(),
  faults: z.record(z.string(), z.number()),
  broken: z.array(z.string()),
})

type Tally = z.infer<typeof tallySchema>

/** Runs days at the desk, many or one, and says what was broken, with the seed to run again. */
export async function main(args: readonly string[]): Promise<void> {
  const given = optionsOf(
    args,
    {
      seeds: { type: 'string' },
      from: { type: 'string' },
      seed: { type: 'string' },
      vendor: { type: 'string' },
      day: { type: 'string' },
      trace: { type: 'boolean' },
      only: { type: 'string', multiple: true },
      // Of a worker: every how manieth seed is its own.
      step: { type: 'string' },
    },
    usage,
  )
  if (!given) return
  const ran = given.seed === undefined ? [usualDay, hostileDay] : [usualDay]
  const asked = given.day === undefined ? ran : days.filter(({ title }) => title === given.day)
  const names = (['dayzero', 'zuora'] as const).filter((name) => (given.vendor ?? name) === name)
  const [first] = asked
  if (!first || names.length === 0) {
    console.error(usage)
    process.exitCode = 2
    return
  }
  const { only } = given
  const from = countOf(given.seed ?? given.from, 1)
  const seeds = given.seed === undefined ? countOf(given.seeds, 1000) : 1

  if (given.step !== undefined) {
    // What a worker says is read by the one that started it.
    for (let seed = from; seed < from + seeds; seed += countOf(given.step, 1))
      console.log(JSON.stringify(await tallyOf(names[0]!, seed, { day: first, only })))
    return
  }

  let isBroken = false
  const plans = asked.flatMap((day) => names.map((name) => ({ day, name })))
  for (const { day, name } of plans) {
    const started = performance.now()
    const tally = emptyTally()
    const hear = (more: Tally) => {
      for (const said of more.broken) console.log(`BROKEN: ${vendors[name].title} ${said}`)
      add(tally, more)
    }
    if (seeds === 1) hear(await tallyOf(name, from, { day, only, keeps: given.trace }))
    else await shared(name, { from, seeds, day: day.title, only }, hear)
    const seconds = ((performance.now() - started) / 1000).toFixed(1)
    const faults = Object.entries(tally.faults).toSorted(([, one], [, other]) => other - one)
    console.log(
      `${vendors[name].title}, ${day.title}: ${tally.seeds} seeds from ${from}, ` +
        `${tally.creates} creates, ${tally.changes} other writes, ` +
        `${tally.broken.length} violations (${seconds} s)\n` +
        `  faults: ${faults.map(([fault, count]) => `${fault} ${count}`).join(', ')}`,
    )
    isBroken ||= tally.broken.length > 0
  }
  if (isBroken) process.exitCode = 1
}

async function tallyOf(
  name: keyof typeof vendors,
  seed: number,
  options: Pick<SimulationOptions, 'day' | 'only' | 'keeps'>,
): Promise<Tally> {
  const run = await simulated(vendors[name], seed, options)
  const { history, broken, habits, faults, world } = run
  if (options.keeps) console.log(story(world.trace(), history))
  const byDesk = history.truth.filter(({ mark }) => mark !== null)
  const creates = byDesk.filter(({ kind }) => kind === 'made').length
  return {
    ...{ seeds: 1, creates, faults },
    changes: byDesk.length - creates,
    broken: broken.map((said) => `seed ${seed}${titled(habits)}: ${said}`),
  }
}

function titled(habits: readonly string[]): string {
  return habits.length > 0 ? ` [${habits.join('; ')}]` : ''
}

/** What happened, with what it came to in the ledger, in the billing system and on the screens. */
function story(trace: readonly string[], { rows, truth, shown, asked }: History): string {
  const lines = [
    ...trace.map((line) => ({ at: Number(line.split(' ', 1)[0]), said: line })),
    ...rows.map(
      ({
        at,
        row: {
          id: submissionId,
          state,
          revision,
          keyEpoch,
          fencingToken,
          reconcileAttempts,
          outcome,
          duplicate,
        },
      }) => ({
        at: at - start,
        said: `  row ${submissionId}: ${state}, ${JSON.stringify({ revision, round: keyEpoch, fencingToken, looks: reconcileAttempts, outcome, duplicate })}`,
      }),
    ),
    ...truth.map(({ at, kind, contact, values, mark, primaries }) => ({
      at: at - start,
      said: `  true: ${contact} is ${kind}, ${JSON.stringify({ mark, values, primaries })}`,
    })),
    ...shown.map(({ at, tab, submissionId, shown: said }) => ({
      at: at - start,
      said: `  ${tab} is shown “${said}” for ${submissionId}`,
    })),
    ...asked.map(({ at, gateway, submissionId, submission }) => ({
      at: at - start,
      said: `  ${gateway} is asked for ${submissionId}: ${JSON.stringify(submission)}`,
    })),
  ]
  return lines
    .filter(({ at }) => at > -1000)
    .toSorted((one, other) => one.at - other.at)
    .map(({ said }) => said)
    .join('\n')
}

interface Share {
  from: number
  seeds: number
  day: string
  only: readonly string[] | undefined
}

/** Among as many processes as there are cores. */
async function shared(
  name: string,
  { from, seeds, day, only = [] }: Share,
  hear: (tally: Tally) => void,
): Promise<void> {
  const workers = Math.min(seeds, availableParallelism())
  const work = Array.from({ length: workers }, (_, index) => {
    const own = ['--from', from + index, '--seeds', seeds - index, '--step', workers]
    const habits = only.flatMap((habit) => ['--only', habit])
    return worker([...own.map(String), '--vendor', name, '--day', day, ...habits], hear)
  })
  await Promise.all(work)
}

async function worker(args: readonly string[], hear: (tally: Tally) => void): Promise<void> {
  const script = fileURLToPath(new URL('../ts.mjs', import.meta.url))
  const child = spawn(process.execPath, [script, 'simulator/simulate.ts', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  for await (const line of createInterface(child.stdout))
    hear(z.parse(tallySchema, JSON.parse(line)))
  const code = await ended
  if (code !== 0) throw new Error(`a worker ended with ${code}`)
}

function emptyTally(): Tally {
  return { seeds: 0, creates: 0, changes: 0, faults: {}, broken: [] }
}

function add(tally: Tally, more: Tally): void {
  tally.seeds += more.seeds
  tally.creates += more.creates
  tally.changes += more.changes
  tally.broken.push(...more.broken)
  for (const [fault, count] of Object.entries(more.faults))
    tally.faults[fault] = (tally.faults[fault] ?? 0) + count
}
