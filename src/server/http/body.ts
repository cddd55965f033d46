import type { Context } from 'hono'
import { gatewayText } from '#text/gatewayText.ts'
import type { RequestEnv } from './requestEnv.ts'
import { limitBody } from './limitBody.ts'
import { malformed, HttpRefusal } from './httpRefusal.ts'

const limited = limitBody(256 * 1024)
const deepest = 32

/**
 * The JSON that a request carries.
 * @throws HttpRefusal 415 for anything but plain UTF-8 JSON, 413 past 256 KiB, 400 for what cannot be
 *   read or is nested deeper than 32 levels.
 */
export async function readJson(c: Context<RequestEnv, string>): Promise<unknown> {
  if (!isPlainJson(c.req.raw.headers))
    throw new HttpRefusal({ kind: 'rejected', message: gatewayText.body.notJson }, 415)
  const text = textIn(await readBytes(c))
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw malformed(null, gatewayText.body.unreadable, { cause })
  }
  if (isDeeperThan(deepest, value)) throw malformed(null, gatewayText.body.tooDeep(deepest))
  return value
}

function isPlainJson(headers: Headers): boolean {
  const type = headers.get('content-type') ?? ''
  const encoding = headers.get('content-encoding') ?? 'identity'
  return /^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(type) && encoding === 'identity'
}

async function readBytes(c: Context<RequestEnv, string>): Promise<ArrayBuffer> {
  try {
    await limited(c, () => Promise.resolve())
    return await c.req.raw.arrayBuffer()
  } catch (cause) {
    if (cause instanceof HttpRefusal) throw cause
    throw malformed(null, gatewayText.body.cut, { cause })
  }
}

function textIn(bytes: ArrayBuffer): string {
  try {
    // A byte order mark stays and is refused by the parser: it would otherwise vanish silently.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    throw malformed(null, gatewayText.body.unreadable, { cause })
  }
}

function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return levels === 0 || Object.values(value).some((inner) => isDeeperThan(levels - 1, inner))
}
