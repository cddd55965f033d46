/**
 * The only pipe to a backend. Outside it is `fetch`, embedded it is the embedded app's own
 * `fetch`, in a test it is whatever the test wants. Rejects when no answer came back.
 */
export type Send = (request: Request) => Promise<Response>
