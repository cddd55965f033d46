import type { Hono } from 'hono'
import * as z from 'zod/mini'
import { gatewayText } from '#text/gatewayText.ts'
import type { RequestEnv } from './requestEnv.ts'
import { limitBody } from './limitBody.ts'
import { notTaken } from './mountRoutes.ts'
import type { RateLimits } from './rateLimits.ts'
import { malformed, HttpRefusal } from './httpRefusal.ts'

/** Where browsers say what the content security policy kept from happening. */
export const reportsPath = '/csp-reports'

const limited = limitBody(16 * 1024)
const mostReports = 20

/** In either of the two ways browsers send it. */
const report = z.record(z.string(), z.unknown())
const reportsSchema = z.union([
  z.array(z.object({ body: report })).check(z.maxLength(mostReports)),
  z.object({ 'csp-report': report }),
])

/**
 * Takes what browsers report, a little at a time, and logs what was stopped and by which directive.
 * Never on which page: addresses of pages name customers.
 */
export function mountCspReports(app: Hono<RequestEnv>, limits: RateLimits): void {
  app.use(reportsPath, async (c, next) => {
    c.set('route', reportsPath)
    await limits.address(c.req.raw, c.env, 'report')
    await next()
  })

  app.post(reportsPath, limited, async (c) => {
    // A browser reports with no header of ours, so only where it comes from can be asked.
    if (!['same-origin', undefined].includes(c.req.header('sec-fetch-site')))
      throw new HttpRefusal({ kind: 'rejected', message: gatewayText.write.site }, 403)
    for (const report of reportsIn(await c.req.text()))
      c.var.log.warn(report, 'blocked by the content security policy')
    return new Response(null, { status: 204 })
  })

  app.all(reportsPath, () => {
    throw notTaken(['POST'])
  })
}

function reportsIn(raw: string): Record<string, unknown>[] {
  let value: unknown
  try {
    value = JSON.parse(raw)
  } catch (cause) {
    throw malformed(null, gatewayText.body.unreadable, { cause })
  }
  const { success, data } = reportsSchema.safeParse(value)
  if (!success) throw malformed(null, gatewayText.body.noReport)
  const bodies = Array.isArray(data) ? data.map(({ body }) => body) : [data['csp-report']]
  return bodies.map((body) => ({
    directive: directiveIn(String(body['effectiveDirective'] ?? body['violated-directive'])),
    blocked: blockedIn(String(body['blockedURL'] ?? body['blocked-uri'])),
    file: fileIn(String(body['sourceFile'] ?? body['source-file'])),
    line: lineIn(body['lineNumber'] ?? body['line-number']),
  }))
}

function directiveIn(said: string): string {
  return /^[a-z]+(-[a-z]+){0,4}(?= |$)/.exec(said.slice(0, 60))?.[0] ?? 'unknown'
}

function lineIn(said: unknown): number | null {
  return Number.isSafeInteger(said) ? Number(said) : null
}

/** A word for what was stopped; an address only as that it was one. */
function blockedIn(said: string): string {
  if (/^(inline|eval|wasm-eval|trusted-types-(policy|sink)|data|blob)$/.test(said)) return said
  return URL.canParse(said) ? 'an address' : 'unknown'
}

/** Which of the desk's own files did it. */
function fileIn(said: string): string | null {
  return /^https?:\/\/[^/]+(\/assets\/[\w.-]{1,80})$/.exec(said)?.[1] ?? null
}
