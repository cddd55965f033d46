import type { Send } from '#contract/backend/send.ts'

/**
 * What a browser adds to a request of the desk's own page, which `fetch` in Node does not: the
 * gateway takes no write without it.
 */
export function asBrowser(send: Send): Send {
  return (request) => {
    const sent = new Request(request)
    sent.headers.set('sec-fetch-site', 'same-origin')
    if (request.method !== 'GET' && request.method !== 'HEAD')
      sent.headers.set('origin', new URL(request.url).origin)
    return send(sent)
  }
}
