import type { Backend } from '#contract/backend/backend.ts'
import type { Clock } from '#contract/clock.ts'
import type { Send } from '#contract/backend/send.ts'
import type { OutboxStore } from '#outbox/store/outboxStore.ts'
import type { Ledger } from '#server/submissions/ledger.ts'
import type { LedgerGuard } from './memoryLedger.ts'
import type { Put } from './tab.ts'
import type { Wire } from './wire.ts'

/**
 * A desk with one of its guards taken out, to find out whether the checker would notice. It is done
 * from outside, around the parts of the real one. What is left out is as it is.
 */
export interface Weakness {
  lacks?: LedgerGuard
  ledger?: (ledger: Ledger, wire: Wire) => Ledger
  backend?: (backend: Backend) => Backend
  clock?: (clock: Clock) => Clock
  /** Between the adapter and the network. */
  upstream?: (send: Send) => Send
  /** Between the network and a gateway. */
  door?: (send: Send, another: Another) => Send
  disk?: (disk: OutboxStore) => OutboxStore
  /** Nothing that a tab wrote down outlives it. */
  forgets?: boolean
  put?: (put: Put, another: Another) => Put
  /** Who presses Save on other text before the first has ended presses for another submission. */
  editsAnew?: boolean
}

/** A further submission for the submission of this one. */
export type Another = (submissionId: string) => string
