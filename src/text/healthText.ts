import { bidiIsolate } from './isolated.ts'

/** What is said of a workspace that does not work. */
export const healthText = {
  failing: (name: string) => `${bidiIsolate(name)} does not work`,
  checkAgain: 'Check again',
  withoutSearch:
    'If this billing system has no search, open a customer by its id or account number: type or paste it at the top of the page.',
}
