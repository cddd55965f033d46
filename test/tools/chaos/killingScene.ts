import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startCluster } from '#server/database/cluster.ts'
import { startDesk, type Desk } from '../../helpers/desk.ts'
import { startBalancer } from './balancer.ts'
import { quietCustomers, startPair } from './pair.ts'
import type { Place } from './writers.ts'

/** Who is killed, where people write meanwhile, and in whose tables it is counted. */
interface Scene {
  gateways: readonly Desk[]
  url: string
  billing: Desk
  places: Place[]
  stop(): Promise<void>
}

interface SceneOptions {
  outside: boolean
  gateways: number
}

/** One gateway has its own PostgreSQL; several stand on one that no kill reaches. */
export async function killingScene({ outside, gateways }: SceneOptions): Promise<Scene> {
  const scene = outside ? outsideScene : embeddedScene
  if (gateways === 1) return scene({})
  const database = await startDatabase()
  try {
    return await severalOf(await scene({ DATABASE_URL: database.url }), gateways, database.stop)
  } catch (error) {
    await database.stop()
    throw error
  }
}

/** A scene of one gateway, and what another one is started with. */
type Single = Scene & { settings: Record<string, string> }

async function severalOf(
  single: Single,
  count: number,
  stopDatabase: () => Promise<void>,
): Promise<Scene> {
  const others = await Promise.all(
    Array.from({ length: count - 1 }, () => startDesk({ env: single.settings })),
  )
  const gateways = [...single.gateways, ...others]
  const balancer = await startBalancer()
  balancer.gateways = gateways
  return {
    ...{ ...single, gateways },
    url: balancer.url,
    stop: async () => {
      await balancer.close()
      for (const gateway of others) await gateway.stop()
      await single.stop()
      await stopDatabase()
    },
  }
}

async function startDatabase() {
  const folder = await mkdtemp(join(tmpdir(), 'contact-desk-database-'))
  const cluster = await startCluster({ folder })
  return {
    url: cluster.url,
    stop: async () => {
      await cluster.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function embeddedScene(settings: Record<string, string>): Promise<Single> {
  const desk = await startDesk({ env: settings })
  const customers = await quietCustomers(desk)
  const places: Place[] = [
    { vendor: 'dayzero', workspace: 'dayzero-embedded', customers: customers.dayzero },
    { vendor: 'zuora', workspace: 'zuora-embedded', customers: customers.zuora },
  ]
  const { url, stop } = desk
  return { gateways: [desk], url, billing: desk, places, settings, stop }
}

async function outsideScene(env: Record<string, string>): Promise<Single> {
  const pair = await startPair(1, env)
  const places = pair.slots.map(({ vendor, workspace }) => ({
    vendor,
    workspace,
    customers: pair.customers[vendor],
  }))
  const { gateway, billing, settings, stop } = pair
  return { gateways: [gateway], url: gateway.url, billing, places, settings, stop }
}
