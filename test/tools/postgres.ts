import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const usage = `npm run test:postgres -- URL [URL of a worker …]

Runs the tests of ledger, audit log, migrations and two gateways on a database that is there, instead of
one that the tests start. The user of URL may create databases; each test makes its own and drops it.
With URLs of workers URL is a Citus coordinator, and the desk's tables are distributed by workspace.
Nothing else may be in those servers that is worth keeping.`

const suites = [
  'test/server/audit',
  'test/server/submissions',
  'test/server/database/migrate.test.ts',
  'test/server/database/versions.test.ts',
  'test/server/database/statementsSent.test.ts',
  'test/server/start/twoGateways.test.ts',
]

export async function main(urls: readonly string[]): Promise<void> {
  if (urls.length === 0 || !urls.every((url) => /^postgres(ql)?:\/\//.test(url))) {
    console.error(usage)
    process.exitCode = 1
    return
  }
  const vitest = fileURLToPath(
    new URL('node_modules/vitest/vitest.mjs', `file://${process.cwd()}/`),
  )
  const child = spawn(process.execPath, [vitest, 'run', '--no-file-parallelism', ...suites], {
    stdio: 'inherit',
    env: { ...process.env, NODE_ENV: 'test', DESK_TEST_POSTGRES: urls.join(' ') },
  })
  const [code] = (await once(child, 'exit')) as [number | null]
  const where = urls.length === 1 ? 'one server' : `${urls.length - 1} workers, by workspace`
  console.log(code === 0 ? `All of it holds (${where}).` : `Not all holds (${where}): see above.`)
  process.exitCode = code ?? 1
}
