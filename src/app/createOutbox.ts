import type { DeskApi } from '#api/client.ts'
import { systemClock } from '#contract/clock.ts'
import { ApiError } from '#contract/api/apiError.ts'
import { Drafts } from '#outbox/drafts/drafts.ts'
import { Outbox } from '#outbox/outbox.ts'

/** What one page types and sends, over the browser's own disk, locks and clock. */
export function createOutbox(api: DeskApi): { outbox: Outbox; drafts: Drafts } {
  const open = once(() => openStores(api))
  const newId = () => crypto.randomUUID()
  const clock = systemClock
  const outbox = new Outbox({
    put: api.submit,
    open: async () => (await open()).outbox,
    loadSender: async () => (await loadChunk()).Sender,
    hasQueued: async () => 'indexedDB' in globalThis && (await loadChunk()).anyQueued(),
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

const loadChunk = async () => (await import('#outbox/lazyChunk.ts')).lazyChunk

/** How long the gateway may take to answer with the person and key of the store, in milliseconds. */
const sessionTimeoutMs = 20_000

async function openStores(api: DeskApi) {
  const { openIndexedDb } = await loadChunk()
  const { person, key } = await readStoreKey(api)
  return openIndexedDb(person, bytesOf(key))
}

/** @throws ApiError, also when no answer comes in time: that says nothing about the disk */
async function readStoreKey(api: DeskApi): Promise<{ person: string; key: string }> {
  const late = AbortSignal.timeout(sessionTimeoutMs)
  try {
    const [{ person }, { key }] = await Promise.all([api.session(late), api.draftsKey(late)])
    return { person: person.id, key }
  } catch (cause) {
    if (late.aborted) throw new ApiError({ kind: 'gatewayUnreachable' }, { cause })
    throw cause
  }
}

/** Without this permission a browser short of space may delete drafts and submissions. */
function askToKeep(): void {
  // Not available on a page without TLS.
  if ('storage' in navigator) void navigator.storage.persist().catch(() => false)
}

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  const base64 = base64url.replace(/-/g, '+').replace(/_/g, '/')
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
}

/** Remembers the result; a failure is tried again by the next call. */
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
