/**
 * What the disk knows of a submission. The steps are pure, so that every store takes them alike: each
 * is made in one transaction, and null says that it does not fit what stands there by then.
 *
 *   (none) → queued → saved
 *              ↑ ↓  ↘   ↑
 *   refused, stopped  left
 */
export interface OutboxRecord {
  /** `left`: nobody asks any more, and nobody knows. A late answer may still say that it was saved. */
  state: 'queued' | 'saved' | 'refused' | 'cancelled' | 'abandoned'
  revision: number
  /** How many sends of this revision may have been executed, as far as anybody here knows. */
  tries: number
  /** The contact that came of it. */
  contact: string | null
  /** When it was pressed or ended, in milliseconds since 1970. */
  at: number
}

export type Step = (entry: OutboxRecord | undefined) => OutboxRecord | null

/**
 * Save is pressed: of two presses, in whatever tabs, one comes first.
 * @param tries 1 when the first send follows at once
 */
export function enqueue(revision: number, tries: 0 | 1, at: number): Step {
  return (entry) => {
    if (
      entry &&
      (entry.state === 'saved' || entry.state === 'abandoned' || entry.revision >= revision)
    )
      return null
    return { state: 'queued', revision, tries, contact: null, at }
  }
}

/** A send is about to leave. */
export function startAttempt(revision: number): Step {
  return (entry) => (isQueued(entry, revision) ? { ...entry, tries: entry.tries + 1 } : null)
}

/** A send was certainly not executed. */
export function undoAttempt(revision: number): Step {
  return (entry) =>
    isQueued(entry, revision) && entry.tries > 0 ? { ...entry, tries: entry.tries - 1 } : null
}

/** The person gives up, which is possible only while nothing can have been executed. */
export function cancel(revision: number, at: number): Step {
  return (entry) =>
    isQueued(entry, revision) && entry.tries === 0 ? { ...entry, state: 'cancelled', at } : null
}

/** The person has looked for themselves, and is not asked to wait for an answer any longer. */
export function abandon(revision: number, at: number): Step {
  return (entry) => (isQueued(entry, revision) ? { ...entry, state: 'abandoned', at } : null)
}

/** The gateway has said what it came to. That it was saved is never forgotten for anything else. */
export function settle(
  revision: number,
  end: { state: 'saved' | 'refused'; contact: string | null },
  at: number,
): Step {
  return (entry) => {
    if (entry && (entry.state === 'saved' || entry.revision > revision)) return null
    return { ...end, revision, tries: 0, at }
  }
}

function isQueued(entry: OutboxRecord | undefined, revision: number): entry is OutboxRecord {
  return entry?.state === 'queued' && entry.revision === revision
}
