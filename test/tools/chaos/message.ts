/** The first line and the headers of an HTTP/1.1 message; names in lower case. */
interface Head {
  line: string
  headers: ReadonlyMap<string, string>
  /** Where the body begins. */
  length: number
}

/** One whole request, as its bytes say it. */
export interface Heard {
  method: string
  path: string
  headers: ReadonlyMap<string, string>
  bytes: Buffer
}

/** Takes the first request out of what has arrived; undefined while it is not whole. */
export function requestIn(bytes: Buffer): Heard | undefined {
  const head = headIn(bytes)
  if (!head) return undefined
  const end = bodyEnd(bytes, head) ?? head.length
  if (end > bytes.length) return undefined
  const [method = '', path = ''] = head.line.split(' ')
  return { method, path, headers: head.headers, bytes: bytes.subarray(0, end) }
}

/** How many bytes the first answer has; undefined while it is not whole, or ends with its connection. */
export function answerEnd(bytes: Buffer, method: string): number | undefined {
  const head = headIn(bytes)
  if (!head) return undefined
  const status = statusOf(bytes)
  const bare = method === 'HEAD' || status === 204 || status === 304
  const end = bare ? head.length : bodyEnd(bytes, head)
  return end !== undefined && end <= bytes.length ? end : undefined
}

/** The status of an answer; 0 while its first line is not there. */
export function statusOf(bytes: Buffer): number {
  return Number(/^HTTP\/1\.\d (\d{3})/.exec(bytes.subarray(0, 20).toString('latin1'))?.[1] ?? 0)
}

/** Where the body of an answer begins; its end while there is no whole head. */
export function bodyStart(bytes: Buffer): number {
  return headIn(bytes)?.length ?? bytes.length
}

function headIn(bytes: Buffer): Head | undefined {
  const end = bytes.indexOf('\r\n\r\n')
  if (end < 0) return undefined
  const [line = '', ...rest] = bytes.subarray(0, end).toString('latin1').split('\r\n')
  const headers = new Map(
    rest.map((each): [string, string] => {
      const colon = each.indexOf(':')
      return [each.slice(0, colon).trim().toLowerCase(), each.slice(colon + 1).trim()]
    }),
  )
  return { line, headers, length: end + 4 }
}

/** Infinity: more is to come. Undefined: the head does not say. */
function bodyEnd(bytes: Buffer, { headers, length }: Head): number | undefined {
  if (/chunked/i.test(headers.get('transfer-encoding') ?? '')) return chunksEnd(bytes, length)
  const stated = headers.get('content-length')
  return stated === undefined ? undefined : length + Number(stated)
}

function chunksEnd(bytes: Buffer, start: number): number {
  for (let at = start; ;) {
    const line = bytes.indexOf('\r\n', at)
    if (line < 0) return Infinity
    const size = Number.parseInt(bytes.subarray(at, line).toString('latin1'), 16)
    // Nobody here sends trailers.
    at = line + 2 + size + 2
    if (at > bytes.length) return Infinity
    if (!(size > 0)) return at
  }
}
