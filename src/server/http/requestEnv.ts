import type { Logger } from 'pino'
import type { SecurityEvent } from './securityEvent.ts'
import type { Trace } from './redactedError.ts'

/** What a request carries through the gateway. */
export interface RequestEnv {
  Bindings: {
    /** Node's own request, where it came over a socket. */
    incoming?: { socket?: { remoteAddress?: string }; httpVersion?: string }
  }
  Variables: {
    log: Logger
    reference: string
    /** The pattern of the address, for log and metrics; never the address itself. */
    route: string
    /** What went wrong, for the log. */
    trouble?: { refusal: string; error?: Trace }
    /** What it was about, where it was about who may do what. */
    security?: SecurityEvent
  }
}
