import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import * as z from 'zod/mini'
import { StartupError } from '#server/startupError.ts'
import { startText } from '#text/startText.ts'
import { batch, Sum } from './rows.ts'

/** The first line of a backup. */
const headSchema = z.object({
  backup: z.literal('contact-desk'),
  format: z.literal(1),
  /** The version of the desk that made it. */
  desk: z.string(),
  madeAt: z.string(),
  /** The steps that its database had behind it. */
  migrations: z.array(z.string()),
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()) })),
  sequences: z.array(z.object({ name: z.string(), value: z.string() })),
})

export type Head = z.infer<typeof headSchema>

/** The line after the last row of a table. */
const footSchema = z.object({ table: z.string(), rows: z.number(), sha256: z.string() })

export type Foot = z.infer<typeof footSchema>

/** The last line. */
export const lastLine = JSON.stringify({ complete: true })

type Part =
  | { kind: 'head'; head: Head }
  | { kind: 'rows'; table: number; rows: readonly string[] }
  | { kind: 'foot'; foot: Foot }

/**
 * Reads a backup part by part: the head, then of each table its rows and its foot. What was read is as
 * it was written when this ends without an error, and not before.
 * @throws StartupError when the file is something else, or not whole
 */
export async function* partsOf(file: string): AsyncGenerator<Part> {
  const lines = linesOf(file)
  try {
    const head = headIn(file, (await lines.next()).value)
    yield { kind: 'head', head }
    for (const [table, { name }] of head.tables.entries()) {
      const sum = new Sum()
      let rows: string[] = []
      for (;;) {
        const { value: line = '' } = await lines.next()
        const isRow = line.startsWith('[')
        if (isRow) rows.push(line)
        if (rows.length && (!isRow || rows.length === batch)) {
          sum.add(rows)
          yield { kind: 'rows', table, rows }
          rows = []
        }
        if (isRow) continue
        const foot = footIn(file, line)
        if (foot.table !== name || foot.rows !== sum.rows || foot.sha256 !== sum.sha256())
          throw new StartupError(startText.restoreDamaged(file))
        yield { kind: 'foot', foot }
        break
      }
    }
    if ((await lines.next()).value !== lastLine) throw new StartupError(startText.restoreCut(file))
    if (!(await lines.next()).done) throw new StartupError(startText.restoreDamaged(file))
  } catch (error) {
    throw sentenceFor(file, error)
  } finally {
    await lines.return(undefined)
  }
}

function headIn(file: string, line: string | undefined): Head {
  const parsed = headSchema.safeParse(line && jsonIn(line))
  if (!parsed.success) throw new StartupError(startText.restoreForeign(file))
  return parsed.data
}

function footIn(file: string, line: string): Foot {
  const parsed = footSchema.safeParse(jsonIn(line))
  if (!parsed.success)
    throw new StartupError(line ? startText.restoreDamaged(file) : startText.restoreCut(file))
  return parsed.data
}

function jsonIn(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

/** Not with readline: that also ends lines where Unicode does, and so do people's notes. */
async function* linesOf(file: string): AsyncGenerator<string, undefined> {
  const source = createReadStream(file)
  const unpacked = createGunzip()
  source.on('error', (error) => unpacked.destroy(error))
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let rest = ''
  try {
    for await (const chunk of source.pipe(unpacked) as AsyncIterable<Buffer>) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
      rest = lines.pop() ?? ''
      yield* lines
    }
    if (rest) yield rest
  } finally {
    source.destroy()
    unpacked.destroy()
  }
}

function sentenceFor(file: string, error: unknown): unknown {
  if (error instanceof StartupError) return error
  const { code } = error as NodeJS.ErrnoException
  const sentences: Record<string, string> = {
    // zlib's words for an early end, and for what is not gzip or not what its checksum says.
    Z_BUF_ERROR: startText.restoreCut(file),
    Z_DATA_ERROR: startText.restoreDamaged(file),
    ERR_ENCODING_INVALID_ENCODED_DATA: startText.restoreDamaged(file),
  }
  const sentence = sentences[code ?? ''] ?? startText.restoreUnreadable(file, code ?? String(error))
  return new StartupError(sentence, { cause: error })
}
