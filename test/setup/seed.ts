/**
 * Chooses the seed of this run's campaigns, unless one is given. Called where a test runner reads its
 * settings: every worker it starts inherits it.
 */
export function chooseSeed(): void {
  process.env['TEST_SEED'] ||= String(1 + Math.floor(Math.random() * 1_000_000))
}
