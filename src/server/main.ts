import { vendors } from '#backends/vendors.ts'
import { startText } from '#text/startText.ts'
import { version } from '../../package.json'
import { verifyAudit } from '#server/commands/verifyLog.ts'
import { backUp, fileIn } from '#server/commands/backup.ts'
import { restore } from '#server/commands/restore.ts'
import { StartupError } from './startupError.ts'
import { configFrom } from '#server/config/config.ts'
import { amountIn, seedDemo } from '#server/commands/seed.ts'
import { redactError } from '#server/http/redactedError.ts'
import type { Front } from '#server/http/httpServer.ts'
import { newLog } from './logger.ts'
import { formFilesIn, pageOf } from '#server/http/staticFiles.ts'
import { runDesk, type RunningDesk } from './runDesk.ts'

export interface MainOptions {
  /** What follows the program's name: nothing, `seed`, `audit`, `backup` or `restore`, and theirs. */
  args: readonly string[]
  environment: NodeJS.ProcessEnv
  /** Where the built page lies; null where `front` has it. */
  pageFolder: string | null
  front?: Front
}

/**
 * The program: opens the desk and keeps it open until a signal stops it or it fails. Standard output is
 * for people; standard error gets one JSON line per event.
 */
export async function main(options: MainOptions): Promise<void> {
  const stopping = new AbortController()
  // Listened to before anything is started, so that nothing is left behind by an early Ctrl-C.
  const opening = openDesk(options, stopping.signal)
  let since: number | undefined
  const onSignal = () => {
    // npm passes Ctrl-C on although the terminal has sent it to all of us already.
    if (since !== undefined && performance.now() - since < 500) return
    if (since !== undefined) void abandon(opening)
    since ??= performance.now()
    stopping.abort()
    void end(opening, 0)
  }
  // SIGHUP: the terminal was closed, or its connection was lost.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal)
  for (const event of ['uncaughtException', 'unhandledRejection'])
    process.on(event, (error: unknown) => {
      // The state of this process is unknown, but the database is consistent.
      newLog().fatal({ error: redactError(error) }, event)
      void end(opening, 1)
    })

  const desk = await opening
  if (!desk) return
  const why = await desk.failed
  console.error(why.message)
  await end(opening, 1)
}

/**
 * Does what the arguments say, up to the open desk; undefined when there is nothing to keep open.
 * An error is printed in one line, and the exit code is 1.
 */
export async function openDesk(
  { args, environment, pageFolder, front }: MainOptions,
  signal = new AbortController().signal,
): Promise<RunningDesk | undefined> {
  const log = newLog()
  const say = console.log
  try {
    const config = await configFrom(environment, vendors)
    if (args[0] === 'seed') {
      await seedDemo(config, amountIn(args.slice(1)), { version, say, signal })
      return undefined
    }
    if (args[0] === 'audit') {
      const isWhole = await verifyAudit(config, args.slice(1), say, signal)
      if (!isWhole) process.exitCode = 1
      return undefined
    }
    if (args[0] === 'backup') {
      const file = fileIn(args.slice(1), startText.backupWrong)
      await backUp(config, { file, version, say, signal })
      return undefined
    }
    if (args[0] === 'restore') {
      const file = fileIn(args.slice(1), startText.restoreWrong)
      await restore(config, { file, version, say, signal })
      return undefined
    }
    const page = pageFolder === null ? null : pageOf(pageFolder)
    const formFiles = pageFolder === null ? undefined : formFilesIn(pageFolder)
    const desk = await runDesk(config, { version, log, page, formFiles, front, print: say })
    say(startText.open(config.signIn?.publicUrl ?? desk.address))
    return desk
  } catch (error) {
    if (error instanceof StartupError) console.error(error.message)
    else log.fatal({ err: error }, 'the desk did not start')
    process.exitCode = 1
    return undefined
  }
}

async function end(opening: Promise<RunningDesk | undefined>, code: number): Promise<void> {
  const desk = await opening
  await desk?.stop().catch(() => desk.kill())
  process.exit(desk ? code : process.exitCode)
}

/** Exits at once, or as soon as nothing is left running. */
async function abandon(opening: Promise<RunningDesk | undefined>): Promise<void> {
  const desk = await opening
  desk?.kill()
  process.exit(1)
}
