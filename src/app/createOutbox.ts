import type { DeskApi } from '#api/client.ts'
import { systemClock } from '#contract/clock.ts'
import { ApiError } from '#contract/api/apiError.ts'
import { Drafts } from '#outbox/drafts/drafts.ts'
import { Outbox } from '#outbox/outbox.ts'

/** What one page types and sends, over the browser's own disk, locks and clock. */
export function createOutbox(api: DeskApi): { outbox: Outbox; drafts: Drafts } {
  const open = once(() => openDisk(api))
  const newId = () => crypto.randomUUID()
  const clock = systemClock
  const outbox = new Outbox({
    put: api.submit,
    open: async () => (await open()).outbox,
    loadSender: async () => (await fetched()).Delivery,
    hasQueued: async () => 'indexedDB' in globalThis && (await fetched()).anyQueued(),
    clock,
    async lock(name, signal, work) {
      // Missing on a page that came without TLS.
      if (!('locks' in navigator)) return work()
      return navigator.locks.request(name, { signal }, work)
    },
    online: () => navigator.onLine,
    newId,
  })
  return {
    outbox,
    drafts: new Drafts({
      open: async () => (await open()).drafts,
      clock,
      newId,
      onFirst: askToKeep,
    }),
  }
}

const fetched = async () => (await import('#outbox/lazyChunk.ts')).lazyChunk

/** How long the gateway may take to say whose disk it is, in milliseconds. */
const sessionTimeoutMs = 20_000

async function openDisk(api: DeskApi) {
  const { openDisk } = await fetched()
  const { person, key } = await whose(api)
  return openDisk(person, bytesOf(key))
}

/** @throws ApiError as well when no answer comes in time: that says nothing about the disk */
async function whose(api: DeskApi): Promise<{ person: string; key: string }> {
  const late = AbortSignal.timeout(sessionTimeoutMs)
  try {
    const [{ person }, { key }] = await Promise.all([api.session(late), api.draftsKey(late)])
    return { person: person.id, key }
  } catch (cause) {
    if (late.aborted) throw new ApiError({ kind: 'gatewayUnreachable' }, { cause })
    throw cause
  }
}

/** Browsers short of space throw away first what nobody asked them to keep. */
function askToKeep(): void {
  // Missing on a page that came without TLS. HttpRefusal, the text stays as long as the browser likes.
  if ('storage' in navigator) void navigator.storage.persist().catch(() => false)
}

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  const base64 = base64url.replace(/-/g, '+').replace(/_/g, '/')
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
}

/** What failed is tried again the next time. */
function once<Result>(work: () => Promise<Result>): () => Promise<Result> {
  let result: Promise<Result> | undefined
  return () => {
    result ??= work().catch((error: unknown) => {
      result = undefined
      throw error
    })
    return result
  }
}
