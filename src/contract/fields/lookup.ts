import { nameKey } from '#text/fold.ts'

/** Something that is known by a name and a code, as countries are. */
export interface LookupOption {
  name: string
  code: string
  /** What else it may be called by: another code, a longer name. */
  aliases?: readonly string[]
}

/** Entries by everything they are called, for each list that was asked before. */
const indexes = new WeakMap<readonly LookupOption[], ReadonlyMap<string, LookupOption>>()

/** The entry of this name, code or alias, however it is spelled; null: none. */
export function lookupOption<Known extends LookupOption>(
  entries: readonly Known[],
  called: string,
): Known | null {
  const index = (indexes.get(entries) ?? indexed(entries)) as ReadonlyMap<string, Known>
  return index.get(nameKey(called)) ?? null
}

/** The entry's name for what is its name, code or alias; else what was typed. */
export function entryNamed(entries: readonly LookupOption[] | undefined, typed: string): string {
  return (entries && lookupOption(entries, typed)?.name) ?? typed
}

/** A name before a code, a code before an alias: "NL" is first of all what has that code. */
function indexed(entries: readonly LookupOption[]): ReadonlyMap<string, LookupOption> {
  const index = new Map<string, LookupOption>()
  const ways: readonly ((entry: LookupOption) => readonly string[])[] = [
    ({ name }) => [name],
    ({ code }) => [code],
    ({ aliases = [] }) => aliases,
  ]
  for (const called of ways)
    for (const entry of entries)
      for (const name of called(entry).map(nameKey)) if (!index.has(name)) index.set(name, entry)
  indexes.set(entries, index)
  return index
}
