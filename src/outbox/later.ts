import { Delivery } from './delivery.ts'
import { anyQueued, openDisk } from './disk.ts'

/**
 * All of the outbox that nobody needs first. One file, because each that is fetched by itself costs
 * the first load what it shares with it.
 */
export const later = { Delivery, anyQueued, openDisk }
