/** As much of Vite's manifest as says what a page loads. Keys are source files or shared chunks. */
export interface Manifest {
  [key: string]: {
    file: string
    isEntry?: boolean
    isDynamicEntry?: boolean
    imports?: string[]
    dynamicImports?: string[]
    css?: string[]
  }
}

/**
 * The files that are loaded, in the order they are found, from the entry on: all that is imported
 * statically, and dynamically too, unless it is said to come later.
 * @throws when what should come later is not in the manifest, so that the list cannot go stale
 */
export function filesUntilTyping(manifest: Manifest, later: readonly string[]): string[] {
  const stale = later.filter((key) => !(key in manifest))
  if (stale.length) throw new Error(`Not in the manifest: ${stale.join(', ')}`)
  const open = Object.keys(manifest).filter((key) => manifest[key]?.isEntry)
  if (open.length === 0) throw new Error('The manifest has no entry.')
  const seen = new Set(open)
  const files = new Set<string>()
  for (let key = open.shift(); key !== undefined; key = open.shift()) {
    const chunk = manifest[key]
    if (!chunk) throw new Error(`The manifest lacks ${key}.`)
    for (const file of [chunk.file, ...(chunk.css ?? [])]) files.add(file)
    for (const next of [...(chunk.imports ?? []), ...(chunk.dynamicImports ?? [])])
      if (!seen.has(next) && !later.includes(next)) {
        seen.add(next)
        open.push(next)
      }
  }
  return [...files]
}
