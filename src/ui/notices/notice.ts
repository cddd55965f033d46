/** An outcome, as it is said to people. */
export interface Notice {
  message: string
  /** `done` goes away by itself, `trouble` stays until it is dismissed. */
  tone: 'done' | 'trouble'
  /** Something to quote later, said quietly below. */
  aside?: string
  /** What can be done about it. It must be there elsewhere too: a notice may be gone. */
  action?: { label: string; onPick(): void }
}

export interface NoticeListProps {
  notices: readonly (Notice & { id: number })[]
  onDismiss(id: number): void
}
