import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'

/** A server of PostgreSQL's protocol that can do nothing but say whether it is the primary. */
export interface FakeServer {
  port: number
  isPrimary: boolean
  /** What it was told so far, a line each. */
  told: string[]
  close(): void
}

/** As far as a client needs to know (PostgreSQL's manual, chapter 55.7). */
export async function startFakeServer(isPrimary: boolean): Promise<FakeServer> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    let isOpen = false
    socket.on('data', (bytes: Buffer) => {
      if (!isOpen) {
        isOpen = true
        socket.write(Buffer.concat([message('R', int32(0)), ready]))
        return
      }
      for (const sql of queriesIn(bytes)) {
        fake.told.push(sql)
        socket.write(Buffer.concat([...answerTo(sql, fake.isPrimary), ready]))
      }
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const fake: FakeServer = {
    port: (server.address() as AddressInfo).port,
    isPrimary,
    told: [],
    close() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
  return fake
}

function answerTo(sql: string, isPrimary: boolean): Buffer[] {
  if (sql.startsWith('set')) return [message('C', text('SET')), message('C', text('SET'))]
  if (sql === 'show transaction_read_only')
    return [
      message(
        'T',
        int16(1),
        text('transaction_read_only'),
        int32(0),
        int16(0),
        int32(25),
        int16(-1),
        int32(-1),
        int16(0),
      ),
      message('D', int16(1), int32(isPrimary ? 3 : 2), Buffer.from(isPrimary ? 'off' : 'on')),
      message('C', text('SHOW')),
    ]
  if (isPrimary) return [message('C', text('SELECT 0'))]
  return [message('E', text('SERROR'), text('C25006'), text('Mread-only'), Buffer.from([0]))]
}

function queriesIn(bytes: Buffer): string[] {
  const found: string[] = []
  for (let at = 0; at + 5 <= bytes.length; at += 1 + bytes.readInt32BE(at + 1))
    if (bytes[at] === 'Q'.charCodeAt(0))
      found.push(bytes.toString('utf8', at + 5, at + bytes.readInt32BE(at + 1)))
  return found
}

const ready = message('Z', Buffer.from('I'))

function message(type: string, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts)
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body])
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeInt16BE(value)
  return bytes
}

function text(value: string): Buffer {
  return Buffer.from(`${value}\0`)
}
