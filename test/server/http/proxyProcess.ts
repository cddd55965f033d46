import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

/** A real proxy on this machine, as Debian packages it. */
export interface ProxyProcess {
  stop(): Promise<void>
}

const programs = { nginx: ['-v'], haproxy: ['-v'] } as const

export type ProxyName = keyof typeof programs

/** What to install where a proxy is missing; null where it is there. */
export function missing(name: ProxyName): string | null {
  const { error } = spawnSync(name, programs[name], { env: environment })
  return error ? `${name} is not installed (Debian: apt install ${name})` : null
}

/** Debian keeps servers in a folder that not everybody looks in. */
const environment = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/usr/local/sbin` }

/** An nginx whose server on `port` holds these directives. */
export function startNginx(port: number, directives: string, http = ''): Promise<ProxyProcess> {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((kind) => `${kind}_temp_path FOLDER/${kind};`)
    .join('\n')
  const configuration = `
    daemon off; master_process off; pid FOLDER/pid; error_log stderr crit;
    events {}
    http {
      access_log off; ${temporary} ${http}
      server { listen 127.0.0.1:${port}; ${directives} }
    }`
  return started('nginx', port, configuration, (file) => ['-e', 'stderr', '-c', file])
}

/** An HAProxy that listens on `port` and passes everything on to `to`, with these lines besides. */
export function startHaproxy(port: number, to: number, lines: string[]): Promise<ProxyProcess> {
  const configuration = [
    ...['defaults', '  timeout connect 5s', '  timeout client 20s', '  timeout server 20s'],
    ...lines.map((line) => `  ${line}`),
    ...['listen desk', `  bind 127.0.0.1:${port}`, `  server desk 127.0.0.1:${to}`, ''],
  ].join('\n')
  return started('haproxy', port, configuration, (file) => ['-db', '-q', '-f', file])
}

async function started(
  name: ProxyName,
  port: number,
  configuration: string,
  args: (file: string) => string[],
): Promise<ProxyProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'contact-desk-proxy-'))
  const file = join(folder, 'configuration')
  writeFileSync(file, configuration.replaceAll('FOLDER', folder))
  const child = spawn(name, args(file), { env: environment, stdio: ['ignore', 'ignore', 'pipe'] })
  let complaints = ''
  child.stderr.on('data', (piece: Buffer) => (complaints += piece.toString()))
  const stop = async () => {
    if (child.exitCode === null) {
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    }
    rmSync(folder, { recursive: true, force: true })
  }
  while (!(await accepts(port))) {
    if (hasEnded(child)) throw new Error(`${name} ended: ${complaints}`)
    await pause(10)
  }
  return { stop }
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null
}

async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}
