import type { Draft } from '#contract/fields/kind.ts'

/** What somebody is in the middle of: the typed text, and the submission it will be saved by. */
export interface SavedDraft {
  draft: Draft
  /** What the form held before anything was typed. */
  base: Draft
  submissionId: string
  at: Date
}
