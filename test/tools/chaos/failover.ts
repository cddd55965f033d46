import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { appendFile, chown, mkdtemp, readFile, rm } from 'node:fs/promises'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { freePort, startDesk } from '../../helpers/desk.ts'
import { countsIn, tollOf } from './kill9Run.ts'
import { countOf, optionsOf } from './options.ts'
import { quietCustomers } from './pair.ts'
import { pause } from './pause.ts'
import { failoverTable, killViolations } from './report.ts'
import { Writers } from './writers.ts'

const usage = 'usage: npm run chaos:failover -- [--times N] [--binaries FOLDER]'

/** Debian's. The desk's own has no pg_basebackup. */
const usual = '/usr/lib/postgresql/15/bin'

/**
 * Kills a primary under load, promotes its replica and lets the desk find it at the same address.
 * What was acknowledged has to be there: the primary waits until its replica has it.
 */
export async function main(args: readonly string[]): Promise<void> {
  const asked = optionsOf(args, { times: { type: 'string' }, binaries: { type: 'string' } }, usage)
  if (!asked) return
  for (let time = 1; time <= countOf(asked.times, 1); time++) {
    const toll = await failover(asked.binaries ?? usual)
    console.log(`\n${failoverTable(toll)}`)
    const violations = killViolations({ ...toll, firstGood: 0 })
    for (const line of violations) console.log(`BROKEN: ${line}`)
    if (violations.length > 0) process.exitCode = 1
  }
}

/** How long people write before and after, in milliseconds. */
const span = 10_000

async function failover(binaries: string) {
  const pair = await startReplicated(binaries)
  const switchable = await startForwarder(pair.primary.port)
  const DATABASE_URL = `postgresql://postgres@127.0.0.1:${switchable.port}/postgres`
  try {
    const desk = await startDesk({ env: { DATABASE_URL } })
    try {
      const customers = await quietCustomers(desk)
      const writers = new Writers(desk.url, [
        { vendor: 'dayzero', workspace: 'dayzero-embedded', customers: customers.dayzero },
        { vendor: 'zuora', workspace: 'zuora-embedded', customers: customers.zuora },
      ])
      writers.start(8)
      await pause(span)
      const killed = performance.now()
      await pair.primary.kill()
      await pair.replica.promote()
      switchable.to(pair.replica.port)
      await writers.nextGood()
      const away = performance.now() - killed
      await pause(span)
      await writers.finish(120_000)
      return tollOf(writers.journal, await countsIn(desk), [away])
    } finally {
      await desk.stop()
    }
  } finally {
    switchable.close()
    await pair.stop()
  }
}

/** A primary whose commits wait until its replica shows them, both on this machine. */
async function startReplicated(binaries: string) {
  const folder = await mkdtemp(join(tmpdir(), 'contact-desk-failover-'))
  const who = await ordinaryUser()
  if (who) await chown(folder, who.uid, who.gid)
  const run = (program: string, ...args: string[]) =>
    promisify(execFile)(join(binaries, program), args, { ...who, cwd: folder })
  const [first, second] = [join(folder, 'primary'), join(folder, 'replica')]
  const ports = { primary: await freePort(), replica: await freePort() }
  const start = async (data: string, port: number, settings: string) => {
    const all = `port = ${port}\nunix_socket_directories = ''\n${settings}\n`
    await appendFile(join(data, 'postgresql.conf'), all)
    await run('pg_ctl', 'start', '--wait', '-D', data, '-l', `${data}.log`)
  }
  await run('initdb', '-D', first, '--username=postgres', '--auth=trust', '--encoding=UTF8')
  await start(first, ports.primary, '')
  const from = ['-h', '127.0.0.1', '-p', String(ports.primary), '-U', 'postgres']
  await run('pg_basebackup', ...from, '-D', second, '--write-recovery-conf', '--checkpoint=fast')
  await start(second, ports.replica, '')
  const waits = `synchronous_standby_names = '*'\nsynchronous_commit = remote_apply\n`
  await appendFile(join(first, 'postgresql.conf'), waits)
  await run('pg_ctl', 'reload', '-D', first)
  return {
    primary: {
      port: ports.primary,
      async kill() {
        const note = await readFile(join(first, 'postmaster.pid'), 'utf8')
        process.kill(Number(note.split('\n')[0]), 'SIGKILL')
      },
    },
    replica: {
      port: ports.replica,
      promote: () => run('pg_ctl', 'promote', '--wait', '-D', second),
    },
    async stop() {
      await run('pg_ctl', 'stop', '-m', 'immediate', '-D', second).catch(() => {})
      await run('pg_ctl', 'stop', '-m', 'immediate', '-D', first).catch(() => {})
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** PostgreSQL does not run as root. */
async function ordinaryUser(): Promise<{ uid: number; gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const [uid = 0, gid = 0] = await Promise.all(
    ['-u', '-g'].map(async (what) =>
      Number((await promisify(execFile)('id', [what, 'postgres'])).stdout),
    ),
  )
  return { uid, gid }
}

/** One address for the database, wherever it is just now. */
async function startForwarder(first: number) {
  const port = await freePort()
  let target = first
  const open = new Set<Socket>()
  const server = createServer((client) => {
    const there = connect(target, '127.0.0.1')
    for (const socket of [client, there]) {
      open.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        open.delete(socket)
        client.destroy()
        there.destroy()
      })
    }
    client.pipe(there)
    there.pipe(client)
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    port,
    to(next: number) {
      target = next
      for (const socket of open) socket.destroy()
    },
    close() {
      server.close()
      for (const socket of open) socket.destroy()
    },
  }
}
