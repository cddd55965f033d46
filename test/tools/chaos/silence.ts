import { once } from 'node:events'
import { connect, createServer, type NetConnectOpts, type Socket } from 'node:net'

/**
 * A TCP proxy in front of a database whose wire can go silent: bytes are swallowed in both
 * directions and neither side gets a FIN or a RST, as when a host loses power or its address moves.
 */
export interface SilentWire {
  readonly port: number
  /** Connections that are open now never carry a byte again. New ones work. */
  silence(): void
  /** New connections are accepted and never answered, until `answerNew`. */
  hangNew(): void
  answerNew(): void
  /** Where new connections lead from now on. */
  to(target: NetConnectOpts): void
  /** Resolves when so many connections were taken while new ones hang. */
  hung(count: number): Promise<void>
  close(): Promise<void>
}

/** @param target where the database listens */
export async function startSilentWire(target: NetConnectOpts): Promise<SilentWire> {
  const open = new Map<Socket, Socket>()
  const silent = new Set<Socket>()
  let hangs = false
  let taken = 0
  const waiting: (() => void)[] = []

  const server = createServer((client) => {
    client.on('error', () => {})
    if (hangs) {
      silent.add(client)
      client.once('close', () => silent.delete(client))
      client.resume()
      taken++
      for (const wake of waiting.splice(0)) wake()
      return
    }
    const there = connect(target)
    there.on('error', () => {})
    open.set(client, there)
    const end = () => {
      // A silenced connection hides from each side that the other has ended.
      if (!open.delete(client)) return
      client.destroy()
      there.destroy()
    }
    client.once('close', end)
    there.once('close', end)
    client.pipe(there)
    there.pipe(client)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')

  return {
    port: (server.address() as { port: number }).port,
    silence() {
      for (const [client, there] of open) {
        client.unpipe(there)
        there.unpipe(client)
        for (const socket of [client, there]) {
          socket.resume()
          silent.add(socket)
          socket.once('close', () => silent.delete(socket))
        }
      }
      open.clear()
    },
    hangNew() {
      hangs = true
      taken = 0
    },
    answerNew() {
      hangs = false
    },
    to(next) {
      target = next
    },
    async hung(count) {
      while (taken < count) await new Promise<void>((resolve) => waiting.push(resolve))
    },
    async close() {
      for (const [client, there] of open) {
        client.destroy()
        there.destroy()
      }
      for (const socket of silent) socket.destroy()
      const closed = once(server, 'close')
      server.close()
      await closed
    },
  }
}

/** Where the PostgreSQL of this URL listens, for a proxy in front of it. */
export function listenerOf(url: string): NetConnectOpts {
  const { hostname, port } = new URL(url)
  const host = decodeURIComponent(hostname)
  if (host.startsWith('/')) return { path: `${host}/.s.PGSQL.5432` }
  return { host, port: Number(port || 5432) }
}

/** The same database behind the wire. */
export function behind(url: string, wire: SilentWire): string {
  const { username, password, pathname } = new URL(url)
  const secret = password && `:${password}`
  return `postgresql://${username}${secret}@127.0.0.1:${wire.port}${pathname}`
}
