import { deskHeader } from '#contract/api/api.ts'
import { gatewayText } from '#text/gatewayText.ts'
import { HttpRefusal } from './httpRefusal.ts'

/**
 * Lets a write through only when the desk's own page sent it: a header that a foreign page cannot
 * set without asking, our own Origin, and what the browser says about the site it comes from.
 */
export function checkWrite(request: Request): void {
  const { headers } = request
  if (headers.get(deskHeader) !== '1') throw notAllowed(gatewayText.write.header(deskHeader))
  if (!isOwnOrigin(headers.get('origin'), headers.get('host') ?? new URL(request.url).host))
    throw notAllowed(gatewayText.write.origin)
  const site = headers.get('sec-fetch-site')
  if (site !== null && site !== 'same-origin') throw notAllowed(gatewayText.write.site)
}

function notAllowed(message: string): HttpRefusal {
  return new HttpRefusal({ kind: 'rejected', message }, 403, { security: 'foreign write' })
}

function isOwnOrigin(origin: string | null, host: string): boolean {
  // Behind a proxy that ends TLS the scheme is not ours to see; the host, checked before, is.
  const scheme = /^https?:/.exec(origin ?? '')?.[0]
  const own = `${scheme}//${host}`
  return scheme !== undefined && URL.canParse(own) && new URL(own).origin === origin
}
