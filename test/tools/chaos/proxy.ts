import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { freePort } from '../../helpers/desk.ts'
import { answerEnd, bodyStart, requestIn, statusOf, type Heard } from './message.ts'

/**
 * What happens to one request. `before`: the other side never sees it. `after`: the other side has
 * answered to the last byte, and `pass` says how much of that goes on.
 */
export type Fault =
  | { do: 'reset' | 'fin'; when: 'before' }
  | { do: 'reset' | 'fin'; when: 'after'; pass: Pass }
  | { do: 'blackhole'; when: 'before' | 'after' }
  /** `before`: the request is on its way so long, whoever waits for it. `after`: the answer is. */
  | { do: 'delay'; when: 'before' | 'after'; milliseconds: number }
  | { do: 'garbage' }
  | { do: 'answer'; when: 'before' | 'after'; status: number; headers?: Record<string, string> }
  /** The same bytes arrive on two connections; one answer goes back. */
  | { do: 'twice' }

/** Nothing, half of the head, or the head and half of the body. */
export type Pass = 'nothing' | 'half head' | 'half body'

/** Which requests suffer, and how often. */
export interface Rule {
  fault: Fault
  victim(request: Heard): boolean
  /** From then on everything passes, but for what comes next. */
  times: number
  /** What happens to the one after those. */
  next?: Fault
}

/** One request that came by. */
export interface Passed {
  method: string
  path: string
  /** When it was whole, in milliseconds since 1970. */
  at: number
  /** What was done to it. */
  fault: Fault['do'] | null
  /** What the other side answered; 0 while, or when, it did not. */
  status: number
}

/** Stands between a client and a server on this machine and breaks what it is told to. */
export interface Proxy {
  readonly port: number
  readonly url: string
  /** All that came by, in its order. */
  readonly passed: readonly Passed[]
  arm(rule: Rule): void
  /** From here on everything passes. What vanished stays vanished. */
  disarm(): void
  /** Nobody listens on the port any more, and what was open is closed. */
  refuse(): Promise<void>
  /** Takes connections again, on the same port. */
  accept(): Promise<void>
  /** Resolves as soon as so many requests were struck. */
  struck(times: number): Promise<void>
  close(): Promise<void>
}

/** How long a client waits at most in a test, so that nothing is kept for ever. Milliseconds. */
const mostHeld = 200_000

/** @param upstream the port of the server for the next request, on this machine */
export async function startProxy(upstream: () => number): Promise<Proxy> {
  const port = await freePort()
  const clients = new Set<Socket>()
  const passed: Passed[] = []
  const timers = new Set<NodeJS.Timeout>()
  let rule: Rule | undefined
  let strikes = 0
  let waiting: (() => void)[] = []
  let server = await listen()

  async function listen() {
    const fresh = createServer((client) => void serve(client))
    fresh.listen(port, '127.0.0.1')
    await once(fresh, 'listening')
    return fresh
  }

  /** One request after the other, as both sides of a kept connection do. */
  async function serve(client: Socket): Promise<void> {
    clients.add(client)
    client.setNoDelay(true)
    client.on('error', () => {})
    client.on('close', () => clients.delete(client))
    const line = lineOf(client)
    let server: Socket | undefined
    let serverPort = 0
    try {
      for (;;) {
        const request = await nextRequest(line)
        if (!request) break
        const struck = strike(request)
        const note: Passed = {
          method: request.method,
          path: request.path,
          at: Date.now(),
          fault: struck?.do ?? null,
          status: 0,
        }
        passed.push(note)
        if (struck) {
          const goesOn = await suffer(struck, request, client, note)
          if (!goesOn) return
          continue
        }
        // A connection goes with its server: the next request may be another one's.
        const port = upstream()
        if (!server || server.destroyed || serverPort !== port) {
          server?.destroy()
          server = open(port)
          serverPort = port
        }
        const answer = await exchange(server, request, client)
        note.status = statusOf(answer.bytes)
        if (answer.bytes.length > 0) client.write(answer.bytes)
        if (answer.whole) continue
        // As the other side left it.
        if (answer.bytes.length === 0) client.resetAndDestroy()
        else client.end()
        return
      }
    } finally {
      server?.destroy()
    }
    client.end()
  }

  function strike(request: Heard): Fault | undefined {
    if (!rule || !rule.victim(request)) return undefined
    const fault = rule.times > 0 ? rule.fault : rule.next
    if (rule.times > 0) rule.times--
    else rule = undefined
    if (!fault) return undefined
    strikes++
    const woken = waiting
    waiting = []
    for (const wake of woken) wake()
    return fault
  }

  function open(port: number): Socket {
    const socket = connect(port, '127.0.0.1')
    socket.setNoDelay(true)
    socket.on('error', () => {})
    return socket
  }

  /** Asks on a connection of its own, and goes on whatever becomes of the client. */
  async function ask(request: Heard): Promise<Buffer> {
    const socket = open(upstream())
    const { bytes } = await exchange(socket, request)
    socket.destroy()
    return bytes
  }

  function later(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        timers.delete(timer)
        resolve()
      }, milliseconds)
      timers.add(timer)
    })
  }

  /** @returns whether the connection can be used for another request */
  async function suffer(
    fault: Fault,
    request: Heard,
    client: Socket,
    note: Passed,
  ): Promise<boolean> {
    async function asked(): Promise<Buffer> {
      const answer = await ask(request)
      note.status = statusOf(answer)
      return answer
    }
    switch (fault.do) {
      case 'reset':
      case 'fin': {
        if (fault.when === 'after') {
          const part = partOf(await asked(), fault.pass)
          if (part.length > 0) await new Promise<void>((sent) => client.write(part, () => sent()))
          // A reset overtakes what the client has not read yet.
          if (part.length > 0) await later(50)
        }
        if (fault.do === 'reset') client.resetAndDestroy()
        else client.end()
        return false
      }
      case 'blackhole': {
        if (fault.when === 'after') await asked()
        const tooLong = setTimeout(() => client.destroy(), mostHeld)
        client.once('close', () => clearTimeout(tooLong))
        return false
      }
      case 'delay': {
        if (fault.when === 'before') await later(fault.milliseconds)
        const answer = await asked()
        if (fault.when === 'after') await later(fault.milliseconds)
        return sent(client, answer)
      }
      case 'garbage':
        await asked()
        return sent(client, messageOf(200, {}, '\u0000\u0001<not what was asked for'))
      case 'answer': {
        if (fault.when === 'after') await asked()
        const { status, headers = {} } = fault
        return sent(client, messageOf(status, headers, `<h1>${status}</h1>`))
      }
      // Twice.
      default: {
        const [first] = await Promise.all([asked(), ask(request)])
        return sent(client, first)
      }
    }
  }

  return {
    port,
    url: `http://127.0.0.1:${port}`,
    passed,
    arm(next) {
      rule = { ...next }
      strikes = 0
    },
    disarm() {
      rule = undefined
    },
    async refuse() {
      const closed = once(server, 'close')
      server.close()
      for (const client of clients) client.destroy()
      await closed
    },
    async accept() {
      if (!server.listening) server = await listen()
    },
    async struck(times) {
      while (strikes < times) await new Promise<void>((resolve) => waiting.push(resolve))
    },
    async close() {
      rule = undefined
      for (const timer of timers) clearTimeout(timer)
      for (const client of clients) client.destroy()
      if (!server.listening) return
      const closed = once(server, 'close')
      server.close()
      await closed
    },
  }
}

/** What has arrived on a connection and was not taken yet. */
interface Line {
  bytes: Buffer
  ended: boolean
  /** Resolves when more has arrived, or nothing more will. */
  more(): Promise<void>
}

function lineOf(socket: Socket): Line {
  let wake = () => {}
  const line: Line = {
    bytes: Buffer.alloc(0),
    ended: false,
    more: () => new Promise((resolve) => (wake = resolve)),
  }
  socket.on('data', (piece: Buffer) => {
    line.bytes = Buffer.concat([line.bytes, piece])
    wake()
  })
  const end = () => {
    line.ended = true
    wake()
  }
  socket.on('end', end)
  socket.on('close', end)
  return line
}

async function nextRequest(line: Line): Promise<Heard | undefined> {
  for (;;) {
    const request = requestIn(line.bytes)
    if (request) {
      line.bytes = line.bytes.subarray(request.bytes.length)
      return request
    }
    if (line.ended) return undefined
    await line.more()
  }
}

/** Sends a request and waits for its whole answer. A client that leaves meanwhile ends it. */
function exchange(
  server: Socket,
  { bytes, method }: Heard,
  client?: Socket,
): Promise<{ bytes: Buffer; whole: boolean }> {
  return new Promise((resolve) => {
    let answer = Buffer.alloc(0)
    const settle = (whole: boolean) => {
      server.off('data', take)
      server.off('close', broken)
      server.off('end', broken)
      client?.off('close', left)
      resolve({ bytes: answer, whole })
    }
    const take = (piece: Buffer) => {
      answer = Buffer.concat([answer, piece])
      if (answerEnd(answer, method) !== undefined) settle(true)
    }
    const broken = () => {
      server.destroy()
      settle(false)
    }
    const left = () => server.destroy()
    server.on('data', take)
    server.once('close', broken)
    server.once('end', broken)
    client?.once('close', left)
    server.write(bytes)
  })
}

function partOf(answer: Buffer, pass: Pass): Buffer {
  const body = bodyStart(answer)
  const lengths = {
    nothing: 0,
    'half head': Math.floor(body / 2),
    'half body': body + Math.floor((answer.length - body) / 2),
  }
  return answer.subarray(0, lengths[pass])
}

/** False when there is nothing to send, or nobody to send it to: the connection is of no use. */
function sent(client: Socket, answer: Buffer): boolean {
  if (answer.length === 0 || client.destroyed) {
    client.destroy()
    return false
  }
  client.write(answer)
  return true
}

function messageOf(status: number, headers: Record<string, string>, body: string): Buffer {
  const all = {
    'content-type': status === 200 ? 'application/json' : 'text/html',
    'content-length': String(Buffer.byteLength(body)),
    ...headers,
  }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  return Buffer.from(`HTTP/1.1 ${status} Chaos\r\n${lines.join('')}\r\n${body}`)
}
