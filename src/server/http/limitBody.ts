import type { MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { gatewayText } from '#text/gatewayText.ts'
import { HttpRefusal } from './httpRefusal.ts'

/**
 * Takes bodies of at most this many bytes, with or without a Content-Length.
 * @throws HttpRefusal 413 past that
 */
export function limitBody(maxBytes: number): MiddlewareHandler {
  return bodyLimit({
    maxSize: maxBytes,
    onError: () => {
      throw new HttpRefusal({ kind: 'rejected', message: gatewayText.body.tooLarge(maxBytes) }, 413)
    },
  })
}
