import type { VendorId } from './kinds.ts'
import { pause } from './pause.ts'

/** One submission of a new contact, as it was handed in and as it is handed in again. */
export interface Handed {
  vendor: VendorId
  submissionId: string
  last: string
  path: string
  /** The very bytes of every send. */
  body: string
  /** What the desk has acknowledged. */
  told: 'succeeded' | 'rejected' | null
}

/** Where contacts can be made. */
export interface Place {
  vendor: VendorId
  workspace: string
  customers: readonly string[]
}

/** Makes contacts without pause, over HTTP, and keeps the journal of what was acknowledged. */
export class Writers {
  /** Every submission there was. It is kept out here, where no kill of the desk reaches it. */
  readonly journal: Handed[] = []
  readonly #url: string
  readonly #places: readonly Place[]
  /** Handed in and not answered to the end. */
  #open = new Set<Handed>()
  #stopped = false
  #working: Promise<unknown> = Promise.resolve()
  #answered: (() => void)[] = []

  constructor(url: string, places: readonly Place[]) {
    this.#url = url
    this.#places = places
  }

  start(count: number): void {
    const all = Array.from({ length: count }, (_, index) => this.#write(index))
    this.#working = Promise.all([...all, this.#handInAgain()])
  }

  /** Resolves at the next acknowledgement. */
  nextGood(): Promise<void> {
    return new Promise((resolve) => this.#answered.push(resolve))
  }

  /** Makes no more, and waits until every submission is settled, but no longer than that. */
  async finish(milliseconds: number): Promise<void> {
    this.#stopped = true
    const deadline = Date.now() + milliseconds
    while (this.#open.size > 0 && Date.now() < deadline) await pause(100)
    this.#open.clear()
    await this.#working
  }

  async #write(index: number): Promise<void> {
    for (let number = index; !this.#stopped; number++) {
      const place = this.#places[number % this.#places.length]
      if (!place) return
      const handed = handedTo(place)
      this.journal.push(handed)
      this.#open.add(handed)
      // While the desk is away there is nothing new to write.
      while (this.#open.has(handed) && (await this.#handIn(handed)) === 'gatewayUnreachable')
        await pause(20)
    }
  }

  /** The same bytes again, for as long as nobody said what became of them. */
  async #handInAgain(): Promise<void> {
    while (!this.#stopped || this.#open.size > 0) {
      const waiting = [...this.#open].slice(0, mostAgain)
      await pause(200)
      const left = waiting.filter((handed) => this.#open.has(handed))
      await Promise.all(left.map((handed) => this.#handIn(handed)))
    }
  }

  async #handIn(handed: Handed): Promise<'told' | 'open' | 'gatewayUnreachable'> {
    let answer: Response
    let body: unknown
    try {
      answer = await fetch(this.#url + handed.path, {
        method: 'PUT',
        headers: {
          'content-type': 'application/json',
          'x-contact-desk': '1',
          origin: this.#url,
        },
        body: handed.body,
        signal: AbortSignal.timeout(20_000),
      })
      body = await answer.json()
    } catch {
      return 'gatewayUnreachable'
    }
    const state = stateIn(body)
    if (answer.status !== 200 || !state) return 'open'
    handed.told = state
    this.#open.delete(handed)
    if (state === 'rejected') return 'told'
    const told = this.#answered
    this.#answered = []
    for (const tell of told) tell()
    return 'told'
  }
}

/** So many are asked about at a time. */
const mostAgain = 32

const roles = { asBillTo: true, asSoldTo: true, asShipTo: true }

function handedTo({ vendor, workspace, customers }: Place): Handed {
  const submissionId = crypto.randomUUID()
  const last = `Q${submissionId.replaceAll('-', '')}`
  const customer = customers[Math.floor(Math.random() * customers.length)] ?? ''
  const values =
    vendor === 'zuora'
      ? { firstName: 'Load', lastName: last, ...roles }
      : { name: `Load ${last}`, is_primary: false }
  return {
    vendor,
    submissionId,
    last,
    path: `/api/workspaces/${workspace}/submissions/${submissionId}`,
    body: JSON.stringify({ op: 'create', revision: 1, customer, values }),
    told: null,
  }
}

function stateIn(body: unknown): Handed['told'] {
  if (typeof body !== 'object' || body === null || !('state' in body)) return null
  return body.state === 'succeeded' || body.state === 'rejected' ? body.state : null
}
