import { collectDefaultMetrics, Registry } from 'prom-client'

let registry: Registry | undefined

/**
 * Memory, CPU, descriptors, garbage collection and the lag of the event loop. Of the process and not
 * of a desk: watched once, however many desks are in it, from the first time somebody asks.
 */
export function processMetrics(): Registry {
  if (!registry) {
    registry = new Registry()
    collectDefaultMetrics({ register: registry })
  }
  return registry
}
