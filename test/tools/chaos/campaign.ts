import type { Browser } from '@playwright/test'
import { judge, type Evidence, type Judgement } from './verdicts.ts'
import { kinds, nameOf, planOf, vendors, type KindName, type Pace, type Plan } from './kinds.ts'
import { rowsOf, startPair, type Pair } from './pair.ts'
import { pause } from './pause.ts'
import { newStory, type Stage, type Story } from './scenario.ts'

export interface CampaignOptions {
  browser: Browser
  kinds: readonly KindName[]
  /** Of each kind with each vendor. */
  runs: number
  pace: Pace
  /** How many people at a time, of each vendor. */
  slots: number
  /** How long a screen is waited for, in milliseconds. */
  patience: number
  say(line: string): void
}

export interface Result {
  plan: Plan
  evidence: Evidence
  judgement: Judgement
}

/** Plays every run on one pair of desks, counts when all is over, and judges each. */
export async function campaign(options: CampaignOptions): Promise<Result[]> {
  const pair = await startPair(options.slots)
  try {
    const stage = { ...options, pair }
    const plans = options.kinds.flatMap((kind) =>
      vendors.flatMap((vendor) =>
        Array.from({ length: options.runs }, (_, index) => planOf(kind, vendor, index)),
      ),
    )
    const atGateway = plans.filter(({ kind }) => kinds[kind].at === 'gateway')
    const stories = [
      ...(await inSlots(
        stage,
        plans.filter((plan) => !atGateway.includes(plan)),
      )),
      ...(await inBatches(stage, atGateway)),
    ]
    const results: Result[] = []
    for (const { plan, evidence } of stories) {
      const told = await evidence()
      results.push({ plan, evidence: told, judgement: judge(told) })
    }
    return results
  } finally {
    await pair.stop()
  }
}

type Playing = Stage & Pick<CampaignOptions, 'say'>

/** Each slot plays one story after the other; what breaks in one is no concern of the others. */
async function inSlots(stage: Playing, plans: readonly Plan[]): Promise<Story[]> {
  const left = [...plans]
  const done: Story[] = []
  await Promise.all(
    stage.pair.slots.map(async (slot) => {
      for (;;) {
        const next = left.findIndex(({ vendor }) => vendor === slot.vendor)
        const [plan] = next < 0 ? [] : left.splice(next, 1)
        if (!plan) return
        const story = newStory(stage, plan, slot)
        done.push(story)
        await played(stage, story, async () => {
          await story.begin()
          await story.press()
          await story.settle()
        })
        await story.close()
      }
    }),
  )
  return done
}

/** What breaks the gateway breaks it for everybody, so as many as there are slots suffer at once. */
async function inBatches(stage: Playing, plans: readonly Plan[]): Promise<Story[]> {
  const left = [...plans]
  const done: Story[] = []
  while (left.length > 0) {
    const free = [...stage.pair.slots]
    const batch: Story[] = []
    const kind = left[0]?.kind
    const late = left[0]?.late
    for (const plan of [...left]) {
      const slot = free.findIndex(({ vendor }) => vendor === plan.vendor)
      const [taken] =
        slot < 0 || plan.kind !== kind || plan.late !== late ? [] : free.splice(slot, 1)
      if (!taken) continue
      left.splice(left.indexOf(plan), 1)
      batch.push(newStory(stage, plan, taken))
    }
    const all = (work: (story: Story) => Promise<void>) =>
      Promise.all(batch.map((story) => played(stage, story, () => work(story))))
    await Promise.all(batch.map((story) => story.begin()))
    await all((story) => story.press())
    await pause(Math.random() * 400)
    await strike(stage, batch[0]!.plan)
    for (const story of batch) story.mended()
    await all((story) => story.settle())
    for (const story of batch) await story.close()
    done.push(...batch)
  }
  return done
}

async function strike({ pair, pace }: Stage, { kind }: Plan): Promise<void> {
  const { gateway } = pair
  if (kind === 'gateway kill') {
    await gateway.kill9()
    await gateway.restart()
  }
  if (kind === 'gateway stop') {
    process.kill(gateway.pid, 'SIGSTOP')
    await pause(pace.asleep)
    process.kill(gateway.pid, 'SIGCONT')
  }
  if (kind === 'database restart') await crashDatabase(pair)
}

/** PostgreSQL ends every connection and reads its log again when one of its processes is killed. */
async function crashDatabase({ gateway }: Pair): Promise<void> {
  const ask = (sql: string) => rowsOf<{ pid: number }>(gateway, sql)
  const [own] = await ask("select pid from pg_stat_activity where backend_type = 'walwriter'")
  if (!own) throw new Error('The database has no such process.')
  process.kill(own.pid, 'SIGKILL')
  for (let tries = 0; ; tries++) {
    await pause(100)
    const now = await ask(
      "select pid from pg_stat_activity where backend_type = 'walwriter'",
    ).catch(() => [])
    if (now[0] && now[0].pid !== own.pid) return
    if (tries > 300) throw new Error('The database did not come back.')
  }
}

/** One story that cannot be played is no reason to lose the others; it counts as stuck. */
async function played(stage: Playing, story: Story, work: () => Promise<void>): Promise<void> {
  const started = performance.now()
  let how = 'played'
  try {
    await work()
  } catch (error) {
    how = `broke off: ${String(error).split('\n')[0]}`
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  stage.say(`${nameOf(story.plan)}: ${how} (${seconds} s)`)
}
