import { actorIn, type Actor } from './actor.ts'
import { Agenda, type Entry } from './agenda.ts'
import { chanceOf, marked, type Chance } from './chance.ts'

/** Before a test replaces it. */
const turn = setImmediate

export interface World {
  readonly seed: number
  readonly chance: Chance
  /** Virtual milliseconds since 1970. */
  now(): number
  /**
   * Has something happen so many milliseconds from now. Everything in between runs first. What says
   * false has not happened: nobody hears of it, and it costs next to nothing.
   */
  after(milliseconds: number, what: string, run: () => unknown): Entry
  /** A process that can be killed: a gateway, a tab. Its name is its own. */
  actor(name: string): Actor
  /** Writes a line into the trace, under the current time. */
  note(what: string): void
  /**
   * Lets things happen, one after the other, until nothing is left, a moment has come, or `done`
   * says so.
   */
  run(until?: { time?: number; done?: () => boolean }): Promise<void>
  /** Of the trace so far. The same for the same seed, or something is not in the seed's hands. */
  hash(): string
  /** Its lines, where they were kept. */
  trace(): readonly string[]
  /**
   * The latest turn of the loop after an event in which something still moved. More than 1, and the
   * world went on while somebody was still busy: its results would depend on the machine.
   */
  slowest(): number
}

export interface WorldOptions {
  /** Keep the lines of the trace, to be read. Takes memory. */
  keeps?: boolean
  /**
   * Turns of Node's loop that follow each event. All that real code does between two events is
   * promises, and those are through after one. More than one only looks whether that is so.
   */
  turns?: number
}

/** Where virtual time starts: a Monday morning. */
export const start = Date.UTC(2026, 0, 5, 8)

/**
 * Time as a list of events. Whoever waits for something waits for an event; in between, real code
 * runs until all of it waits.
 */
export function newWorld(seed: number, { keeps = false, turns = 1 }: WorldOptions = {}): World {
  const chance = chanceOf(seed)
  const ties = chance.fork('ties')
  const agenda = new Agenda()
  const lines: string[] = []
  let now = start
  let mark = seed
  let other = ~seed
  let moves = 0
  let slowest = 0
  let isRunning = false

  function note(what: string): void {
    moves++
    const line = `${now - start} ${what}`
    mark = marked(mark, line)
    other = marked(other, line)
    if (keeps) lines.push(line)
  }

  /** Until nothing moves. */
  async function settled(): Promise<void> {
    for (let count = 1; count <= turns; count++) {
      const before = moves
      // The callback of a turn comes when every promise that could go on has gone on.
      await new Promise<void>((resolve) => turn(resolve))
      // What moves in the first turn moves while it should.
      if (count > 1 && moves !== before) slowest = Math.max(slowest, count)
    }
    slowest = Math.max(slowest, 1)
  }

  const world: World = {
    seed,
    chance,
    now: () => now,
    after(milliseconds, what, run) {
      moves++
      const entry = { at: now + Math.max(0, milliseconds), tie: ties.next(), what, run }
      agenda.add(entry)
      return entry
    },
    actor: (name) => actorIn(world, name),
    note,
    async run({ time = Infinity, done = () => false } = {}) {
      // Two of them would each go on while the other one's event is under way.
      if (isRunning) throw new Error('this world runs already')
      isRunning = true
      await settled()
      while (!done()) {
        const entry = agenda.take(time)
        if (!entry) break
        now = entry.at
        if (entry.run() === false) continue
        note(entry.what)
        await settled()
      }
      if (time !== Infinity && !done()) now = Math.max(now, time)
      isRunning = false
    },
    hash: () => [mark, other].map((it) => (it >>> 0).toString(16).padStart(8, '0')).join(''),
    trace: () => lines,
    slowest: () => slowest,
  }
  return world
}
