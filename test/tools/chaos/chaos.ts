import { chromium } from '@playwright/test'
import { chromiumFlags, chromiumPath } from '../../helpers/chromium.ts'
import { campaign } from './campaign.ts'
import { fastPace, isKind, kindNames, nameOf, realPace } from './kinds.ts'
import { countOf, optionsOf } from './options.ts'
import { beyondIn, chaosTable, historyOf, violationsIn } from './report.ts'

const usage = `usage: npm run chaos -- [--runs N] [--only KIND] [--fast] [--slots N] [--patience SECONDS]
kinds: ${kindNames.join(', ')}`

/** Breaks the desk in every way it may break, and counts what is in the billing system afterwards. */
export async function main(args: readonly string[]): Promise<void> {
  const asked = optionsOf(
    args,
    {
      runs: { type: 'string' },
      only: { type: 'string', multiple: true },
      fast: { type: 'boolean' },
      slots: { type: 'string' },
      patience: { type: 'string' },
    },
    usage,
  )
  if (!asked) return
  const only = (asked.only ?? []).flatMap((name) => (isKind(name) ? [name] : []))
  if (only.length < (asked.only?.length ?? 0)) {
    console.error(usage)
    process.exitCode = 2
    return
  }
  const runs = countOf(asked.runs, 2)
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: chromiumFlags })
  try {
    const results = await campaign({
      browser,
      kinds: only.length > 0 ? only : kindNames,
      runs,
      pace: asked.fast ? fastPace : realPace,
      slots: countOf(asked.slots, 4),
      patience: countOf(asked.patience, 150) * 1000,
      say: console.log,
    })
    const flags = ` --runs ${runs}${asked.fast ? ' --fast' : ''}`
    console.log(`\n${chaosTable(results, flags)}`)
    for (const line of beyondIn(results)) console.log(`beyond: ${line}`)
    const violations = violationsIn(results)
    for (const line of violations) console.log(`BROKEN: ${line}`)
    for (const result of results)
      if (violationsIn([result]).length > 0)
        console.log(`\n${nameOf(result.plan)}\n${historyOf(result)}`)
    if (violations.length > 0) process.exitCode = 1
  } finally {
    await browser.close()
  }
}
