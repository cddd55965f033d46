/**
 * Why the desk cannot start, in one sentence for the operator. It is printed without a stack
 * and ends the process with exit code 1.
 */
export class StartupError extends Error {
  constructor(sentence: string, options?: ErrorOptions) {
    super(sentence, options)
    this.name = 'CannotStart'
  }
}
