import type { OutboxStore, Stored } from './outboxStore.ts'

/** Where there is no disk (a private window, a full one): good for as long as the page is. */
export function memoryStore(person = ''): OutboxStore {
  const rows = new Map<string, Stored>()
  return {
    person,
    read: async (intent) => rows.get(intent),
    async take(intent, step, errand) {
      const before = rows.get(intent)
      const entry = step(before?.entry)
      if (!entry) return { taken: false, now: before }
      const now = { entry, errand: errand ?? before?.errand ?? null }
      rows.set(intent, now)
      return { taken: true, now }
    },
    queued: async () =>
      [...rows]
        .map(([intent, row]) => ({ intent, ...row }))
        .filter(({ entry }) => entry.state === 'queued')
        .toSorted((one, other) => one.entry.at - other.entry.at),
    remove: async (intent) => void rows.delete(intent),
    async removeEnded() {
      for (const [intent, { entry }] of rows) if (entry.state !== 'queued') rows.delete(intent)
    },
  }
}
