import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import type { Send } from '#contract/send.ts'
import { startText } from '#text/startText.ts'
import { CannotStart } from './cannotStart.ts'

/** A file in memory, in every form it may leave in. */
interface Kept {
  headers: Record<string, string>
  tag: string
  /** By content encoding; '' is the file as it is. */
  bodies: ReadonlyMap<string, Uint8Array<ArrayBuffer>>
}

/**
 * The built page and its files, read once, with the compressed forms that the build put beside. The page itself is at / and below /w/,
 * where its routes are; anything else that is no file is a 404.
 * @throws CannotStart when nothing is built there
 */
export async function pageOf(folder: string): Promise<Send> {
  const files = await filesIn(folder)
  const index = files.get('/index.html')
  if (!index) throw new CannotStart(startText.notBuilt(folder))
  return async (request) => {
    const { pathname } = new URL(request.url)
    const isPage = pathname === '/' || pathname === '/w' || pathname.startsWith('/w/')
    const file = isPage ? index : files.get(pathname)
    if (!file || pathname === '/index.html') return notThere()
    return answerWith(file, request)
  }
}

function answerWith({ headers, tag, bodies }: Kept, request: Request): Response {
  if (request.headers.get('if-none-match')?.includes(tag))
    return new Response(null, { status: 304, headers: { ...headers, etag: `W/"${tag}"` } })
  const encoding = encodingFor(request.headers.get('accept-encoding') ?? '', bodies)
  const body = bodies.get(encoding) ?? new Uint8Array()
  return new Response(request.method === 'HEAD' ? null : body, {
    headers: {
      ...headers,
      // Weak: the same file, whatever it is packed in.
      etag: `W/"${tag}"`,
      'content-length': String(body.byteLength),
      ...(encoding && { 'content-encoding': encoding }),
    },
  })
}

/** The smallest form that the asker takes (RFC 9110, section 12.5.3). */
function encodingFor(accepted: string, bodies: Kept['bodies']): string {
  const refused = /;\s*q=0(\.0*)?\s*$/
  const names = accepted
    .split(',')
    .filter((part) => !refused.test(part))
    .map((part) => part.split(';')[0]?.trim().toLowerCase())
  return ['br', 'gzip'].find((name) => names.includes(name) && bodies.has(name)) ?? ''
}

function notThere(): Response {
  return new Response('There is nothing at this address.\n', {
    status: 404,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  })
}

async function filesIn(folder: string): Promise<Map<string, Kept>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const kept = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
      // Vite's own list of what it built is nobody's business.
      .filter((name) => !name.startsWith('.') && !/\.(br|gz)$/.test(name))
      .map(async (name) => {
        const address = `/${name.split(sep).join('/')}`
        return [address, await keep(join(folder, name), address)] as const
      }),
  )
  return new Map(kept)
}

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
}

async function keep(path: string, address: string): Promise<Kept> {
  const plain = new Uint8Array(await readFile(path))
  const bodies = new Map([['', plain]])
  for (const [encoding, suffix] of [
    ['br', '.br'],
    ['gzip', '.gz'],
  ] as const) {
    const packed = await readFile(path + suffix).catch(() => null)
    if (packed && packed.byteLength < plain.byteLength) bodies.set(encoding, new Uint8Array(packed))
  }
  return {
    bodies,
    tag: createHash('sha256').update(plain).digest('base64url').slice(0, 22),
    headers: {
      'content-type': types[extname(path)] ?? 'application/octet-stream',
      // Names in assets/ change with what is in them; the page has to be asked for each time.
      'cache-control': address.startsWith('/assets/')
        ? 'public, max-age=31536000, immutable'
        : 'no-cache',
      vary: 'accept-encoding',
    },
  }
}
