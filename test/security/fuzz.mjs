/** `npm run fuzz -- --inputs 100000 --seed 7`: the write routes' bad inputs, so many for each part. */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const { values } = parseArgs({
  options: {
    inputs: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
  },
})
const child = spawn('npx', ['vitest', 'run', 'test/security/writes.test.ts'], {
  cwd: fileURLToPath(new URL('../..', import.meta.url)),
  env: { ...process.env, FUZZ_INPUTS: values.inputs, FUZZ_SEED: values.seed },
  stdio: 'inherit',
})
child.on('close', (code) => (process.exitCode = code ?? 1))
