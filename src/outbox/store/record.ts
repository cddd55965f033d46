/**
 * A submission in the browser's store. The steps are pure functions, so that every store applies them
 * alike: each in one transaction, and null if the record has changed so that the step does not fit.
 *
 *   (none) → queued → saved
 *              ↑ ↓  ↘   ↑
 *  refused, cancelled  abandoned
 */
export interface OutboxRecord {
  /** `abandoned`: the outcome is unknown, and a late answer may still say that it was saved. */
  state: 'queued' | 'saved' | 'refused' | 'cancelled' | 'abandoned'
  revision: number
  /** How many attempts of this revision may have been executed, as far as this browser knows. */
  tries: number
  /** The id of the saved contact. */
  contact: string | null
  /** When Save was pressed or the result came, in milliseconds since 1970. */
  at: number
}

export type Step = (entry: OutboxRecord | undefined) => OutboxRecord | null

/**
 * Save is pressed. Of two presses in two tabs the second does not fit.
 * @param tries 1 when the first attempt follows at once
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

/** An attempt is about to be sent. */
export function startAttempt(revision: number): Step {
  return (entry) => (isQueued(entry, revision) ? { ...entry, tries: entry.tries + 1 } : null)
}

/** An attempt was certainly not executed. */
export function undoAttempt(revision: number): Step {
  return (entry) =>
    isQueued(entry, revision) && entry.tries > 0 ? { ...entry, tries: entry.tries - 1 } : null
}

/** The person stops it, which fits only while nothing can have been executed. */
export function cancel(revision: number, at: number): Step {
  return (entry) =>
    isQueued(entry, revision) && entry.tries === 0 ? { ...entry, state: 'cancelled', at } : null
}

/** The person has looked at the billing system, and waits no longer for an answer. */
export function abandon(revision: number, at: number): Step {
  return (entry) => (isQueued(entry, revision) ? { ...entry, state: 'abandoned', at } : null)
}

/** The gateway has reported the result. `saved` is never replaced. */
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
