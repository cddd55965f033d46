import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import * as z from 'zod/mini'
import { systemClock } from '#contract/clock.ts'
import { submissionSchema } from '#contract/api/submission.ts'
import type { DraftStore } from '#outbox/drafts/draftStore.ts'
import type { OutboxRecord } from './record.ts'
import type { OutboxItem } from '#outbox/submission.ts'
import type { OutboxStore, StoredItem } from './outboxStore.ts'
import { createDraftCipher, type DraftCipher, type Encrypted } from '#outbox/drafts/cipher.ts'

/** How long a draft and a settled record are kept, in milliseconds. */
const retentionMs = 30 * 24 * 60 * 60 * 1000

type Id = [person: string, id: string]

interface DraftRow {
  place: string
  at: Date
  encrypted: Encrypted
}

interface OutboxRow extends OutboxRecord {
  encrypted: Encrypted
}

interface Schema extends DBSchema {
  drafts: { key: Id; value: DraftRow }
  outbox: { key: Id; value: OutboxRow; indexes: { state: OutboxRecord['state'] } }
}

const text = z.record(z.string(), z.union([z.string(), z.boolean()]))

const draftSchema = z.object({ draft: text, base: text })

const outboxItemSchema = z.object({
  workspace: z.string(),
  id: z.string(),
  submission: submissionSchema,
  about: z.string(),
  form: z.nullable(z.object({ place: z.string(), submittedDraft: text })),
  queueKey: z.string(),
  at: z.number(),
})

/** Two stores, because some of their words are the same. */
interface IndexedDbStores {
  drafts: DraftStore
  outbox: OutboxStore
}

/**
 * One person's drafts and submissions in this browser: they outlive a reload, a crash and a restart. A
 * row is found by person and submission. What was typed is sealed, so that the next person at this
 * computer cannot read it; where a submission stands is not, so that a start needs no key to see it.
 * @throws when this browser has no disk for the desk
 */
export async function openIndexedDb(
  person: string,
  key: Uint8Array<ArrayBuffer>,
): Promise<IndexedDbStores> {
  const [cipher] = await Promise.all([createDraftCipher(key), database()])
  return { drafts: createDraftStore(person, cipher), outbox: createOutboxStore(person, cipher) }
}

/** Whether submissions of anybody are waiting here. */
export async function anyQueued(): Promise<boolean> {
  const rows = await database()
  const isAny = (await rows.countFromIndex('outbox', 'state', 'queued')) > 0
  // A page asks at its start, and whenever it is looked at again: the time for housekeeping.
  if (Math.abs(Date.now() - removedAt) > betweenRemovals) {
    removedAt = Date.now()
    void removeEnded(([, row]) => row.at < Date.now() - retentionMs).catch(() => {
      // Tried again after the next pause, or by the next page.
    })
  }
  return isAny
}

let removedAt = -Infinity

/** Milliseconds between two removals of expired records. */
const betweenRemovals = 60 * 60 * 1000

/** Removes those of the records without anything left to send that `isOver` says yes to. */
async function removeEnded(isOver: (record: [Id, OutboxRow]) => boolean): Promise<void> {
  const change = (await database()).transaction('outbox', 'readwrite')
  for await (const cursor of change.store)
    if (cursor.value.state !== 'queued' && isOver([cursor.key, cursor.value])) await cursor.delete()
  await change.done
}

let connection: Promise<IDBPDatabase<Schema>> | undefined

/** Milliseconds after which a disk that does not open counts as none: some browsers never answer. */
const openTimeoutMs = 5_000

function database(): Promise<IDBPDatabase<Schema>> {
  connection ??= opening().catch((error: unknown) => {
    connection = undefined
    throw error
  })
  return connection
}

async function opening(): Promise<IDBPDatabase<Schema>> {
  const forget = () => {
    connection = undefined
  }
  const disk = openDB<Schema>('contact-desk', 3, {
    upgrade(db) {
      if (!db.objectStoreNames.contains('drafts')) db.createObjectStore('drafts')
      if (!db.objectStoreNames.contains('outbox'))
        db.createObjectStore('outbox').createIndex('state', 'state')
    },
    // A newer desk in another tab wants to change it: it goes first, and this one opens it again.
    blocking(_current, _wanted, { target }) {
      forget()
      if (target instanceof IDBDatabase) target.close()
    },
    terminated: forget,
  })
  const inTime = new AbortController()
  const late = systemClock.pause(openTimeoutMs, inTime.signal).then(() => {
    throw new Error('the disk does not open')
  })
  try {
    return await Promise.race([disk, late])
  } finally {
    inTime.abort()
  }
}

function createDraftStore(person: string, cipher: DraftCipher): DraftStore {
  async function openedDraft(submissionId: string, { at, encrypted }: DraftRow) {
    const content = await openedWith(cipher, draftSchema, encrypted)
    return content && { ...content, submissionId, at }
  }

  /** Every submission of this person: a list is behind whatever is no list. */
  const ofPerson = () => IDBKeyRange.bound([person], [person, []])

  return {
    async put(place, { draft, base, submissionId, at }) {
      const encrypted = await cipher.encrypt({ draft, base })
      await (await database()).put('drafts', { place, at, encrypted }, [person, submissionId])
    },

    async move(from, place, { draft, base, submissionId, at }) {
      const encrypted = await cipher.encrypt({ draft, base })
      const change = (await database()).transaction('drafts', 'readwrite', { durability: 'strict' })
      await Promise.all([
        change.store.put({ place, at, encrypted }, [person, submissionId]),
        change.store.delete([person, from]),
        change.done,
      ])
    },

    remove: async (submissionId) => (await database()).delete('drafts', [person, submissionId]),

    count: async () => (await database()).count('drafts', ofPerson()),

    clear: async () => (await database()).delete('drafts', ofPerson()),

    async find(submissionId) {
      const row = await (await database()).get('drafts', [person, submissionId])
      return row && openedDraft(submissionId, row)
    },

    async latest(place, except) {
      const oldest = Date.now() - retentionMs
      const found: { submissionId: string; row: DraftRow }[] = []
      const change = (await database()).transaction('drafts', 'readwrite')
      for await (const cursor of change.store) {
        const [whose, submissionId] = cursor.key
        const row = cursor.value
        if (row.at.getTime() < oldest) await cursor.delete()
        else if (whose === person && row.place === place && !except.has(submissionId))
          found.push({ submissionId, row })
      }
      await change.done
      found.sort((one, other) => other.row.at.getTime() - one.row.at.getTime())
      for (const { submissionId, row } of found) {
        const draft = await openedDraft(submissionId, row)
        if (draft) return draft
      }
      return undefined
    },
  }
}

function createOutboxStore(person: string, cipher: DraftCipher): OutboxStore {
  async function stored({ encrypted, ...entry }: OutboxRow): Promise<StoredItem> {
    return { entry, item: (await openedWith(cipher, outboxItemSchema, encrypted)) ?? null }
  }

  return {
    person,

    async read(submissionId) {
      const row = await (await database()).get('outbox', [person, submissionId])
      return row && stored(row)
    },

    async apply(submissionId, step, item) {
      // Sealed before: a transaction does not wait for anything else.
      const fresh: Encrypted | undefined = item && (await cipher.encrypt(item satisfies OutboxItem))
      const change = (await database()).transaction('outbox', 'readwrite', {
        durability: 'strict',
      })
      const id: Id = [person, submissionId]
      const row = await change.store.get(id)
      const entry = step(row && entryOf(row))
      const encrypted = fresh ?? row?.encrypted
      const next = entry && encrypted ? { ...entry, encrypted } : undefined
      if (next) await change.store.put(next, id)
      await change.done
      const now = next ?? row
      return { taken: next !== undefined, now: now && (await stored(now)) }
    },

    remove: async (submissionId) => (await database()).delete('outbox', [person, submissionId]),

    removeEnded: () => removeEnded(([[whose]]) => whose === person),

    async queued() {
      const found: { id: string; row: OutboxRow }[] = []
      const reading = (await database()).transaction('outbox')
      for await (const { primaryKey, value: row } of reading.store
        .index('state')
        .iterate('queued')) {
        const [whose, id] = primaryKey
        if (whose === person) found.push({ id, row })
      }
      found.sort((one, other) => one.row.at - other.row.at)
      return Promise.all(found.map(async ({ id, row }) => ({ id, ...(await stored(row)) })))
    },
  }
}

function entryOf({ state, revision, tries, contact, at }: OutboxRow): OutboxRecord {
  return { state, revision, tries, contact, at }
}

/** Undefined: sealed with a key that is gone, or by a desk that wrote something else. */
async function openedWith<Content>(
  cipher: DraftCipher,
  schema: z.ZodMiniType<Content>,
  encrypted: Encrypted,
): Promise<Content | undefined> {
  const content = schema.safeParse(await cipher.decrypt(encrypted).catch(() => undefined))
  return content.success ? content.data : undefined
}
