/** Time and chance, as far as waiting and trying again need them. A test brings its own. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** Resolves after the delay in milliseconds. @throws the signal's reason when aborted before that */
  pause(milliseconds: number, signal?: AbortSignal): Promise<void>
  /** From 0 to less than 1. */
  random(): number
}

export const systemClock: Clock = {
  now: Date.now,
  random: Math.random,
  async pause(milliseconds, signal) {
    signal?.throwIfAborted()
    let timer: ReturnType<typeof setTimeout> | undefined
    const over = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, milliseconds)
    })
    try {
      await unlessAborted(over, signal)
    } finally {
      clearTimeout(timer)
    }
  },
}

/** The result of the work, or the signal's reason as soon as it is aborted. */
export async function unlessAborted<Result>(
  work: Promise<Result>,
  signal: AbortSignal | undefined,
): Promise<Result> {
  if (!signal) return work
  let giveUp = () => {}
  const aborted = new Promise<never>((_, reject) => {
    giveUp = () => {
      // eslint-disable-next-line typescript/prefer-promise-reject-errors -- as `fetch` does
      reject(signal.reason)
    }
    signal.addEventListener('abort', giveUp)
  })
  try {
    return await Promise.race([work, aborted])
  } finally {
    signal.removeEventListener('abort', giveUp)
  }
}
