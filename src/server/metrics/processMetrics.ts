import { collectDefaultMetrics, Registry } from 'prom-client'

let registry: Registry | undefined

/**
 * Memory, CPU, descriptors, garbage collection and the lag of the event loop. Of the process and not
 * of a desk: collected once for all desks of the process, from the first scrape on.
 */
export function processMetrics(): Registry {
  if (!registry) {
    registry = new Registry()
    collectDefaultMetrics({ register: registry })
  }
  return registry
}
