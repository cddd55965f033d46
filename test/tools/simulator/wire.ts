import { gunzipSync } from 'node:zlib'
import type { Send } from '#contract/backend/send.ts'
import type { Truth } from './truth.ts'

/** A billing system that exists in memory only, seen from outside. */
export interface Wire {
  send: Send
  truth: Truth
}

/** As much of a world as a billing system needs. */
export interface Surroundings {
  now(): number
  after(milliseconds: number, what: string, run: () => unknown): unknown
}

/** A request that has arrived whole. */
export interface Arrived {
  method: string
  path: string
  query: URLSearchParams
  headers: Headers
  /** The bytes as text. */
  raw: string
}

/** An answer before it leaves. */
export interface Told {
  status: number
  body?: unknown
  headers?: Record<string, string>
}

/** Which revision of which submission a write of Day Zero's is for: its own headers do not say. */
export const markHeader = 'x-simulated-mark'

export async function arrived(request: Request): Promise<Arrived> {
  const { pathname, searchParams } = new URL(request.url)
  return {
    method: request.method,
    path: pathname,
    query: searchParams,
    headers: request.headers,
    raw: await textOf(request),
  }
}

async function textOf(request: Request): Promise<string> {
  if (!request.body) return ''
  if (request.headers.get('content-encoding') !== 'gzip') return request.text()
  return gunzipSync(Buffer.from(await request.arrayBuffer())).toString()
}

export function responseOf({ status, body, headers = {} }: Told): Response {
  const raw = body === undefined ? null : JSON.stringify(body)
  return new Response(raw, { status, headers: { 'content-type': 'application/json', ...headers } })
}

/** The members of a JSON object; null for anything else. */
export function objectIn(raw: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(raw)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
    return { ...value }
  } catch {
    return null
  }
}

/** Texts and flags of a body, as a contact holds them. */
export function valuesIn(body: Record<string, unknown>): Record<string, string | boolean | null> {
  return Object.fromEntries(
    Object.entries(body).flatMap(([name, value]) =>
      value === null || typeof value === 'string' || typeof value === 'boolean'
        ? [[name, value] as const]
        : [],
    ),
  )
}

/**
 * One page of a list that is sorted already. The cursor names the last one shown, so that what comes
 * and goes elsewhere neither hides nor repeats others.
 */
export function pageAfter<Item extends { id: string }>(
  sorted: readonly Item[],
  keyOf: (item: Item) => string,
  { cursor, size, descending = false }: PlaceInList,
): { items: Item[]; next: string | null } {
  const place = cursor === null ? null : textIn(cursor)
  const isAfter = (item: Item, from: string) =>
    descending ? placeOf(item, keyOf) < from : placeOf(item, keyOf) > from
  const rest = place === null ? sorted : sorted.filter((item) => isAfter(item, place))
  const items = rest.slice(0, size)
  const last = items.at(-1)
  const more = rest.length > items.length
  return { items, next: more && last ? cursorAt(placeOf(last, keyOf)) : null }
}

interface PlaceInList {
  cursor: string | null
  size: number
  /** The list is sorted the other way round. */
  descending?: boolean
}

/** In the order of `pageAfter`. */
export function sortedBy<Item extends { id: string }>(
  items: Iterable<Item>,
  keyOf: (item: Item) => string,
  descending = false,
): Item[] {
  const places = new Map<Item, string>()
  for (const item of items) places.set(item, placeOf(item, keyOf))
  const turn = descending ? -1 : 1
  return [...places.keys()].toSorted((one, other) =>
    places.get(one)! < places.get(other)! ? -turn : turn,
  )
}

function placeOf<Item extends { id: string }>(item: Item, keyOf: (item: Item) => string): string {
  return `${keyOf(item)}\u0000${item.id}`
}

function cursorAt(place: string): string {
  return Buffer.from(place).toString('base64url')
}

function textIn(cursor: string): string {
  return Buffer.from(cursor, 'base64url').toString()
}
