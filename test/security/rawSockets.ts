import { once } from 'node:events'
import type { Server } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import pino from 'pino'
import { deskApp, type OpenWorkspace } from '#server/app.ts'
import { httpServer } from '#server/http/httpServer.ts'
import { deskDatabase } from '../helpers/gateway.ts'

export interface Listening {
  server: Server
  port: number
  /** What comes back for these very bytes until the desk closes the connection. */
  told(bytes: string): Promise<string>
  /** A connection that is not ended from here. */
  open(): Promise<Socket>
  stop(): Promise<void>
}

/** The desk behind its real HTTP server on a port of this machine. */
export async function listening(
  workspaces: OpenWorkspace[],
  limits?: Parameters<typeof httpServer>[2],
): Promise<Listening> {
  const app = deskApp({
    workspaces,
    database: await deskDatabase(),
    embedded: new Map(),
    page: null,
    log: pino({ enabled: false }),
    hosts: ['127.0.0.1'],
    embeddedApi: 'loopback',
    version: '0',
    now: () => new Date(),
    signIn: null,
  })
  const server = httpServer(app.fetch, undefined, limits)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo

  async function open(): Promise<Socket> {
    const socket = connect(port, '127.0.0.1')
    // The desk may close it with a reset, and that is an answer too.
    socket.on('error', () => {})
    await once(socket, 'connect')
    return socket
  }

  return {
    server,
    port,
    open,
    async told(bytes) {
      const socket = await open()
      const pieces: Buffer[] = []
      socket.on('data', (piece: Buffer) => pieces.push(piece))
      socket.write(bytes, 'latin1')
      await once(socket, 'close')
      return Buffer.concat(pieces).toString('latin1')
    },
    async stop() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
