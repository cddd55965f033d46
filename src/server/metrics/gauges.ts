import { Gauge, type Registry } from 'prom-client'

/** The connections of a pool: total, idle, and requests that wait for one. */
export interface PoolState {
  total: number
  idle: number
  waiting: number
}

export function watchPool(registry: Registry, stateOf: () => PoolState): void {
  const helps = {
    total: 'Open connections in the database pool.',
    idle: 'Idle connections in the database pool.',
    waiting: 'Requests waiting for a database connection.',
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

/** The same question, with its last answer exported as a gauge. */
export function gaugeLeader(
  registry: Registry,
  isLeader: () => Promise<boolean>,
): () => Promise<boolean> {
  const leaderLease = new Gauge({
    name: 'desk_sweeper_is_leader',
    help: '1 on the gateway that holds the leader lease and reconciles open submissions for all gateways, else 0.',
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
