import pg from 'pg'
import { startText } from '#text/startText.ts'
import { hostUrls } from './databaseUrl.ts'

/** The hosts of a DATABASE_URL, of which one is the primary now and another may be it later. */
export interface Hosts {
  count: number
  /** For a pool: each new client goes to the host where the last one was well. */
  Client: typeof pg.Client
  /**
   * Makes sure that a new client is at the primary.
   * @throws where it is at a standby; the next client goes to the next host
   */
  check(client: pg.ClientBase): Promise<void>
  /** The host of this client is the primary no longer: new clients begin with the next one. */
  leave(client: pg.ClientBase): void
}

/** As libpq does it, which pg does not: a host after the other, until one takes writes. */
export function hostsOf(url: string): Hosts {
  const urls = hostUrls(url)
  const places = new WeakMap<pg.ClientBase, number>()
  let current = 0

  const leave = (client: pg.ClientBase) => {
    const place = places.get(client)
    // Of several clients that find out about the same host, the first one is enough.
    if (place === current) current = (current + 1) % urls.length
  }

  class ClientAtHost extends pg.Client {
    constructor(options: pg.ClientConfig) {
      super({ ...options, connectionString: urls[current] })
      places.set(this, current)
      this.once('error', () => leave(this))
    }

    override connect(): Promise<pg.Client>
    override connect(callback: (error: Error) => void): void
    override connect(callback?: (error: Error) => void): Promise<pg.Client> | undefined {
      if (!callback) return super.connect()
      super.connect((error: Error | null) => {
        if (error) leave(this)
        callback(error as Error)
      })
      return undefined
    }
  }

  return {
    count: urls.length,
    Client: ClientAtHost,
    leave,
    async check(client) {
      const { rows } = await client.query<{ transaction_read_only: string }>(
        'show transaction_read_only',
      )
      if (rows[0]?.transaction_read_only !== 'on') return
      leave(client)
      throw new Error(startText.databaseNoPrimary)
    },
  }
}
