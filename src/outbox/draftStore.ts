import { createStore, del, delMany, entries, set } from 'idb-keyval'
import * as z from 'zod/mini'
import { submissionSchema } from '#contract/submission.ts'
import type { Kept } from './kept.ts'
import { sealWith, type Sealed } from './seal.ts'

/** Typed text on disk, in this browser: it outlives a reload, a crash and a restart. */
export interface DraftStore {
  put(place: string, kept: Kept): Promise<void>
  remove(intent: string): Promise<void>
  /** The newest that was left at this place, but for those of these intents. */
  latest(place: string, except: ReadonlySet<string>): Promise<Kept | undefined>
}

/** How long a draft waits for whoever typed it, in milliseconds. */
const life = 30 * 24 * 60 * 60 * 1000

interface Row {
  place: string
  at: Date
  sealed: Sealed
}

const draft = z.record(z.string(), z.union([z.string(), z.boolean()]))

const content = z.object({
  draft,
  base: draft,
  g: z.int(),
  open: z.nullable(submissionSchema),
})

/**
 * The drafts of one person. A row is found by person and intent; what was typed is sealed, so that
 * the next person at this computer cannot read it.
 */
export async function openDraftStore(
  person: string,
  key: Uint8Array<ArrayBuffer>,
): Promise<DraftStore> {
  const seal = await sealWith(key)
  const rows = createStore('contact-desk', 'drafts')

  return {
    async put(place, { draft, base, wish, at }) {
      const sealed = await seal.close({ draft, base, g: wish.g, open: wish.open })
      await set([person, wish.intent], { place, at, sealed } satisfies Row, rows)
    },

    remove: (intent) => del([person, intent], rows),

    async latest(place, except) {
      const all = await entries<[string, string], Row>(rows)
      const old = Date.now() - life
      await delMany(
        all.filter(([, { at }]) => at.getTime() < old).map(([id]) => id),
        rows,
      )
      const found = all
        .filter(([[whose, intent]]) => whose === person && !except.has(intent))
        .filter(([, row]) => row.place === place && row.at.getTime() >= old)
        .toSorted(([, a], [, b]) => b.at.getTime() - a.at.getTime())
      for (const [[, intent], { at, sealed }] of found) {
        // Sealed with a key that is gone, or by a desk that wrote something else.
        const opened = content.safeParse(await seal.open(sealed).catch(() => undefined))
        if (!opened.success) continue
        const { draft, base, g, open } = opened.data
        return { draft, base, wish: { intent, g, open }, at }
      }
      return undefined
    },
  }
}
