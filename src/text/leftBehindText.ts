import { bidiIsolate } from './isolated.ts'

/** About what was entered for another country. */
export const leftBehindText = {
  question: (value: string, before: string, now: string) =>
    `“${bidiIsolate(value)}” was entered for ${before ? bidiIsolate(before) : 'no country'}. Does it belong to ${now ? bidiIsolate(now) : 'no country'} too?`,
  empty: (label: string) => `Empty ${label}`,
  keep: 'Keep it',
}
