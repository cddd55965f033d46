import type { Standing } from '#outbox/submission.ts'
import type { Outbox } from '#outbox/outbox.ts'

/**
 * Tells once when an intent is neither done nor refused for longer than a moment.
 * @param tell says so, and returns what takes it back
 * @returns what takes it back, and ends the watch
 */
export function sayWhileOpen(
  outbox: Outbox,
  intent: string,
  tell: (standing: Standing) => () => void,
): () => void {
  let takeBack: (() => void) | undefined
  const stop = outbox.subscribe(() => {
    const standing = outbox.standing(intent)
    if (standing && standing.kind !== 'saving') takeBack ??= tell(standing)
  })
  return () => {
    stop()
    takeBack?.()
  }
}
