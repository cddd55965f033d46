import * as z from 'zod/mini'

/*
 * Replies of billing systems, read field by field. A field in a form that cannot be used is left
 * out and its name is written down: it counts as not told, never as empty, and it never makes the
 * rest unreadable.
 */

/** What a field of a reply should hold. `moment`: RFC 3339, or the same without an offset. */
export type Usable = 'text' | 'flag' | 'moment'

type Told<Fields extends Record<string, Usable>> = {
  [Name in keyof Fields]?: (Fields[Name] extends 'flag' ? boolean : string) | null
}

/** A reply with an id, as far as it can be used. Fields that are not declared come through as they are. */
export type Reply<Fields extends Record<string, Usable>> = Part<Fields> & { id: string }

/** The same of what may come without an id. */
type Part<Fields extends Record<string, Usable>> = Told<Fields> & {
  [undeclared: string]: unknown
  id?: string
  /** The declared fields that came in a form that cannot be used. */
  unusable: readonly string[]
}

/** An id. Some systems count theirs, so a number is the text of its digits. */
const usableId = z.pipe(
  z.union([z.string().check(z.minLength(1)), z.int()]),
  z.transform((id) => `${id}`),
)

/** Reads an object by these fields; only an `id` is demanded. */
export function replyWith<const Fields extends Record<string, Usable>>(fields: Fields) {
  return z.pipe(
    z.looseObject({ id: usableId }),
    z.transform((raw): Reply<Fields> => ({ ...usableIn(raw, fields), id: raw.id })),
  )
}

/** The same for what may come without an id. */
export function partWith<const Fields extends Record<string, Usable>>(fields: Fields) {
  return z.pipe(
    z.looseObject({ id: z.optional(z.unknown()) }),
    z.transform((raw): Part<Fields> => {
      const { id: _, ...rest } = raw
      const id = usableId.safeParse(raw.id)
      return { ...usableIn(rest, fields), ...(id.success && { id: id.data }) }
    }),
  )
}

/** Which items of a list have an id, and how many have none: those can be neither shown nor found. */
export function itemsWithId<Item>(item: z.ZodMiniType<Item>) {
  return z.pipe(
    z.array(z.unknown()),
    z.transform((all) => {
      const items = all.flatMap((each) => {
        const read = item.safeParse(each)
        return read.success ? [read.data] : []
      })
      return { items, lost: all.length - items.length }
    }),
  )
}

function usableIn<Fields extends Record<string, Usable>>(
  raw: Record<string, unknown>,
  fields: Fields,
): Part<Fields> {
  const usable: Record<string, unknown> = { ...raw }
  const unusable: string[] = []
  for (const [name, kind] of Object.entries(fields)) {
    if (raw[name] === undefined || raw[name] === null) continue
    const value = readers[kind](raw[name])
    if (value === undefined) {
      unusable.push(name)
      delete usable[name]
    } else usable[name] = value
  }
  return { ...(usable as Part<Fields>), unusable }
}

const readers: Record<Usable, (raw: unknown) => string | boolean | null | undefined> = {
  text: (raw) => {
    if (typeof raw === 'number' && Number.isFinite(raw)) return `${raw}`
    // An empty text is no text.
    return typeof raw === 'string' ? raw || null : undefined
  },
  flag: (raw) => {
    if (typeof raw === 'boolean') return raw
    if (typeof raw !== 'string') return undefined
    return { true: true, false: false }[raw.trim().toLowerCase()]
  },
  moment: (raw) => momentOf(raw) ?? undefined,
}

/** A date, perhaps with a time, perhaps with where that time is. */
const written =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s*(Z|[+-]\d{2}:?\d{2})?)?$/i

/**
 * A moment as RFC 3339, with the offset it came with; null for what is none. This is where it is
 * decided that a time without an offset is UTC: both vendors show their times with one, and a
 * browser would take it for the local time of the person who looks.
 */
function momentOf(raw: unknown): string | null {
  const found = typeof raw === 'string' ? written.exec(raw.trim()) : null
  if (!found) return null
  const [, date, time = '00:00:00', offset = 'Z'] = found
  const text = `${date}T${time}${offset.toUpperCase().replace(/(\d{2})(\d{2})$/, '$1:$2')}`
  return Number.isNaN(Date.parse(text)) ? null : text
}
