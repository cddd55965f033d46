import { Gauge, type Registry } from 'prom-client'

/** The connections of a pool: all of them, those nobody uses, and how many wait for one. */
export interface PoolState {
  total: number
  idle: number
  waiting: number
}

export function watchPool(registry: Registry, stateOf: () => PoolState): void {
  const helps = {
    total: 'Connections to the database.',
    idle: 'Connections to the database that nobody uses.',
    waiting: 'Who waits for a connection to the database.',
  }
  for (const name of ['total', 'idle', 'waiting'] as const)
    registry.registerMetric(
      new Gauge({
        name: `pg_pool_${name}`,
        help: helps[name],
        registers: [],
        collect() {
          this.set(stateOf()[name])
        },
      }),
    )
}

/** The same question, with the last answer to it shown. */
export function gaugeLeader(
  registry: Registry,
  isLeader: () => Promise<boolean>,
): () => Promise<boolean> {
  const leaderLease = new Gauge({
    name: 'desk_sweeper_on_duty',
    help: 'Whether this gateway looks after open wishes for all gateways on its database.',
    registers: [registry],
  })
  return async () => {
    const held = await isLeader().catch((error: unknown) => {
      leaderLease.set(0)
      throw error
    })
    leaderLease.set(held ? 1 : 0)
    return held
  }
}
