/**
 * The connection was lost while a write was being committed, and its answer with it: it may be there
 * or not.
 */
export class CommitUnknownError extends Error {
  constructor(options?: ErrorOptions) {
    super('the answer to a commit was lost', options)
    this.name = 'LostCommit'
  }
}
