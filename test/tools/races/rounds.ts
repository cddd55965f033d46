import { randomInt } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Outcome } from '#contract/api/submission.ts'
import type { Scene, VendorId } from './scene.ts'
import { BackendError } from '#contract/api/refusal.ts'
import type { Contact } from '#contract/fields/contact.ts'

/** What one round came to. */
export interface Round {
  /** How many of the presses were told that it is saved. */
  saved: number
  /** How many contacts were primary afterwards. */
  primaries: number
  /** What was not as it has to be, in words. */
  broken: string[]
}

export interface Track {
  scene: Scene
  vendor: VendorId
  customer: string
  /** Milliseconds that a call takes. */
  delay: number
}

/** A race of two, as it is run and judged. */
export interface Race {
  title: string
  vendors: readonly VendorId[]
  run(track: Track): Promise<Round>
}

const both: readonly VendorId[] = ['dayzero', 'zuora']

export const races: readonly Race[] = [
  { title: 'make primary, twice', vendors: both, run: movedTwice },
  // Zuora's creates give no roles.
  { title: 'create as primary, twice', vendors: ['dayzero'], run: createdTwice },
  { title: 'give another role, twice', vendors: ['zuora'], run: roleGivenTwice },
  { title: 'make primary, and another application', vendors: both, run: movedElsewhere },
  { title: 'edit one field, twice', vendors: both, run: editedTwice },
]

async function movedTwice(track: Track): Promise<Round> {
  const { scene, vendor, customer } = track
  const [from, one, other] = await ready(track)
  const move = (gateway: number, contact: string) => () =>
    scene.save(gateway, vendor, { op: 'primary', revision: 1, customer, contact, from })
  const told = await concurrently(track, move(0, one), move(1, other))
  return judged(track, told, [one, other])
}

async function roleGivenTwice(track: Track): Promise<Round> {
  const { scene, vendor, customer } = track
  const [from, one, other] = await ready(track)
  await scene.billing[vendor].giveRole(customer, from, 'soldTo')
  const give = (gateway: number, contact: string) => () =>
    scene.save(gateway, vendor, {
      op: 'role',
      role: 'soldTo',
      revision: 1,
      customer,
      contact,
      from,
    })
  const told = await concurrently(track, give(0, one), give(1, other))
  const holders = (await contactsOf(track)).filter(({ roles }) => roles.includes('soldTo'))
  const right = [one, other].filter((_, index) => told[index]?.state === 'succeeded')
  const isRight = right.length === 1 && holders.length === 1 && holders[0]?.id === right[0]
  return {
    saved: right.length,
    primaries: holders.length,
    broken: isRight ? [] : [`${right.length} were told saved, ${holders.length} hold the role`],
  }
}

async function createdTwice(track: Track): Promise<Round> {
  const { scene, vendor, customer } = track
  await ready(track)
  const names = [0, 1].map((index) => `Racer ${index} ${randomInt(1e9)}`)
  const create = (gateway: number) => () =>
    scene.save(gateway, vendor, {
      ...{ op: 'create', revision: 1, customer },
      values: { name: names[gateway]!, is_primary: true },
    })
  const told = await concurrently(track, create(0), create(1))
  const contacts = await contactsOf(track)
  const ids = names.map((name) => contacts.find((it) => it.name === name)?.id ?? 'not made')
  const primaries = await primariesOf(track)
  const saved = ids.filter((_, index) => told[index]?.state === 'succeeded')
  // The second may come right after the first, and then the invoices are its own.
  const broken = saved.length === 0 ? ['none was told saved'] : []
  if (primaries.length !== 1) broken.push(`${primaries.length} are primary`)
  else if (!saved.includes(primaries[0]!)) broken.push('the primary was not told saved')
  const twice = names.filter((name) => contacts.filter((it) => it.name === name).length > 1)
  for (const { id, name } of contacts)
    if (name.startsWith('Racer')) await scene.billing[vendor].remove(customer, id)
  broken.push(...twice.map((name) => `${name} was made twice`))
  return { saved: saved.length, primaries: primaries.length, broken }
}

async function movedElsewhere(track: Track): Promise<Round> {
  const { scene, vendor, customer } = track
  const [from, one, other] = await ready(track)
  const press = () =>
    scene.save(0, vendor, { op: 'primary', revision: 1, customer, contact: one, from })
  const elsewhere = async (): Promise<Outcome> => {
    // At whatever step the desk is meanwhile: it makes about eight calls.
    await pause(randomInt(0, 8 * track.delay + 30))
    await scene.billing[vendor].makePrimary(customer, other).catch(unlessOvertaken)
    return { state: 'pending' }
  }
  const [told] = await Promise.all([press(), elsewhere()])
  const primaries = await primariesOf(track)
  const broken: string[] = []
  const [primary] = primaries
  if (primaries.length !== 1) broken.push(`${primaries.length} are primary`)
  else if (primary !== one && primary !== other) broken.push('another person is primary')
  if (told.state === 'rejected' && primary === one && !isOpenEnded(told))
    broken.push(`told not saved (${told.refusal.kind}), and it is so`)
  return { saved: told.state === 'succeeded' ? 1 : 0, primaries: primaries.length, broken }
}

async function editedTwice(track: Track): Promise<Round> {
  const { scene, vendor, customer } = track
  await ready(track)
  const [contact] = (await contactsOf(track)).toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const field = vendor === 'dayzero' ? 'phone' : 'workPhone'
  const before = { [field]: contact!.values[field] ?? null }
  const texts = [0, 1].map(() => `+44 20 7946 ${randomInt(1000, 10_000)}`)
  const edit = (gateway: number) => () =>
    scene.save(gateway, vendor, {
      ...{ op: 'update', revision: 1, customer, contact: contact!.id, before },
      values: { [field]: texts[gateway]! },
    })
  const told = await concurrently(track, edit(0), edit(1))
  const held = (await contactsOf(track)).find(({ id }) => id === contact!.id)?.values[field]
  const right = texts.filter((_, index) => told[index]?.state === 'succeeded')
  const broken: string[] = []
  if (right.length !== 1) broken.push(`${right.length} of two edits were told saved`)
  if (right.length > 0 && !right.some((text) => text === held))
    broken.push(`${right.join(' and ')} told saved, ${String(held)} is there`)
  return { saved: right.length, primaries: (await primariesOf(track)).length, broken }
}

/** The desk may have moved it on already. */
function unlessOvertaken(error: unknown): void {
  if (!(error instanceof BackendError)) throw error
}

/** One of the two is primary and was told so; the other was told that it is not. */
async function judged(
  track: Track,
  told: readonly Outcome[],
  wanted: readonly string[],
): Promise<Round> {
  const primaries = await primariesOf(track)
  const saved = wanted.filter((_, index) => told[index]?.state === 'succeeded')
  const broken: string[] = []
  if (primaries.length !== 1) broken.push(`${primaries.length} are primary`)
  if (saved.length !== 1) broken.push(`${saved.length} were told saved`)
  else if (primaries.length === 1 && primaries[0] !== saved[0])
    broken.push('the primary is not the one that was told saved')
  return { saved: saved.length, primaries: primaries.length, broken }
}

/** A refusal that says itself that it may be, or is in part, done. */
function isOpenEnded(told: Outcome & { state: 'rejected' }): boolean {
  const refusal: { kind: string; maybeSaved?: unknown } = told.refusal
  return refusal.kind === 'partial' || refusal.maybeSaved === true
}

/** Both at once, or the second within the time of two calls. */
async function concurrently(
  { delay }: Track,
  one: () => Promise<Outcome>,
  other: () => Promise<Outcome>,
): Promise<[Outcome, Outcome]> {
  const later = randomInt(0, 2) === 0 ? 0 : randomInt(0, 2 * delay + 10)
  return Promise.all([one(), pause(later).then(other)])
}

/** The first contact is primary, and here are the ids of three. */
async function ready(track: Track): Promise<[string, string, string]> {
  const { scene, vendor, customer } = track
  const contacts = (await contactsOf(track)).filter(({ name }) => name.endsWith('Runner'))
  const [one, two, three] = contacts.map(({ id }) => id).toSorted()
  if (!one || !two || !three) throw new Error(`${customer} has ${contacts.length} contacts`)
  await scene.billing[vendor].makePrimary(customer, one)
  return [one, two, three]
}

async function primariesOf(track: Track): Promise<string[]> {
  return (await contactsOf(track)).filter(({ primary }) => primary).map(({ id }) => id)
}

async function contactsOf({ scene, vendor, customer }: Track): Promise<Contact[]> {
  return (await scene.billing[vendor].contacts(customer, { limit: 50 })).items
}
