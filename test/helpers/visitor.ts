import type { Send } from '#contract/backend/send.ts'
import { deskHeader } from '#contract/api/api.ts'

interface Cookie {
  name: string
  value: string
  path: string
  sameSite: string
}

export interface Visit {
  address: string
  request: Request
  answer: Response
}

/**
 * A browser as far as cookies and redirects go: Strict cookies stay at home when another site had a
 * part in the way there (RFC 6265bis), and a `__Host-` cookie is refused when it is set wrongly.
 */
export class Visitor {
  /** By host. */
  readonly cookies = new Map<string, Cookie[]>()
  /** Every answer so far. */
  readonly visits: Visit[] = []
  readonly #desk: string
  readonly #send: Send

  /** @param send answers for the desk's origin; other addresses are fetched */
  constructor(desk: string, send: Send) {
    this.#desk = desk
    this.#send = send
  }

  /** Types this address, or follows a link of this page to it, to the end of its redirects. */
  async go(address: string, until: (address: string) => boolean = () => false): Promise<Visit> {
    let url = new URL(address, this.#desk)
    const sites = new Set<string>()
    for (let hops = 0; hops < 20; hops++) {
      sites.add(url.hostname)
      const visit = await this.#one(new Request(url, { redirect: 'manual' }), sites.size === 1)
      const next = visit.answer.headers.get('location')
      if (!next) return visit
      url = new URL(next, url)
      if (until(url.href)) return visit
    }
    throw new Error('too many redirects')
  }

  /** As a script of the desk's own page asks. */
  async ask(path: string, init: RequestInit = {}): Promise<Response> {
    const request = new Request(new URL(path, this.#desk), init)
    request.headers.set('sec-fetch-site', 'same-origin')
    if (request.method !== 'GET') request.headers.set('origin', this.#desk)
    return (await this.#one(request, true)).answer
  }

  signOut(): Promise<Response> {
    return this.ask('/auth/sign-out', { method: 'POST', headers: { [deskHeader]: '1' } })
  }

  /** What the desk has set under this name. */
  cookie(name: string): string | undefined {
    return this.cookies.get(new URL(this.#desk).hostname)?.find((cookie) => cookie.name === name)
      ?.value
  }

  plant(name: string, value: string): void {
    this.#keep(new URL(this.#desk).hostname, { name, value, path: '/', sameSite: 'Lax' })
  }

  async #one(request: Request, isSameSite: boolean): Promise<Visit> {
    const url = new URL(request.url)
    const sent = (this.cookies.get(url.hostname) ?? []).filter(
      ({ path, sameSite }) =>
        url.pathname.startsWith(path) && (isSameSite || sameSite !== 'Strict'),
    )
    if (sent.length)
      request.headers.set('cookie', sent.map(({ name, value }) => `${name}=${value}`).join('; '))
    const answer = await (url.origin === this.#desk ? this.#send(request) : fetch(request))
    for (const line of answer.headers.getSetCookie()) this.#take(url, line)
    const visit = { address: request.url, request, answer }
    this.visits.push(visit)
    return visit
  }

  #take({ hostname }: URL, line: string): void {
    const [pair = '', ...rest] = line.split(/;\s*/)
    const [name = '', ...value] = pair.split('=')
    const attributes = new Map(
      rest.map((each) => {
        const [key = '', is = ''] = each.split('=')
        return [key.toLowerCase(), is]
      }),
    )
    const path = attributes.get('path') ?? '/'
    const isHost = name.startsWith('__Host-')
    if (isHost && (path !== '/' || attributes.has('domain') || !attributes.has('secure'))) return
    const gone =
      attributes.get('max-age') === '0' || Date.parse(attributes.get('expires') ?? '') < Date.now()
    this.#keep(hostname, {
      ...{ name, path, value: gone ? '' : value.join('=') },
      sameSite: attributes.get('samesite') ?? 'Lax',
    })
  }

  #keep(host: string, cookie: Cookie): void {
    const others = (this.cookies.get(host) ?? []).filter(
      ({ name, path }) => name !== cookie.name || path !== cookie.path,
    )
    this.cookies.set(host, cookie.value ? [...others, cookie] : others)
  }
}
