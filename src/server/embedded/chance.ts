/** Numbers that look random and are the same every time (mulberry32). */
export interface Chance {
  /** From 0 up to, but not including, `below`. */
  whole(below: number): number
  /** True this often, from 0 to 1. */
  happens(share: number): boolean
  one<Item>(items: readonly Item[]): Item
}

export function chanceFrom(seed: number): Chance {
  let state = seed
  function next(): number {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const whole = (below: number) => Math.floor(next() * below)
  return {
    whole,
    happens: (share) => next() < share,
    one: (items) => {
      const item = items[whole(items.length)]
      if (item === undefined) throw new RangeError('there is nothing to take one of')
      return item
    },
  }
}
