import { call, pauseOf, type Answer, type CallOptions } from '#contract/backend/call.ts'
import type { Endpoint } from '#contract/backend/endpoint.ts'
import { BackendError, type Refusal } from '#contract/api/refusal.ts'
import type { Send } from '#contract/backend/send.ts'
import type { Clock } from '#contract/clock.ts'
import { endpoints } from './endpoints.ts'
import { patience, type Attempt, type Retry } from './retry.ts'
import {
  isFailure,
  isReplay,
  isSetup,
  nothingWritten,
  refusalOf,
  repeatOf,
  saysSuccess,
  supportCodes,
  type Asked,
  type Labels,
} from './refusals.ts'
import type { Settings } from './settings.ts'
import { tokenKeeper, type Issued } from './token.ts'

/** The newest version of the API whose changes are published; without one, failures come as 200. */
const version = '2025-08-12'

/** Bytes from which on Zuora packs its answers, and we our requests. */
const worthPacking = 1000

type Options = Pick<CallOptions, 'params' | 'query' | 'body' | 'signal'> & {
  missing?: 'customer' | 'contact'
  /** The same for every try of one POST. No other method may have one. */
  key?: string
}

/** Makes one call and gives its reply. */
export type Ask = <Reply>(endpoint: Endpoint<Reply>, options: Options) => Promise<Reply>

export interface ApiOptions {
  /** What refusals may name. */
  labels: Labels
  clock: Clock
}

/**
 * Zuora's API with everything around a call: token, versions, scope, tracing, packing, and answers
 * that are failures whatever their status says.
 * @throws BackendError for whatever is no success
 */
export function zuoraApi(settings: Settings, send: Send, { labels, clock }: ApiOptions): Ask {
  const scope: Record<string, string> = {
    'zuora-version': version,
    'accept-encoding': 'gzip',
    ...(settings.entityId && { 'zuora-entity-ids': settings.entityId }),
    ...(settings.orgIds && { 'zuora-org-ids': settings.orgIds.join(',') }),
  }
  const tokens = tokenKeeper(() => nothingWritten(issuedBy(settings, send)), clock)
  const patiently = patience(clock)

  return <Reply>(endpoint: Endpoint<Reply>, { missing = 'customer', key, ...options }: Options) => {
    const { signal } = options
    const asked: Asked = {
      missing,
      labels,
      reads: endpoint.method === 'GET',
      keyed: key !== undefined,
    }

    async function sentWith(token: string): Promise<Attempt<Reply>> {
      const answer = await call(send, endpoint, {
        ...options,
        base: settings.address,
        packFrom: worthPacking,
        headers: {
          ...scope,
          authorization: `Bearer ${token}`,
          'zuora-track-id': crypto.randomUUID(),
          ...(key && { 'idempotency-key': key }),
        },
      })
      const { status, body } = answer
      const reply = endpoint.reply.safeParse(body)
      // The result of an earlier try may be replayed as a 409.
      const isReplayed = asked.keyed && isReplay(answer)
      const done = status === endpoint.success || isReplayed
      if (reply.success && !isFailure(body)) {
        const isWhole = endpoint.isWhole?.(reply.data)
        const isSuccess = isReplayed || (status >= 200 && status < 300)
        // Some replies say by themselves that it was done, others have to say `success`.
        if (isWhole ? isSuccess : done && (isWhole === undefined || saysSuccess(body)))
          return { reply: reply.data }
      }
      // The status says done, the body does not say what: only a re-read can tell.
      const cause = new Error(supportCodes(answer), { cause: done ? reply.error : undefined })
      const error = new BackendError(refusalOf(answer, asked), { cause })
      return { error, repeat: repeatOf(answer, asked) }
    }

    async function attempt(): Promise<Attempt<Reply>> {
      try {
        const token = await tokens.current(signal)
        const result = await sentWith(token)
        if ('reply' in result || result.error.refusal.kind !== 'credentials') return result
        tokens.refused(token)
        return await sentWith(await tokens.current(signal))
      } catch (error) {
        if (!(error instanceof BackendError)) throw error
        return { error, repeat: repeatOfToken(error) }
      }
    }

    return patiently(attempt, signal)
  }
}

/** The calls themselves are never thrown as busy, so it was the token. */
function repeatOfToken({ refusal }: BackendError): Retry | null {
  return refusal.kind === 'busy' ? { why: 'limit', after: refusal.retryAfter } : null
}

/** A new token. */
async function issuedBy(settings: Settings, send: Send): Promise<Issued> {
  const { createToken } = endpoints
  const answer = await call(send, createToken, {
    base: settings.address,
    headers: { 'accept-encoding': 'gzip', 'zuora-track-id': crypto.randomUUID() },
    form: {
      client_id: settings.clientId,
      client_secret: settings.clientSecret,
      grant_type: 'client_credentials',
    },
  })
  const reply = createToken.reply.safeParse(answer.body)
  if (answer.status === createToken.success && reply.success)
    return { token: reply.data.access_token, life: reply.data.expires_in }
  throw new BackendError(refusedToken(answer), { cause: new Error(supportCodes(answer)) })
}

/** What a refused token request looks like is not documented, so only its status is read. */
function refusedToken(answer: Answer): Refusal {
  const { status, headers } = answer
  if (isSetup(answer)) return { kind: 'setup', status }
  if (status === 429) return { kind: 'busy', retryAfter: pauseOf(headers) }
  return status >= 400 && status < 500
    ? { kind: 'credentials' }
    : { kind: 'outcomeUnknown', status }
}
