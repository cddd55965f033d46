import type { Clock } from '#contract/clock.ts'

export interface VirtualClock extends Clock {
  /** Lets so many milliseconds pass, and everything happen that is due in them, in its order. */
  pass(milliseconds: number): Promise<void>
  /** The computer sleeps: the wall clock goes on, and nothing that was paused notices. */
  sleep(milliseconds: number): void
  /** What `random` gives. */
  chance: number
}

interface Pause {
  due: number
  end(): void
}

/** Time that passes only when a test says so. */
export function virtualClock(start = Date.UTC(2026, 2, 1, 9)): VirtualClock {
  const pauses = new Set<Pause>()
  /** What timers go by, and how far the wall clock is ahead of that. */
  let time = start
  let ahead = 0

  const clock: VirtualClock = {
    chance: 1,
    now: () => time + ahead,
    random: () => clock.chance,
    pause: (milliseconds, signal) =>
      new Promise((resolve, reject) => {
        const giveUp = () => {
          pauses.delete(pause)
          // eslint-disable-next-line typescript/prefer-promise-reject-errors -- as `fetch` does
          reject(signal?.reason)
        }
        const pause: Pause = {
          due: time + milliseconds,
          end() {
            pauses.delete(pause)
            signal?.removeEventListener('abort', giveUp)
            resolve()
          },
        }
        if (signal?.aborted) return giveUp()
        signal?.addEventListener('abort', giveUp, { once: true })
        pauses.add(pause)
      }),
    async pass(milliseconds) {
      const until = time + milliseconds
      await everythingDue()
      for (;;) {
        const [next] = [...pauses].toSorted((one, other) => one.due - other.due)
        if (!next || next.due > until) break
        time = Math.max(time, next.due)
        next.end()
        await everythingDue()
      }
      time = until
    },
    sleep(milliseconds) {
      ahead += milliseconds
    },
  }
  return clock
}

/** What follows from what has happened needs no time, but some turns of the event loop. */
async function everythingDue(): Promise<void> {
  for (let turns = 0; turns < 3; turns++) await new Promise((resolve) => setImmediate(resolve))
}
