import * as z from 'zod/mini'
import { keymapSchema } from '#contract/api/keymap.ts'
import type { Queries } from '#contract/backend/vendor.ts'
import type { Keymap } from '#contract/shortcuts.ts'

/** What a person has made of the shortcuts; null: nothing, or nothing that this version can read. */
export async function readShortcuts(queries: Queries, person: string): Promise<Keymap | null> {
  const [row] = await queries.query<{ keymap: string }>(
    'select keymap from desk.shortcuts where person = $1',
    [person],
  )
  if (!row) return null
  const read = z.safeParse(keymapSchema, JSON.parse(row.keymap))
  return read.success ? read.data : null
}

/** Keeps it; of two browsers of one person the later one counts. */
export async function storeShortcuts(
  queries: Queries,
  person: string,
  keymap: Keymap,
  now: Date,
): Promise<void> {
  await queries.query(
    `insert into desk.shortcuts (person, keymap, changed_at) values ($1, $2, $3)
     on conflict (person) do update set keymap = excluded.keymap, changed_at = excluded.changed_at`,
    [person, JSON.stringify(keymap), now],
  )
}
