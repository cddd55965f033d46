import { createHash } from 'node:crypto'
import * as z from 'zod/mini'
import { badQuery } from '#backends/zuora/embedded/http/errors.ts'
import type { QueryType } from './fields.ts'
import type { Place } from './sql.ts'
import { isStorable } from '#backends/zuora/embedded/http/readText.ts'

/** Of a question without its cursor, and the place; all that Zuora says of its own is that it is opaque. */
const cursorSchema = z.tuple([z.string(), z.nullable(z.string()), z.string()])

/** Short, but no two questions that anybody asks have the same. */
function markOf(question: unknown): string {
  return createHash('sha256').update(JSON.stringify(question)).digest('base64url').slice(0, 16)
}

export function cursorOf(question: unknown, { value, id }: Place): string {
  return Buffer.from(JSON.stringify([markOf(question), value, id])).toString('base64url')
}

/**
 * The place in a cursor.
 * @throws ZuoraError category 27 for what is no cursor, and for the cursor of another question
 */
export function placeIn(cursor: string, question: unknown, type: QueryType): Place {
  const read = cursorSchema.safeParse(jsonIn(Buffer.from(cursor, 'base64url').toString()))
  if (!read.success) throw badQuery('The cursor is not valid.')
  const [mark, value, id] = read.data
  if (mark !== markOf(question))
    throw badQuery('The cursor was made for other parameters. All of them must stay the same.')
  if (!isStorable(id) || !(value === null || fits(value, type)))
    throw badQuery('The cursor is not valid.')
  return { value, id }
}

/** Whether the database can read it as a value of that type: a cursor may have been made by hand. */
function fits(value: string, type: QueryType): boolean {
  if (type === 'number') return /^-?\d{1,60}(\.\d{1,60})?$/.test(value)
  if (type === 'time') {
    const time = new Date(value)
    return !Number.isNaN(time.getTime()) && /^[1-9]/.test(value) && time.toISOString() === value
  }
  return isStorable(value)
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
