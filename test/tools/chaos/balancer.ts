import type { Desk } from '../../helpers/desk.ts'
import { pause } from './pause.ts'
import { startProxy, type Proxy } from './proxy.ts'

/** Stands before several gateways, as a load balancer does, and may break requests as a proxy does. */
export interface Balancer extends Proxy {
  /** The gateways behind it; whoever is not ready is left out. */
  gateways: readonly Pick<Desk, 'url'>[]
  /** Everything goes to this one; null: to one after the other. */
  only: Pick<Desk, 'url'> | null
}

/** Milliseconds between two looks at who is ready. */
const everySoOften = 100

/** A balancer that asks `/readyz`, one request for each gateway in turn. */
export async function startBalancer(): Promise<Balancer> {
  const ready = new Set<Pick<Desk, 'url'>>()
  let turn = 0
  let closed = false
  const proxy = await startProxy(() => {
    const known = it.gateways.filter((gateway) => ready.has(gateway))
    // Where nobody seems to be there, the looking may be what fails.
    const inTurn = known.length > 0 ? known : it.gateways
    return portOf(it.only ?? inTurn[turn++ % inTurn.length])
  })
  const it: Balancer = {
    ...proxy,
    gateways: [],
    only: null,
    async close() {
      closed = true
      await looking
      await proxy.close()
    },
  }

  async function lookAt(gateway: Pick<Desk, 'url'>): Promise<void> {
    if (await isReady(gateway)) ready.add(gateway)
    else ready.delete(gateway)
  }

  async function look(): Promise<void> {
    while (!closed) {
      await Promise.all(it.gateways.map(lookAt))
      await pause(everySoOften)
    }
  }

  const looking = look()
  return it
}

async function isReady({ url }: Pick<Desk, 'url'>): Promise<boolean> {
  try {
    return (await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(1000) })).ok
  } catch {
    return false
  }
}

function portOf(gateway: Pick<Desk, 'url'> | undefined): number {
  return gateway ? Number(new URL(gateway.url).port) : 0
}
