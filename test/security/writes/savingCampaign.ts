import { randomUUID } from 'node:crypto'
import * as z from 'zod/mini'
import { contactsPageSchema } from '#contract/api/api.ts'
import type { Field } from '#contract/fields/field.ts'
import { fieldsFor } from '#contract/fields/form.ts'
import { isFlag, type Value, type Values } from '#contract/fields/kind.ts'
import type { Problem } from '#contract/api/refusal.ts'
import { contactSchema, outcomeSchema } from '#contract/api/submission.ts'
import { hostileTexts } from '../corpora/texts.ts'
import { adjustments } from './adjustments.ts'
import { answerIn } from './answer.ts'
import { isOurs } from './catalogue.ts'
import type { Size } from './size.ts'
import { Tally } from './tally.ts'
import type { World } from './world.ts'

interface Lane {
  world: World
  tally: Tally
  customer: string
  /** Saved since somebody looked at all of them, by the contact's id. */
  saved: Map<string, Saved>
}

interface Saved {
  submissionId: string
  typed: Values
  /** The fields that still hold what is hostile. */
  hostile: ReadonlySet<string>
  contact: z.infer<typeof contactSchema>
}

/** How many contacts are looked at at a time. */
const perLane = 40

/**
 * Types something hostile into every field of a form at once, mends what is refused, field by field,
 * as somebody would, and looks at what is stored in the end.
 */
export async function savingCampaign(
  world: World,
  op: 'create' | 'update',
  { inputs, seed }: Size,
): Promise<Tally> {
  const tally = new Tally()
  const fields = fieldsFor(world.form, op === 'create' ? 'create' : 'edit')
  const texts = hostileTexts(Math.max(inputs, 2000), seed)
  // Another seed begins elsewhere among the known texts.
  let batch = seed - 1
  const lanes = world.customers.map(async (customer) => {
    const lane: Lane = { world, tally, customer, saved: new Map() }
    const contacts = op === 'update' ? await plainContacts(world, customer) : []
    while (tally.inputs < inputs && tally.faults.length < 20) {
      const values = batchOf(fields, texts, batch++)
      for (const [name, value] of Object.entries(values)) tally.input(name, value)
      await saveMended(lane, fields, values, contacts[lane.saved.size] ?? null)
      if (lane.saved.size === perLane) await lookAtAll(lane, fields, op)
    }
    await lookAtAll(lane, fields, op)
  })
  await Promise.all(lanes)
  for (const fault of world.faults.splice(0)) tally.fault('the gateway logged', fault)
  return tally
}

async function plainContacts(world: World, customer: string): Promise<string[]> {
  const required = world.form.fields.filter((field) => field.required && !field.onlyWith)
  const values = Object.fromEntries(required.map(({ name }) => [name, 'Plain']))
  const flags = world.form.fields
    .filter(({ kind }) => isFlag(kind))
    .map(({ name }) => [name, false])
  const ids: string[] = []
  while (ids.length < perLane) {
    const submissionBody = {
      op: 'create',
      revision: 1,
      customer,
      values: { ...values, ...Object.fromEntries(flags) },
    }
    const answer = await world.gateway.submit(submissionBody, randomUUID(), world.workspace)
    const outcome = z.parse(outcomeSchema, await answer.json())
    if (outcome.state !== 'succeeded' || !outcome.contact) throw new Error(JSON.stringify(outcome))
    ids.push(outcome.contact.id)
  }
  return ids
}

/** Every field sees every text, each time between other neighbours. */
function batchOf(fields: readonly Field[], texts: readonly string[], batch: number): Values {
  const values = fields.map(({ name, kind }, index): [string, Value] => {
    const text = texts[(batch + index * 61) % texts.length]!
    // A flag that is a flag, too, or all of them are refused every time.
    if (isFlag(kind) && batch % 3 > 0) return [name, batch % 3 === 1]
    return [name, text]
  })
  return Object.fromEntries(values)
}

async function saveMended(
  lane: Lane,
  fields: readonly Field[],
  typed: Values,
  contact: string | null,
): Promise<void> {
  const { world, tally, customer } = lane
  const submissionId = randomUUID()
  const hostile = new Set(Object.keys(typed))
  const values = { ...typed }
  for (let revision = 1; revision <= fields.length + 2; revision++) {
    const submissionBody =
      contact === null
        ? { op: 'create', revision, customer, values }
        : { op: 'update', revision, customer, contact, values }
    const answer = await answerIn(
      await world.gateway.submit(submissionBody, submissionId, world.workspace),
      tally,
    )
    if (!answer) return
    const { outcome, refusal = outcome?.state === 'rejected' ? outcome.refusal : undefined } =
      answer
    if (outcome?.state === 'succeeded') {
      const { contact } = outcome
      if (contact)
        lane.saved.set(contact.id, { submissionId, typed: { ...values }, hostile, contact })
      else tally.fault('saved, but nobody knows what', values)
      return
    }
    if (refusal?.kind !== 'fields' || refusal.problems.length === 0)
      return tally.fault('neither saved, nor refused by its fields', [refusal ?? outcome, values])
    for (const problem of refusal.problems) {
      const field = fieldOf(fields, problem)
      if (!field || !hostile.delete(field.name))
        return tally.fault('refused, but not for anything hostile', [problem, values])
      if (!isOurs(world.vendor, field, values[field.name], problem.message))
        tally.fault('not a sentence of ours', [problem, values[field.name]])
      tally.refused++
      values[field.name] = mended(field)
    }
  }
  tally.fault('refused for ever', typed)
}

/** Where the gateway itself refuses, a place is a path into the body. */
function fieldOf(fields: readonly Field[], { field }: Problem): Field | undefined {
  const name = field?.replace(/^values\./, '')
  return fields.find((each) => each.name === name)
}

function mended({ kind, required, options, onlyWith }: Field): Value {
  if (isFlag(kind)) return false
  if (onlyWith) return options?.[0] ?? null
  return required ? 'Plain' : null
}

/** What was typed is what was answered, what is stored, what is listed, and what the receipt says. */
async function lookAtAll(
  { world, tally, customer, saved }: Lane,
  fields: readonly Field[],
  op: 'create' | 'update',
): Promise<void> {
  const at = `/api/workspaces/${world.workspace}`
  const read = async <T>(schema: z.ZodMiniType<T>, path: string): Promise<T> => {
    tally.requests++
    return z.parse(schema, await (await world.gateway.ask(`${at}/${path}`)).json())
  }
  const page = await read(contactsPageSchema, `customers/${customer}/contacts?limit=500`)
  const listed = new Map(page.items.map((contact) => [contact.id, contact.values]))
  let index = 0
  for (const [id, { submissionId, typed, hostile, contact }] of saved) {
    const stored = await world.stored(id)
    if (!stored) return tally.fault('saved, but not there', typed)
    const told = listed.get(id) ?? {}
    for (const field of fields) {
      const { name, kind } = field
      // The next one that is to be primary takes it from this one.
      const now = kind === 'primary' ? contact.values[name] : stored[name]
      if (contact.values[name] !== now || (told[name] !== undefined && told[name] !== stored[name]))
        tally.fault(`${name}: told is not what is stored`, [contact.values[name], told[name], now])
      if (!isKept(world, field, typed[name] ?? null, { ...stored, [name]: now ?? null }))
        tally.fault(`${name}: silently changed`, [typed[name], now])
      if (hostile.has(name)) tally.stored++
    }
    // The same read for each of them would tell the same.
    if (index++ % 10 === 0) {
      const whole = await read(contactSchema, `customers/${customer}/contacts/${id}`)
      const kept = await read(outcomeSchema, `submissions/${submissionId}`)
      if (!isSame(whole.values, stored)) tally.fault('read differs', [whole, contact])
      if (kept.state !== 'succeeded' || !isSame(kept.contact, contact))
        tally.fault('the receipt differs', [kept, contact])
    }
    if (op === 'create') await world.forget(id)
  }
  saved.clear()
}

function isKept({ vendor }: World, field: Field, typed: Value, stored: Values): boolean {
  const now = stored[field.name] ?? null
  if (typeof typed !== 'string') return (typed ?? null) === now
  const bare = typed.trim()
  if ((bare || null) === now) return true
  if (typeof now === 'boolean') return false
  return adjustments.some(
    (each) => each.vendor === vendor && each.of(field) && each.fits(bare, now, stored),
  )
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
