import { deskHeader } from '#contract/api/api.ts'
import { hostileTexts } from '../corpora/texts.ts'
import type { SignInDesk } from '../../server/session/signInDesk.ts'
import { origin } from '../../helpers/gateway.ts'
import type { Size } from './size.ts'
import { Tally } from './tally.ts'

/** Where something can be put into a request that ends a session, which reads one cookie only. */
const places: Record<string, (request: Request, text: string) => Request> = {
  cookie: (request, text) => withHeader(request, 'cookie', `__Host-desk=${text}`),
  'another cookie': (request, text) => withHeader(request, 'cookie', `${text}=1; __Host-desk=x`),
  origin: (request, text) => withHeader(request, 'origin', text),
  'desk header': (request, text) => withHeader(request, deskHeader, text),
  'fetch site': (request, text) => withHeader(request, 'sec-fetch-site', text),
  'content type': (request, text) => withHeader(request, 'content-type', text),
  body: (request, text) => new Request(request, { method: 'POST', body: text }),
  query: (request, text) => {
    const url = new URL(request.url)
    url.search = `?${encodeURIComponent(text.replace(/\p{Surrogate}/gu, ''))}=${text}`
    return new Request(url, request)
  },
}

/** Tries to end sessions with whatever comes; the one of somebody who is signed in must outlive it. */
export async function signOutCampaign(desk: SignInDesk, { inputs, seed }: Size): Promise<Tally> {
  const tally = new Tally()
  for (const text of hostileTexts(Math.max(inputs, 2000), seed))
    for (const [place, put] of Object.entries(places)) {
      if (tally.inputs >= inputs || tally.faults.length >= 20) return tally
      const request = requestWith(put, text)
      if (!request) continue
      tally.input(place, text)
      tally.requests++
      const answer = await desk.raw(request)
      const said = await answer.text()
      if (answer.ok) tally.stored++
      else tally.refused++
      // What is not looked at changes nothing; what is looked at is right, or refused.
      const isLookedAt = ['origin', 'desk header', 'fetch site'].includes(place)
      if (answer.status !== (isLookedAt && !isRight(place, text) ? 403 : 200))
        tally.fault(`${place}: ${answer.status}`, [said, text])
      if (!answer.headers.get('content-type')?.startsWith('application/json'))
        tally.fault(`${place}: is not JSON`, [said, text])
      if (text.trim().length > 12 && said.includes(text)) tally.fault(`${place}: said back`, text)
    }
  return tally
}

function isRight(place: string, text: string): boolean {
  const value = text.trim()
  if (place === 'origin') return value === origin
  return place === 'desk header' ? value === '1' : ['same-origin', 'none'].includes(value)
}

/** Null for what no request can carry in that place. */
function requestWith(put: (typeof places)[string], text: string): Request | null {
  try {
    const headers = { [deskHeader]: '1', origin }
    return put(new Request(`${origin}/auth/sign-out`, { method: 'POST', headers }), text)
  } catch {
    return null
  }
}

function withHeader(request: Request, name: string, value: string): Request {
  request.headers.set(name, value)
  return request
}
