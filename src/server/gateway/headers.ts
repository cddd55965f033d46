import type { MiddlewareHandler } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import type { DeskEnv } from './deskEnv.ts'

const self = ["'self'"]
const none = ["'none'"]

/**
 * On every answer, errors too. What an answer brings itself stays: the page of a development
 * server and the embedded twins may know better.
 */
export function securityHeaders(): MiddlewareHandler<DeskEnv> {
  return secureHeaders({
    overwrite: false,
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
    },
    permissionsPolicy: {
      camera: false,
      microphone: false,
      geolocation: false,
      payment: false,
      usb: false,
      serial: false,
      displayCapture: false,
    },
    xFrameOptions: 'DENY',
    // Over plain http it means nothing, and a desk on localhost must not pin the whole host to https.
    strictTransportSecurity: false,
  })
}

/** Nothing of the API is kept anywhere between here and the screen. */
export function neverStored(): MiddlewareHandler<DeskEnv> {
  return async (c, next) => {
    await next()
    c.res.headers.set('cache-control', 'no-store')
  }
}
