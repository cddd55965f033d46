import type { Draft } from '#contract/fields/kind.ts'

/** A draft on disk: the typed text, and the id of the submission that will save it. */
export interface SavedDraft {
  draft: Draft
  /** What the form held before anything was typed. */
  base: Draft
  submissionId: string
  at: Date
}
