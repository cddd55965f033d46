import { Sender } from './sender/sender.ts'
import { anyQueued, openIndexedDb } from './store/indexedDb.ts'

/**
 * The parts of the outbox that the first paint does not need. One chunk, because each chunk adds its
 * share of common code to the first load.
 */
export const lazyChunk = { Sender, anyQueued, openIndexedDb }
