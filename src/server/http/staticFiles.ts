import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { serveStatic } from '@hono/node-server/serve-static'
import { Hono, type Context, type MiddlewareHandler, type Next } from 'hono'
import { etag } from 'hono/etag'
import type { Send } from '#contract/backend/send.ts'
import { startText } from '#text/startText.ts'
import { StartupError } from '#server/startupError.ts'
import { acceptedEncoding } from './acceptedEncoding.ts'

/**
 * Serves the built page and its files, with the compressed forms that the build wrote beside them.
 * The page itself is at / and below /w/, where its routes are; any other address that is no file is
 * a 404.
 * @throws StartupError when nothing is built there
 */
export function pageOf(folder: string): Send {
  if (!existsSync(join(folder, 'index.html'))) throw new StartupError(startText.notBuilt(folder))
  const app = new Hono()
  app.use(cacheRules, negotiateEncoding)
  const page = serveStatic({ root: folder, path: 'index.html', precompressed: true })
  for (const path of ['/', '/w', '/w/*']) app.get(path, page)
  app.get('*', hideBuildFiles, serveStatic({ root: folder, precompressed: true }))
  app.notFound(notFound)
  return async (request) => app.fetch(request)
}

/**
 * The built files that describe the form, by vendor, as paths below the page's folder.
 * @throws when the folder has no manifest, which the build writes
 */
export function formFilesIn(folder: string): Map<string, string> {
  const manifest = JSON.parse(readFileSync(join(folder, '.vite/manifest.json'), 'utf8')) as Record<
    string,
    { file: string }
  >
  const files = new Map<string, string>()
  for (const [source, { file }] of Object.entries(manifest)) {
    const [, vendor] = /^src\/backends\/(\w+)\/fields\.ts$/.exec(source) ?? []
    if (vendor) files.set(vendor, file)
  }
  return files
}

const revalidated = etag({ weak: true, generateDigest: sha256 })

/** Names in assets/ change with their content; everything else has to be asked for each time. */
const cacheRules: MiddlewareHandler = (c, next) =>
  c.req.path.startsWith('/assets/')
    ? cachedAs('public, max-age=31536000, immutable', c, next)
    : revalidated(c, () => cachedAs('no-cache', c, next))

async function cachedAs(rule: string, c: Context, next: Next): Promise<void> {
  await next()
  if (!c.res.ok) return
  c.header('Cache-Control', rule)
  c.header('Vary', 'Accept-Encoding')
}

/**
 * Reduces Accept-Encoding to the one form to send, since serveStatic knows neither qualities nor
 * upper case, and drops Range: the files are small.
 */
const negotiateEncoding: MiddlewareHandler = async (c, next) => {
  // The smallest comes first.
  const encoding = acceptedEncoding(c, ['br', 'gzip'])
  const headers = new Headers(c.req.raw.headers)
  headers.set('accept-encoding', encoding)
  headers.delete('range')
  c.req.raw = new Request(c.req.raw, { headers })
  await next()
}

/** The page has one address; the compressed forms and Vite's manifest have none. */
const hideBuildFiles: MiddlewareHandler = (c, next) =>
  /\/\.|\.(br|gz)$|^\/index\.html$/.test(c.req.path) ? Promise.resolve(notFound(c)) : next()

function notFound(c: Context): Response {
  return c.text('There is nothing at this address.\n', 404, { 'Cache-Control': 'no-store' })
}

function sha256(body: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> {
  return crypto.subtle.digest('SHA-256', body)
}
