/** Everything in a simulation that could have gone otherwise. The same seed decides the same. */
export interface Chance {
  /** From 0 to less than 1. */
  next(): number
  /** True as often as told: 0 is never, 1 is always. */
  hits(probability: number): boolean
  /** From the least to less than the most. */
  between(least: number, most: number): number
  /** A whole number, both ends included. */
  whole(least: number, most: number): number
  one<Item>(of: readonly Item[]): Item
  /** A source of its own: what it is asked changes nothing for anybody else. */
  fork(name: string): Chance
}

export function chanceOf(seed: number): Chance {
  let state: readonly [number, number, number, number] = [
    mixed(seed),
    mixed(seed ^ 0x9e3779b9),
    mixed(seed ^ 0x85ebca6b),
    1,
  ]

  // sfc32: small, fast, and good enough to pass the usual batteries.
  const next = (): number => {
    const [a, b, c, counter] = state
    const sum = (a + b + counter) | 0
    const turned = (c << 21) | (c >>> 11)
    state = [b ^ (b >>> 9), (c + (c << 3)) | 0, (turned + sum) | 0, (counter + 1) | 0]
    return (sum >>> 0) / 4_294_967_296
  }
  for (let warm = 0; warm < 12; warm++) next()

  const whole = (least: number, most: number) => least + Math.floor(next() * (most - least + 1))
  return {
    next,
    hits: (probability) => next() < probability,
    between: (least, most) => least + next() * (most - least),
    whole,
    one: (of) => {
      if (of.length === 0) throw new Error('nothing to choose from')
      return of[whole(0, of.length - 1)]!
    },
    fork: (name) => chanceOf(marked(seed, name)),
  }
}

/** Spreads neighbouring seeds far apart. */
function mixed(value: number): number {
  let it = value | 0
  it = Math.imul(it ^ (it >>> 16), 0x45d9f3b)
  it = Math.imul(it ^ (it >>> 16), 0x45d9f3b)
  return (it ^ (it >>> 16)) | 0
}

/** FNV-1a, going on from an earlier mark. */
export function marked(mark: number, text: string): number {
  let it = mark ^ 0x811c9dc5
  for (let index = 0; index < text.length; index++)
    it = Math.imul(it ^ text.charCodeAt(index), 0x01000193)
  return it | 0
}
