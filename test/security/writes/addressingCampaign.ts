import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import * as z from 'zod/mini'
import { contactsPageSchema } from '#contract/api/api.ts'
import type { Refusal } from '#contract/api/refusal.ts'
import { idSchema, submissionIdSchema, outcomeSchema } from '#contract/api/submission.ts'
import { gatewayText } from '#text/gatewayText.ts'
import { hostileTexts } from '../corpora/texts.ts'
import { answerIn } from './answer.ts'
import type { Size } from './size.ts'
import { Tally } from './tally.ts'
import type { World } from './world.ts'

type Op = 'remove' | 'primary' | 'role' | 'undo'

/** The submissions that say whom they are about and nothing else, with what they are made on. */
type SubmissionBody = { customer: string; before?: Record<string, string> } & Record<
  string,
  unknown
>

/**
 * Puts something hostile wherever a submission names a customer, a contact, a role or another submission, alone
 * among what is right and all at once. Nothing may come of any of them.
 */
export async function addressingCampaign(
  world: World,
  op: Op,
  { inputs, seed }: Size,
): Promise<Tally> {
  const tally = new Tally()
  const texts = [...hostileTexts(Math.max(inputs, 2000), seed), ...likeIds(inputs, seed)]
  const rights = new Map<string, SubmissionBody>()
  for (const customer of world.customers)
    rights.set(customer, await rightSubmission(world, op, customer))
  const before = await everything(world)
  // Another seed begins elsewhere among the known texts.
  let batch = seed - 1
  const lanes = world.customers.map(async (customer) => {
    const right = rights.get(customer)!
    const places = placesOf(world, right)
    while (tally.inputs < inputs && tally.faults.length < 20) {
      const text = (place: number) => texts[(batch + place * 61) % texts.length]!
      const one = batch % (places.length + 1)
      // One after the other, and then all of them.
      const aimed = one === places.length ? places : [places[one]!]
      const submissionBody = structuredClone(right)
      const wrong = new Map<string, string>()
      for (const place of aimed) {
        const value = text(places.indexOf(place))
        put(submissionBody, place, value)
        wrong.set(place, value)
        tally.input(place, value)
      }
      batch++
      await expectNothing(world, tally, { op, revision: 1, ...submissionBody }, wrong)
    }
  })
  await Promise.all(lanes)
  if ((await everything(world)) !== before) tally.fault('something was written')
  for (const fault of world.faults.splice(0)) tally.fault('the gateway logged', fault)
  return tally
}

async function everything({ customers, contactsOf }: World): Promise<string> {
  return JSON.stringify(await Promise.all(customers.map(contactsOf)))
}

/** Ids of nobody, so that the form of an id alone refuses nothing. */
function likeIds(count: number, seed: number): string[] {
  const id = fc.oneof(
    fc.uuid(),
    fc.stringMatching(/^[0-9a-f]{32}$/),
    fc.stringMatching(/^[A-Za-z0-9][\w.~-]{0,127}$/),
  )
  return fc.sample(id, { seed, numRuns: count })
}

/** A submission that would be carried out if every place of it were right. */
async function rightSubmission(world: World, op: Op, customer: string): Promise<SubmissionBody> {
  const at = `/api/workspaces/${world.workspace}/customers/${customer}/contacts`
  const page = await world.gateway.ask(at)
  const { items } = z.parse(contactsPageSchema, await page.json())
  const [holder = items[0]!] = items.filter(({ primary }) => primary)
  const other = items.find((contact) => contact !== holder)!
  switch (op) {
    case 'remove': {
      const seen = Object.entries(other.values).filter(([, value]) => typeof value === 'string')
      return { customer, contact: other.id, before: Object.fromEntries(seen) as never }
    }
    case 'primary':
      return { customer, contact: other.id, from: holder.id }
    case 'role':
      return { customer, contact: other.id, role: 'soldTo', from: holder.id }
    default: {
      const made = randomUUID()
      const values = world.form.fields.map(({ name, kind, required, onlyWith }) => [
        name,
        kind === 'flag' || kind === 'primary' ? false : required && !onlyWith ? 'Plain' : null,
      ])
      const submissionBody = {
        op: 'create',
        revision: 1,
        customer,
        values: Object.fromEntries(values) as object,
      }
      const answer = await world.gateway.submit(submissionBody, made, world.workspace)
      z.parse(outcomeSchema, await answer.json())
      return { customer, of: made }
    }
  }
}

function placesOf({ form }: World, { before, ...rest }: SubmissionBody): string[] {
  const fields = before ? form.fields.filter(({ name }) => before[name]) : []
  return [...Object.keys(rest), ...fields.map(({ name }) => `before.${name}`)]
}

function put(submissionBody: SubmissionBody, place: string, value: string): void {
  const [first = '', field] = place.split('.')
  if (field !== undefined && submissionBody.before) submissionBody.before[field] = value
  else submissionBody[first] = value
}

async function expectNothing(
  world: World,
  tally: Tally,
  submissionBody: object,
  wrong: ReadonlyMap<string, string>,
): Promise<void> {
  const answer = await answerIn(
    await world.gateway.submit(submissionBody as never, randomUUID(), world.workspace),
    tally,
  )
  if (!answer) return
  const { outcome, refusal = outcome?.state === 'rejected' ? outcome.refusal : undefined } = answer
  if (!refusal) return tally.fault('not refused', [outcome, submissionBody])
  tally.refused += wrong.size
  if (!isNamed(world, refusal, wrong))
    tally.fault('refused without a word about why', [refusal, submissionBody])
}

/**
 * Whether a refusal says what is wrong. Of ids that are well formed and nobody's, it says what is
 * not there; of values that were there before, what is there now.
 */
function isNamed({ form }: World, refusal: Refusal, wrong: ReadonlyMap<string, string>): boolean {
  switch (refusal.kind) {
    case 'fields': {
      const misshapen = [...wrong].filter(([place, value]) => !fits(place, value))
      // Where there are no roles, every one of them is wrong.
      const role = wrong.get('role') ?? (form.roles.length === 0 ? 'soldTo' : undefined)
      const isRole = ({ field, message }: { field: string | null; message: string }) =>
        field === null && message === gatewayText.submission.unknownRole(role?.slice(0, 40) ?? '')
      return refusal.problems.every(
        (problem) => misshapen.some(([place]) => place === problem.field) || isRole(problem),
      )
    }
    case 'notFound':
      return ['customer', 'contact', 'page'].includes(refusal.what)
    case 'conflict':
      return [...wrong.keys()].some((place) => /^(from|before)/.test(place))
    default:
      return false
  }
}

function fits(place: string, value: string): boolean {
  // eslint-disable-next-line no-control-regex -- NUL is what is looked for
  if (place.startsWith('before.')) return !/\u0000|\p{Surrogate}/u.test(value)
  return (place === 'of' ? submissionIdSchema : idSchema).safeParse(value).success
}
