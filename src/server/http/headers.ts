import type { MiddlewareHandler } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import { reportsPath } from './cspReports.ts'
import type { RequestEnv } from './requestEnv.ts'

type Options = NonNullable<Parameters<typeof secureHeaders>[0]>

const reportsName = 'csp'

const self = ["'self'"]
const none = ["'none'"]

/**
 * On every answer, errors too. What an answer brings itself stays: the page of a development
 * server and the embedded APIs may know better. What only a page obeys goes with pages only; a
 * file or an answer of the API that is opened as a page may do nothing at all.
 * @param isOverTls browsers are told to come by https only, for a year, sibling hosts below included.
 *   A desk on localhost must not pin that name to https.
 */
export function securityHeaders({
  isOverTls,
}: {
  isOverTls: boolean
}): MiddlewareHandler<RequestEnv> {
  const strictTransportSecurity = isOverTls && 'max-age=31536000; includeSubDomains'
  const ofPage = secureHeaders({ ...page, strictTransportSecurity })
  const ofData = secureHeaders({ ...data, strictTransportSecurity })
  const nothingMore = async () => {}
  return async (c, next) => {
    await next()
    // A browser takes the headers of a 304 over into the page that it has (RFC 9111, section 4.3.4):
    // those that came with the page stand.
    if (c.res.status === 304) return
    const isPage = c.res.headers.get('content-type')?.startsWith('text/html')
    await (isPage ? ofPage : ofData)(c, nothingMore)
  }
}

const common = {
  overwrite: false,
  xFrameOptions: 'DENY',
} as const

const page: Options = {
  ...common,
  contentSecurityPolicy: {
    defaultSrc: none,
    scriptSrc: self,
    styleSrc: self,
    connectSrc: self,
    fontSrc: self,
    imgSrc: self,
    baseUri: none,
    formAction: none,
    frameAncestors: none,
    requireTrustedTypesFor: ["'script'"],
    trustedTypes: none,
    // Some browsers know the one, some the other.
    reportUri: reportsPath,
    reportTo: reportsName,
  },
  reportingEndpoints: [{ name: reportsName, url: reportsPath }],
  permissionsPolicy: {
    camera: false,
    microphone: false,
    geolocation: false,
    payment: false,
    usb: false,
    serial: false,
    displayCapture: false,
  },
}

const data: Options = {
  ...common,
  contentSecurityPolicy: { defaultSrc: none, frameAncestors: none },
  // For pages, and for browsers that are gone.
  crossOriginOpenerPolicy: false,
  originAgentCluster: false,
  xDnsPrefetchControl: false,
  xDownloadOptions: false,
  xPermittedCrossDomainPolicies: false,
  xXssProtection: false,
}

/** Nothing of the API is kept anywhere between here and the screen. */
export function neverStored(): MiddlewareHandler<RequestEnv> {
  return async (c, next) => {
    await next()
    c.res.headers.set('cache-control', 'no-store')
  }
}
