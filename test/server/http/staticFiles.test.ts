import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Send } from '#contract/backend/send.ts'
import { pageOf } from '#server/http/staticFiles.ts'

const script = `export const words = ${JSON.stringify('the same again and '.repeat(100))}\n`
const html = '<!doctype html><link rel="modulepreload" href="/assets/main-abc.js">'
const built: Record<string, string | Uint8Array> = {
  'index.html': html,
  'assets/main-abc.js': script,
  'assets/inter-xyz.woff2': 'not compressed again',
  'assets/main-abc.js.br': brotliCompressSync(script),
  'assets/main-abc.js.gz': gzipSync(script),
  'icon.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
  '.vite/manifest.json': '{}',
}

let folder: string
let page: Send

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), '.contact-desk-page-'))
  for (const [name, content] of Object.entries(built)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), content)
  }
  page = pageOf(folder)
})

afterAll(() => rm(folder, { recursive: true }))

function get(path: string, headers: Record<string, string> = {}, method = 'GET') {
  return page(new Request(`http://localhost:3000${path}`, { method, headers }))
}

test.for(['/', '/?from=mail', '/w', '/w/dayzero-embedded', '/w/a/c/b/contacts/new'])(
  '%s is the page, asked for anew each time',
  async (path) => {
    const answer = await get(path)
    expect(await answer.text()).toBe(built['index.html'])
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(answer.headers.get('cache-control')).toBe('no-cache')
  },
)

test.for([
  ...['/index.html', '/assets/gone.js', '/assets/', '/assets', '/wp-login.php', '/words'],
  ...['/assets/main-abc.js.br', '/assets/main-abc.js.gz'],
  ...['/.vite/manifest.json', '/../package.json', '/%2e%2e/package.json', '/__proto__'],
])('there is nothing at %s', async (path) => {
  const answer = await get(path)
  expect(answer.status).toBe(404)
  expect(answer.headers.get('content-type')).toBe('text/plain; charset=UTF-8')
})

test('a file whose name changes with its content is kept for good', async () => {
  const answer = await get('/assets/main-abc.js')
  expect(answer.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
  expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  expect((await get('/icon.svg')).headers.get('cache-control')).toBe('no-cache')
})

test.for([
  ['gzip, deflate, br, zstd', 'br', brotliDecompressSync],
  ['gzip;q=1.0, br;q=0', 'gzip', gunzipSync],
  ['GZIP', 'gzip', gunzipSync],
] as const)('who takes %s gets %s', async ([accepted, encoding, unpack]) => {
  const answer = await get('/assets/main-abc.js', { 'accept-encoding': accepted })
  const body = new Uint8Array(await answer.arrayBuffer())
  expect(answer.headers.get('content-encoding')).toBe(encoding)
  expect(answer.headers.get('vary')).toBe('Accept-Encoding')
  expect(answer.headers.get('content-length')).toBe(String(body.byteLength))
  expect(unpack(body).toString()).toBe(script)
})

test.for([
  ['/assets/main-abc.js', 'identity'],
  ['/assets/inter-xyz.woff2', 'br, gzip'],
  ['/icon.svg', 'br, gzip'],
] as const)('%s is sent as it is to who takes %s', async ([path, accepted]) => {
  const answer = await get(path, { 'accept-encoding': accepted })
  expect(answer.headers.has('content-encoding')).toBe(false)
  expect(await answer.text()).toBe(built[path.slice(1)])
})

test('what a browser has already is not sent again', async () => {
  const first = await get('/', { 'accept-encoding': 'br' })
  const again = await get('/', { 'if-none-match': first.headers.get('etag') ?? '' })
  expect(again.status).toBe(304)
  expect(await again.text()).toBe('')
  expect(again.headers.get('etag')).toBe(first.headers.get('etag'))
  for (const name of ['cache-control', 'vary'])
    expect(again.headers.get(name)).toBe(first.headers.get(name))
  expect((await get('/', { 'if-none-match': 'W/"another"' })).status).toBe(200)
})

test('a part of a file is not sent: the whole is', async () => {
  const answer = await get('/assets/main-abc.js', { range: 'bytes=0-9' })
  expect([answer.status, await answer.text()]).toEqual([200, script])
})

test('HEAD tells the size and sends nothing', async () => {
  const answer = await get('/', {}, 'HEAD')
  expect(answer.headers.get('content-length')).toBe(String(html.length))
  expect(await answer.text()).toBe('')
})

test('a page that is not built is said in one line', () => {
  expect(() => pageOf(join(folder, 'assets'))).toThrow('The page is not built')
})
