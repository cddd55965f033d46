import { tableOf, verdictOn, type Measure, type Row } from './row.ts'
import { bytes, key, open } from './rows/form.ts'
import { list, primary, save } from './rows/list.ts'
import { search } from './rows/search.ts'
import { creates, memory, reads, ready } from './rows/server.ts'
import { onStage } from './stage.ts'

/** `search` comes last: a million customers more are no stage for the others. */
const rows: Row[] = [bytes, open, key, list, primary, save, creates, reads, ready, memory, search]

/** Measures the desk beside its floors and prints the table. `--only name` runs one row. */
export async function main(args: readonly string[]): Promise<void> {
  const only = args[0] === '--only' ? args[1] : undefined
  const chosen = only ? rows.filter(({ name }) => name === only) : rows
  if (chosen.length === 0 || (args.length > 0 && !only)) {
    console.error(`usage: npm run bench -- [--only ${rows.map(({ name }) => name).join('|')}]`)
    process.exitCode = 2
    return
  }
  const measures: (Measure & { row: string })[] = []
  await onStage(async (stage) => {
    for (const row of chosen) {
      console.log(`…      ${row.name}: ${row.work}`)
      try {
        for (const measure of await row.run(stage)) measures.push({ row: row.name, ...measure })
      } catch (error) {
        // One row that cannot be measured is no reason to lose the others.
        console.error(`       ${row.name} could not be measured:`, error)
        process.exitCode = 1
      }
    }
  })
  console.log(`\n${tableOf(measures)}`)
  if (measures.some((measure) => verdictOn(measure) === 'MISS')) process.exitCode = 1
}
