import { Sender } from './sender.ts'
import { anyQueued, openIndexedDb } from './indexedDb.ts'

/**
 * All of the outbox that nobody needs first. One file, because each that is fetched by itself costs
 * the first load what it shares with it.
 */
export const lazyChunk = { Delivery: Sender, anyQueued, openDisk: openIndexedDb }
