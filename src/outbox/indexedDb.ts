import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import * as z from 'zod/mini'
import { systemClock } from '#contract/clock.ts'
import { submissionSchema } from '#contract/api/submission.ts'
import type { DraftStore } from '#outbox/drafts/draftStore.ts'
import type { Entry } from './record.ts'
import type { Errand } from './submission.ts'
import type { OutboxStore, Stored } from './outboxStore.ts'
import { sealWith, type Seal, type Sealed } from '#outbox/drafts/cipher.ts'

/** How long a draft waits for whoever typed it, and how long an end is remembered, in milliseconds. */
const life = 30 * 24 * 60 * 60 * 1000

type Id = [person: string, intent: string]

interface DraftRow {
  place: string
  at: Date
  sealed: Sealed
}

interface ErrandRow extends Entry {
  sealed: Sealed
}

interface Schema extends DBSchema {
  drafts: { key: Id; value: DraftRow }
  errands: { key: Id; value: ErrandRow; indexes: { state: Entry['state'] } }
}

const text = z.record(z.string(), z.union([z.string(), z.boolean()]))

const draftSchema = z.object({ draft: text, base: text })

const errandSchema = z.object({
  workspace: z.string(),
  intent: z.string(),
  submission: submissionSchema,
  about: z.string(),
  form: z.nullable(z.object({ place: z.string(), pressed: text })),
  line: z.string(),
  at: z.number(),
})

/** Two stores, because some of their words are the same. */
interface Disk {
  drafts: DraftStore
  errands: OutboxStore
}

/**
 * One person's drafts and errands in this browser: they outlive a reload, a crash and a restart. A
 * row is found by person and intent. What was typed is sealed, so that the next person at this
 * computer cannot read it; where an errand stands is not, so that a start needs no key to see it.
 * @throws when this browser has no disk for the desk
 */
export async function openDisk(person: string, key: Uint8Array<ArrayBuffer>): Promise<Disk> {
  const [seal] = await Promise.all([sealWith(key), database()])
  return { drafts: draftsOf(person, seal), errands: errandsOf(person, seal) }
}

/** Whether errands of anybody are waiting here. */
export async function anyQueued(): Promise<boolean> {
  const rows = await database()
  const isAny = (await rows.countFromIndex('errands', 'state', 'queued')) > 0
  // A page asks at its start, and whenever it is looked at again: the time for housekeeping.
  if (Math.abs(Date.now() - removedAt) > betweenRemovals) {
    removedAt = Date.now()
    void removeEnded(([, row]) => row.at < Date.now() - life).catch(() => {
      // Tried again after the next pause, or by the next page.
    })
  }
  return isAny
}

let removedAt = -Infinity

/** Milliseconds between two looks for records whose time is over. */
const betweenRemovals = 60 * 60 * 1000

/** Removes those of the records without anything left to send that `isOver` says yes to. */
async function removeEnded(isOver: (record: [Id, ErrandRow]) => boolean): Promise<void> {
  const change = (await database()).transaction('errands', 'readwrite')
  for await (const cursor of change.store)
    if (cursor.value.state !== 'queued' && isOver([cursor.key, cursor.value])) await cursor.delete()
  await change.done
}

let opened: Promise<IDBPDatabase<Schema>> | undefined

/** Milliseconds after which a disk that does not open counts as none: some browsers never answer. */
const patience = 5_000

function database(): Promise<IDBPDatabase<Schema>> {
  opened ??= opening().catch((error: unknown) => {
    opened = undefined
    throw error
  })
  return opened
}

async function opening(): Promise<IDBPDatabase<Schema>> {
  const forget = () => {
    opened = undefined
  }
  const disk = openDB<Schema>('contact-desk', 2, {
    upgrade(db) {
      if (!db.objectStoreNames.contains('drafts')) db.createObjectStore('drafts')
      db.createObjectStore('errands').createIndex('state', 'state')
    },
    // A newer desk in another tab wants to change it: it goes first, and this one opens it again.
    blocking(_current, _wanted, { target }) {
      forget()
      if (target instanceof IDBDatabase) target.close()
    },
    terminated: forget,
  })
  const inTime = new AbortController()
  const late = systemClock.pause(patience, inTime.signal).then(() => {
    throw new Error('the disk does not open')
  })
  try {
    return await Promise.race([disk, late])
  } finally {
    inTime.abort()
  }
}

function draftsOf(person: string, seal: Seal): DraftStore {
  async function openedDraft(intent: string, { at, sealed }: DraftRow) {
    const content = await openedWith(seal, draftSchema, sealed)
    return content && { ...content, intent, at }
  }

  /** Every intent of this person: a list is behind whatever is no list. */
  const ofPerson = () => IDBKeyRange.bound([person], [person, []])

  return {
    async put(place, { draft, base, intent, at }) {
      const sealed = await seal.close({ draft, base })
      await (await database()).put('drafts', { place, at, sealed }, [person, intent])
    },

    async move(from, place, { draft, base, intent, at }) {
      const sealed = await seal.close({ draft, base })
      const change = (await database()).transaction('drafts', 'readwrite', { durability: 'strict' })
      await Promise.all([
        change.store.put({ place, at, sealed }, [person, intent]),
        change.store.delete([person, from]),
        change.done,
      ])
    },

    remove: async (intent) => (await database()).delete('drafts', [person, intent]),

    count: async () => (await database()).count('drafts', ofPerson()),

    clear: async () => (await database()).delete('drafts', ofPerson()),

    async find(intent) {
      const row = await (await database()).get('drafts', [person, intent])
      return row && openedDraft(intent, row)
    },

    async latest(place, except) {
      const old = Date.now() - life
      const found: { intent: string; row: DraftRow }[] = []
      const change = (await database()).transaction('drafts', 'readwrite')
      for await (const cursor of change.store) {
        const [whose, intent] = cursor.key
        const row = cursor.value
        if (row.at.getTime() < old) await cursor.delete()
        else if (whose === person && row.place === place && !except.has(intent))
          found.push({ intent, row })
      }
      await change.done
      found.sort((one, other) => other.row.at.getTime() - one.row.at.getTime())
      for (const { intent, row } of found) {
        const draft = await openedDraft(intent, row)
        if (draft) return draft
      }
      return undefined
    },
  }
}

function errandsOf(person: string, seal: Seal): OutboxStore {
  async function stored({ sealed, ...entry }: ErrandRow): Promise<Stored> {
    return { entry, errand: (await openedWith(seal, errandSchema, sealed)) ?? null }
  }

  return {
    person,

    async read(intent) {
      const row = await (await database()).get('errands', [person, intent])
      return row && stored(row)
    },

    async take(intent, step, errand) {
      // Sealed before: a transaction does not wait for anything else.
      const fresh: Sealed | undefined = errand && (await seal.close(errand satisfies Errand))
      const change = (await database()).transaction('errands', 'readwrite', {
        durability: 'strict',
      })
      const id: Id = [person, intent]
      const row = await change.store.get(id)
      const entry = step(row && entryOf(row))
      const sealed = fresh ?? row?.sealed
      const next = entry && sealed ? { ...entry, sealed } : undefined
      if (next) await change.store.put(next, id)
      await change.done
      const now = next ?? row
      return { taken: next !== undefined, now: now && (await stored(now)) }
    },

    remove: async (intent) => (await database()).delete('errands', [person, intent]),

    removeEnded: () => removeEnded(([[whose]]) => whose === person),

    async queued() {
      const found: { intent: string; row: ErrandRow }[] = []
      const reading = (await database()).transaction('errands')
      for await (const { primaryKey, value: row } of reading.store
        .index('state')
        .iterate('queued')) {
        const [whose, intent] = primaryKey
        if (whose === person) found.push({ intent, row })
      }
      found.sort((one, other) => one.row.at - other.row.at)
      return Promise.all(found.map(async ({ intent, row }) => ({ intent, ...(await stored(row)) })))
    },
  }
}

function entryOf({ state, g, tries, contact, at }: ErrandRow): Entry {
  return { state, g, tries, contact, at }
}

/** Undefined: sealed with a key that is gone, or by a desk that wrote something else. */
async function openedWith<Content>(
  seal: Seal,
  schema: z.ZodMiniType<Content>,
  sealed: Sealed,
): Promise<Content | undefined> {
  const content = schema.safeParse(await seal.open(sealed).catch(() => undefined))
  return content.success ? content.data : undefined
}
