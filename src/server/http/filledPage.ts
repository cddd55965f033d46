import { Readable } from 'node:stream'
import { constants, createGzip } from 'node:zlib'
import { answerAttribute, firstReadsAt, type FirstAnswer } from '#contract/api/firstAnswers.ts'
import type { Send } from '#contract/backend/send.ts'

interface Options {
  /** Hands out the page as it was built. */
  page: Send
  /** The desk itself: the reads take the way that the browser's own would take. */
  ask: Send
  /** The file with the form's fields of a workspace, which the page will need as well. */
  fieldsOf(workspace: string): string | undefined
}

/**
 * The page with the answers to its first reads. The part before them leaves at once, so that the
 * browser fetches the scripts while the billing system is asked.
 */
export async function filledPage(
  request: Request,
  { page, ask, fieldsOf }: Options,
): Promise<Response> {
  const html = await (await page(new Request(request.url))).text()
  const [head, body] = cutBefore('</head>', html)
  const [rest, after] = cutBefore('</body>', body)
  const fields = fieldsOf(new URL(request.url).pathname.split('/')[2] ?? '')
  const preload = fields ? `<link rel="modulepreload" href="/${fields}" />` : ''
  const packed = createGzip()
  packed.write(head + preload + rest)
  packed.flush(constants.Z_SYNC_FLUSH)
  const answers = firstReadsFor(request).map(async (read) => {
    const answer = await ask(read)
    const body: unknown = await answer.json()
    packed.write(elementOf(read, { status: answer.status, body }))
    packed.flush(constants.Z_SYNC_FLUSH)
  })
  // What did not end in an answer is asked again by the page.
  void Promise.allSettled(answers).then(() => packed.end(after))
  return new Response(Readable.toWeb(packed) as ReadableStream<Uint8Array>, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-encoding': 'gzip',
      'cache-control': 'no-store',
    },
  })
}

function cutBefore(tag: string, html: string): [string, string] {
  const at = html.lastIndexOf(tag)
  return [html.slice(0, at), html.slice(at)]
}

/** Whose page it is reads, from where it is read. */
function firstReadsFor(request: Request): Request[] {
  const { origin, pathname } = new URL(request.url)
  const headers = new Headers(request.headers)
  for (const name of ['accept-encoding', 'if-none-match', 'if-modified-since', 'range'])
    headers.delete(name)
  const { signal } = request
  return firstReadsAt(pathname).map((path) => new Request(origin + path, { headers, signal }))
}

/**
 * A block of data, which the policy lets be because no browser runs it; no text in it can end it. The
 * comment behind it tells the page that it is whole.
 */
function elementOf(read: Request, answer: FirstAnswer): string {
  const { pathname, search } = new URL(read.url)
  const path = (pathname + search).replace(/&/g, '&amp;').replace(/"/g, '&quot;')
  const json = JSON.stringify(answer).replace(/</g, '\\u003c')
  return `<script type="application/json" ${answerAttribute}="${path}">${json}</script><!-- -->`
}
