/** What a campaign has tried, and what came of it. */
export class Tally {
  requests = 0
  /** Inputs that were stored, and those that were refused. */
  stored = 0
  refused = 0
  /** In words, what must not be; the first few of them. */
  readonly faults: string[] = []
  readonly #seen = new Set<string>()

  /** Values in places that are different from each other: the same once more counts nothing. */
  get inputs(): number {
    return this.#seen.size
  }

  input(place: string, value: unknown): void {
    this.#seen.add(`${place} ${typeof value === 'string' ? `"${value}` : JSON.stringify(value)}`)
  }

  fault(says: string, about?: unknown): void {
    if (this.faults.length < 20)
      this.faults.push(about === undefined ? says : `${says}: ${shown(about)}`)
  }

  line(name: string): string {
    const { inputs, requests, stored, refused, faults } = this
    return `${name}: ${inputs} inputs in ${requests} requests, ${stored} stored, ${refused} refused, ${faults.length} faults`
  }
}

/** As ASCII, so that what is wrong can be read and copied. */
function shown(it: unknown): string {
  return (JSON.stringify(it) ?? String(it))
    .replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .slice(0, 700)
}
