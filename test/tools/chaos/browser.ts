import { startDesk } from '../../helpers/desk.ts'
import { countOf, optionsOf } from './options.ts'
import { deathTable, deathViolations } from './report.ts'
import { typing } from './typing.ts'

/** Kills Chromium while somebody types. */
export async function main(args: readonly string[]): Promise<void> {
  const asked = optionsOf(
    args,
    { times: { type: 'string' } },
    'usage: npm run chaos:browser -- [--times N]',
  )
  if (!asked) return
  const times = countOf(asked.times, 50)
  const desk = await startDesk()
  try {
    const deaths = await typing({ desk, times, say: console.log })
    console.log(`\n${deathTable(deaths, times)}`)
    const violations = deathViolations(deaths)
    for (const line of violations) console.log(`BROKEN: ${line}`)
    if (violations.length > 0) process.exitCode = 1
  } finally {
    await desk.stop()
  }
}
