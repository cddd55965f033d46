import type { Clock } from '#contract/clock.ts'
import type { Send } from '#contract/backend/send.ts'
import type { World } from './world.ts'

/**
 * One process of a simulation. What is killed never goes on: it hears of no answer, no pause of its
 * ends, and what it would have done next does not happen. Bytes that left it before are on their way.
 */
export interface Actor {
  readonly name: string
  readonly clock: Clock
  alive(): boolean
  kill(): void
  /** Resolves when it was killed. */
  readonly gone: Promise<void>
  /** It does nothing for so many milliseconds and then goes on as if nothing had been (SIGSTOP). */
  freeze(milliseconds: number): void
  /** Its wall clock is this many milliseconds ahead of the world's from now on. */
  setClock(ahead: number): void
  /** Resolves where and when this process goes on: never for the dead, later for the frozen. */
  lasting<Result>(what: string, work: Promise<Result>): Promise<Result>
  /** Its end of a pipe. */
  pipe(send: Send): Send
  /** Its end of a store: each call takes a moment, is carried out at once, and answers a moment later. */
  store<Store extends object>(store: Store): Store
}

/** Milliseconds that half a call of a store takes: mostly little, now and then a disk that is busy. */
const usual = [0.1, 3] as const
const busy = [50, 800] as const

export function actorIn(world: World, name: string): Actor {
  const chance = world.chance.fork(name)
  let isAlive = true
  let die = () => {}
  const gone = new Promise<void>((resolve) => {
    die = resolve
  })
  let frozenUntil = 0
  let ahead = 0

  /** Goes on where this process still does, and when it does. */
  function wake(what: string, goOn: () => void): void {
    if (!isAlive) return
    const wait = frozenUntil - world.now()
    if (wait <= 0) goOn()
    else world.after(wait, `${name} thaws: ${what}`, () => wake(what, goOn))
  }

  /** The same, of work that goes on elsewhere. */
  function lasting<Result>(what: string, work: Promise<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      work.then(
        (result) => wake(what, () => resolve(result)),
        (error: unknown) =>
          wake(what, () => {
            // eslint-disable-next-line typescript/prefer-promise-reject-errors -- whatever it was
            reject(error)
          }),
      )
    })
  }

  const clock: Clock = {
    now: () => world.now() + ahead,
    random: () => chance.next(),
    pause: (milliseconds, signal) =>
      new Promise((resolve, reject) => {
        if (!isAlive) return
        const giveUp = () => {
          over.off = true
          // eslint-disable-next-line typescript/prefer-promise-reject-errors -- as `fetch` does
          reject(signal?.reason)
        }
        const over = world.after(milliseconds, `${name} pauses`, () => {
          signal?.removeEventListener('abort', giveUp)
          wake('pause', resolve)
        })
        if (signal?.aborted) giveUp()
        else signal?.addEventListener('abort', giveUp, { once: true })
      }),
  }

  /** A promise that waits in virtual time; never ends for the dead. */
  function moment(what: string): Promise<void> {
    const [least, most] = chance.hits(0.01) ? busy : usual
    return new Promise((resolve) => {
      world.after(chance.between(least, most), `${name} ${what}`, () => wake(what, resolve))
    })
  }

  const never = new Promise<never>(() => {})

  return {
    name,
    clock,
    gone,
    lasting,
    alive: () => isAlive,
    kill() {
      world.note(`${name} dies`)
      isAlive = false
      die()
    },
    freeze(milliseconds) {
      world.note(`${name} freezes`)
      frozenUntil = Math.max(frozenUntil, world.now() + milliseconds)
    },
    setClock: (milliseconds) => {
      ahead = milliseconds
    },
    pipe: (send) => (request) => (isAlive ? lasting(request.method, send(request)) : never),
    store: (store) =>
      new Proxy(store, {
        get(target, property) {
          const method: unknown = Reflect.get(target, property)
          if (typeof method !== 'function') return method
          return async (...given: unknown[]): Promise<unknown> => {
            if (!isAlive) return never
            const what = String(property)
            await moment(`asks ${what}`)
            // The dead did not come this far. What fails takes as long to be heard of.
            const result = (async () => Reflect.apply(method, target, given) as unknown)()
            await result.catch(() => {})
            await moment(`hears ${what}`)
            return result
          }
        },
      }),
  }
}
