import { randomBytes } from 'node:crypto'

/** Makes ids of 32 hexadecimal digits: the time and chance, so that new rows stand side by side. */
export function newIds(now: () => Date): () => string {
  return () => now().getTime().toString(16).padStart(12, '0') + randomBytes(10).toString('hex')
}
