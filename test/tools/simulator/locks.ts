import type { Actor } from './actor.ts'

/** The browser's locks: one holder per name, in the order in which they were asked for. */
export interface Locks {
  /** Rejects with the signal's reason when that comes while it waits. The dead hold nothing. */
  hold<Result>(
    actor: Actor,
    name: string,
    signal: AbortSignal,
    work: () => Promise<Result>,
  ): Promise<Result>
}

export function newLocks(): Locks {
  const lines = new Map<string, Promise<void>>()
  return {
    hold(actor, name, signal, work) {
      const before = lines.get(name) ?? Promise.resolve()
      let free = () => {}
      const over = new Promise<void>((resolve) => {
        free = resolve
      })
      lines.set(
        name,
        before.then(() => over),
      )
      void actor.gone.then(() => free())
      return new Promise((resolve, reject) => {
        const giveUp = () => {
          free()
          // eslint-disable-next-line typescript/prefer-promise-reject-errors -- as a browser does
          reject(signal.reason)
        }
        if (signal.aborted) return giveUp()
        signal.addEventListener('abort', giveUp)
        const enter = () => {
          if (signal.aborted) return
          signal.removeEventListener('abort', giveUp)
          if (actor.alive()) work().then(resolve, reject).finally(free)
          else free()
        }
        void before.then(enter)
      })
    },
  }
}
