import type { OutboxStore, StoredItem } from './outboxStore.ts'

/** Where there is no disk (a private window, a full one): good for as long as the page is. */
export function memoryStore(person = ''): OutboxStore {
  const rows = new Map<string, StoredItem>()
  return {
    person,
    read: async (id) => rows.get(id),
    async apply(id, step, item) {
      const before = rows.get(id)
      const entry = step(before?.entry)
      if (!entry) return { taken: false, now: before }
      const now = { entry, item: item ?? before?.item ?? null }
      rows.set(id, now)
      return { taken: true, now }
    },
    queued: async () =>
      [...rows]
        .map(([id, row]) => ({ id, ...row }))
        .filter(({ entry }) => entry.state === 'queued')
        .toSorted((one, other) => one.entry.at - other.entry.at),
    remove: async (id) => void rows.delete(id),
    async removeEnded() {
      for (const [id, { entry }] of rows) if (entry.state !== 'queued') rows.delete(id)
    },
  }
}
