import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { getRequestListener } from '@hono/node-server'
import { startText } from '#text/startText.ts'
import { StartupError } from '#server/startupError.ts'

/** Sees every request first and hands on what is not its own, as in Connect. */
export type Front = (request: IncomingMessage, response: ServerResponse, next: () => void) => void

type Fetch = Parameters<typeof getRequestListener>[0]

/** How long a client may take, in milliseconds, and how much it may say before it asks for anything. */
export interface Patience {
  /** Until its headers are there. */
  headersTimeout: number
  /** Until all that it sends is there. */
  requestTimeout: number
  /** From then on, until it has taken all of the answer. */
  answerTimeout: number
  connectionsCheckingInterval: number
}

/** Node's own are a minute for the headers, five for the request, and for ever for the answer. */
const usual: Patience = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  answerTimeout: 120_000,
  connectionsCheckingInterval: 2_000,
}

/** The desk's HTTP server, with bounds against clients that send or read slowly, or send too much. */
export function httpServer(
  fetch: Fetch,
  front: Front = (_request, _response, next) => next(),
  { answerTimeout, ...patience }: Patience = usual,
) {
  const answer = getRequestListener(fetch)
  const limits = {
    ...patience,
    maxHeaderSize: 16 * 1024,
    // Longer than the minute that load balancers keep a connection: theirs has to end first, or
    // they send into one that was just closed.
    keepAliveTimeout: 65_000,
  }
  return createServer(limits, (request, response) => {
    // A client that does not read its answer would otherwise hold connection and memory for ever.
    const late = setTimeout(() => request.socket.destroy(), answerTimeout).unref()
    response.once('close', () => clearTimeout(late))
    front(request, response, () => void answer(request, response))
  })
}

/**
 * Listens, and returns the address that people open.
 * @throws StartupError when the port is taken or not ours to take.
 */
export async function listen(server: Server, host: string, port: number): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(sentenceFor(error, host, port)))
    server.listen(port, host, resolve)
  })
  const bound = server.address()
  const taken = typeof bound === 'object' && bound ? bound.port : port
  return `http://${host.includes(':') ? `[${host}]` : host}:${taken}`
}

/**
 * Makes sure that the port is free before anything slow is begun.
 * @throws StartupError
 */
export async function checkPort(host: string, port: number): Promise<void> {
  const server = createServer()
  await listen(server, host, port)
  await new Promise((resolve) => server.close(resolve))
}

function sentenceFor(error: NodeJS.ErrnoException, host: string, port: number): Error {
  const sentences: Record<string, string> = {
    EADDRINUSE: startText.portTaken(host, port),
    EACCES: startText.portForbidden(port),
    EADDRNOTAVAIL: startText.hostUnknown(host),
    ENOTFOUND: startText.hostUnknown(host),
  }
  const sentence = sentences[error.code ?? '']
  return sentence ? new StartupError(sentence, { cause: error }) : error
}

/** Takes no more connections and lets open requests finish, for `patience` milliseconds. */
export async function drain(server: Server, patience: number): Promise<void> {
  let closed = false
  const done = new Promise<void>((resolve) => {
    server.close(() => {
      closed = true
      resolve()
    })
  })
  const late = setTimeout(() => server.closeAllConnections(), patience)
  // A connection that is kept alive turns idle only when its last answer is out.
  while (!closed) {
    server.closeIdleConnections()
    await Promise.race([done, pause(25)])
  }
  clearTimeout(late)
}
