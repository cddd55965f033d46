/**
 * Runs every suite, whatever became of the one before, and ends with one line for all of them:
 * `N passed, N failed`. A suite of tests counts its tests; any other suite counts as one.
 *
 * `--all`: campaigns at their full size (test/helpers/scale.ts). `--changed`: the gates, and the unit
 * tests of what was changed since the last commit.
 */
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const reports = await mkdtemp(join(tmpdir(), 'contact-desk-reports-'))
const isWhole = process.argv.includes('--all') || process.env.TEST_SCALE === 'all'
const isQuick = process.argv.includes('--changed')
const seed = process.env.TEST_SEED || String(1 + Math.floor(Math.random() * 1_000_000))
const scale = isWhole ? { TEST_SCALE: 'all' } : { TEST_SEED: seed }

/** One read of all files for both. */
const lint = { name: 'types and lint', script: 'lint' }
const format = { name: 'format', script: 'format:check' }
const knip = { name: 'knip', script: 'knip' }
const build = { name: 'build', script: 'build' }
const size = { name: 'size', script: 'size' }
const reporters = [
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${join(reports, 'vitest')}`,
]
const unit = {
  name: 'unit tests',
  slow: 'some minutes',
  script: 'test:unit',
  args: reporters,
  count: countVitest,
}
const changed = {
  ...unit,
  slow: undefined,
  args: [...reporters, '--changed', '--passWithNoTests'],
  mayBeEmpty: true,
}
const browser = {
  name: 'browser tests',
  slow: 'some minutes, and longer when a browser has to be installed first',
  script: 'test:browser',
  args: ['--reporter=list,json'],
  env: { PLAYWRIGHT_JSON_OUTPUT_FILE: join(reports, 'playwright') },
  count: countPlaywright,
}

// The build comes first, or every test that starts the desk would build into the same folder. Then two
// lanes for two cores: the longest first, the gates in whichever lane is free.
const results = isQuick
  ? await inLanes([lint, format], [changed])
  : [...(await inLanes([build, size])), ...(await inLanes([unit], [browser], [lint, format, knip]))]
await rm(reports, { recursive: true, force: true })

const passed = results.reduce((sum, result) => sum + result.passed, 0)
const failed = results.reduce((sum, result) => sum + result.failed, 0)
for (const { name, titles = [] } of results.filter((result) => result.failed > 0))
  console.log([`Failed: ${name}`, ...titles.map((title) => `  ${title}`)].join('\n'))
if (!isQuick)
  console.log(
    isWhole
      ? 'Every campaign ran at its full size.'
      : `A tenth of every campaign ran, by the seed ${seed}. The same again: TEST_SEED=${seed} npm test`,
  )
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 || passed === 0 ? 1 : 0

/** Two groups at a time, each suite of a group after the one before it. */
async function inLanes(...groups) {
  const results = []
  const lane = async () => {
    for (let group = groups.shift(); group; group = groups.shift())
      for (const suite of group) results.push(await resultOf(suite))
  }
  await Promise.all([lane(), lane()])
  return results
}

async function resultOf(suite) {
  if (suite.slow) console.log(`…     ${suite.name} (${suite.slow})`)
  const started = performance.now()
  const { code, output } = await run(suite)
  const counted = suite.count ? await suite.count() : { passed: code === 0 ? 1 : 0, failed: 0 }
  // Whatever a report says, a suite that ended badly or did nothing has not passed.
  const isEmpty = counted.passed === 0 && !suite.mayBeEmpty
  const isBad = counted.failed === 0 && (code !== 0 || isEmpty)
  const result = { name: suite.name, ...counted, failed: counted.failed + (isBad ? 1 : 0) }
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  const sums = suite.count ? `: ${result.passed} passed, ${result.failed} failed` : ''
  if (result.failed > 0) console.log(output.trimEnd())
  console.log(`${result.failed > 0 ? 'FAIL' : 'ok  '}  ${suite.name}${sums} (${seconds} s)`)
  return result
}

function run(suite) {
  return new Promise((resolve) => {
    const args = ['run', '--silent', suite.script, ...(suite.args ? ['--', ...suite.args] : [])]
    const child = spawn('npm', args, {
      cwd: root,
      env: { ...process.env, ...scale, ...suite.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (piece) => {
        output += piece
      })
    child.on('error', (error) => resolve({ code: 1, output: `${output}${error.message}\n` }))
    child.on('close', (code) => resolve({ code, output }))
  })
}

/** Tests that passed and failed, these by name; a file that could not be loaded is one failure. */
async function countVitest() {
  const report = await reportOf('vitest')
  const unloaded = (report?.testResults ?? []).filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  )
  const failed = (report?.testResults ?? []).flatMap((file) =>
    file.assertionResults
      .filter(({ status }) => status === 'failed')
      .map(({ fullName, failureMessages }) => `${fullName}: ${firstLine(failureMessages[0])}`),
  )
  return {
    passed: report?.numPassedTests ?? 0,
    failed: (report?.numFailedTests ?? 0) + unloaded.length,
    titles: [...failed, ...unloaded.map(({ name, message }) => `${name}: ${firstLine(message)}`)],
  }
}

/** A test that passed only at the second try counts as failed. */
async function countPlaywright() {
  const stats = (await reportOf('playwright'))?.stats
  return {
    passed: stats?.expected ?? 0,
    failed: (stats?.unexpected ?? 0) + (stats?.flaky ?? 0),
  }
}

function firstLine(message = '') {
  return message.split('\n', 1)[0].slice(0, 300)
}

async function reportOf(name) {
  try {
    return JSON.parse(await readFile(join(reports, name), 'utf8'))
  } catch {
    return undefined
  }
}
