import { killing } from './kill9Run.ts'
import { countOf, optionsOf } from './options.ts'
import { killTable, killViolations } from './report.ts'

const usage =
  'usage: npm run chaos:kill9 -- [--times N] [--writers N] [--span SECONDS] [--outside] [--gateways N]'

/**
 * Kills the gateway under load. `--outside`: with billing systems that it speaks to over HTTP.
 * `--gateways`: several on one database, killed in turn.
 */
export async function main(args: readonly string[]): Promise<void> {
  const asked = optionsOf(
    args,
    {
      times: { type: 'string' },
      writers: { type: 'string' },
      span: { type: 'string' },
      outside: { type: 'boolean' },
      gateways: { type: 'string' },
    },
    usage,
  )
  if (!asked) return
  const options = {
    times: countOf(asked.times, 100),
    writers: countOf(asked.writers, 8),
    span: countOf(asked.span, 2) * 1000,
    outside: asked.outside ?? false,
    gateways: countOf(asked.gateways, 1),
  }
  const toll = await killing({ ...options, say: console.log })
  console.log(`\n${killTable(toll, options)}`)
  const violations = killViolations(toll)
  for (const line of violations) console.log(`BROKEN: ${line}`)
  if (violations.length > 0) process.exitCode = 1
}
