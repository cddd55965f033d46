import { Delivery } from './sender.ts'
import { anyQueued, openDisk } from './indexedDb.ts'

/**
 * All of the outbox that nobody needs first. One file, because each that is fetched by itself costs
 * the first load what it shares with it.
 */
export const later = { Delivery, anyQueued, openDisk }
