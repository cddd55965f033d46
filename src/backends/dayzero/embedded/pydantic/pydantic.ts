import type { Json } from './json.ts'

/** One entry of a 422's `detail`, its keys in the order in which FastAPI sends them. */
export interface Problem {
  type: string
  loc: (string | number)[]
  msg: string
  input: Json
  ctx?: Record<string, unknown>
}

/** What is wrong with one value: pydantic's error type, its message, and what the message names. */
export class Invalid extends Error {
  readonly type: string
  readonly ctx: Record<string, unknown> | undefined

  constructor(type: string, message: string, ctx?: Record<string, unknown>) {
    super(message)
    this.type = type
    this.ctx = ctx
  }
}

/** Takes a value as it came, gives it as it is used. Throws `Invalid`. */
export type Rule<Value> = (input: Json) => Value

interface Field<Value, Needed extends boolean> {
  rule: Rule<Value>
  needed: Needed
}

/** A pydantic model: its fields in the order in which their problems are told. */
export type Model = Record<string, Field<unknown, boolean>>

type Given<M extends Model> = {
  [K in keyof M as M[K]['needed'] extends true ? K : never]: ReturnType<M[K]['rule']>
}
type Perhaps<M extends Model> = {
  [K in keyof M as M[K]['needed'] extends true ? never : K]?: ReturnType<M[K]['rule']>
}

/** What a model makes of a request. A field that was left out is not there. */
export type Parsed<M extends Model> = Given<M> & Perhaps<M>

export function required<Value>(rule: Rule<Value>): Field<Value, true> {
  return { rule, needed: true }
}

export function optional<Value>(rule: Rule<Value>): Field<Value, false> {
  return { rule, needed: false }
}

/**
 * All fields at once; what is wrong goes to `problems`, and then the result is not to be used.
 * Keys that the model does not know are ignored.
 * @param whole what a missing field's problem shows: the whole body, or nothing of a query
 */
export function parse<M extends Model>(
  model: M,
  values: ReadonlyMap<string, Json>,
  place: 'body' | 'query',
  whole: Json,
  problems: Problem[],
): Parsed<M> {
  const parsed: Record<string, unknown> = {}
  for (const [name, field] of Object.entries(model)) {
    const input = values.get(name)
    const loc = [place, name]
    if (input === undefined) {
      if (field.needed) problems.push({ type: 'missing', loc, msg: 'Field required', input: whole })
      continue
    }
    try {
      parsed[name] = field.rule(input)
    } catch (error) {
      if (!(error instanceof Invalid)) throw error
      const { type, message: msg, ctx } = error
      problems.push(ctx ? { type, loc, msg, input, ctx } : { type, loc, msg, input })
    }
  }
  // Every key went through the rule of the same name, which is what the type says.
  return parsed as Parsed<M>
}
