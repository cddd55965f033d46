import type { Refusal } from '#contract/api/refusal.ts'
import type { SubmissionResult, SubmissionBody } from '#outbox/submission.ts'
import type { Chance } from './chance.ts'
import type { Scene } from './scene.ts'
import type { Press, Tab } from './tab.ts'
import type { HeldContact, HeldCustomer } from './truth.ts'
import type { SimulatedVendor } from './vendors.ts'
import type { Weakness } from './weakness.ts'

/** Who works at the desk. */
export const people = ['ann', 'bob', 'cem']

/** Few names, so that some people make the same contact. */
export const names = ['Kim', 'Lou', 'Max']

/** What there is to work with. */
export interface Plan {
  scene: Scene
  vendor: SimulatedVendor
  customers: readonly HeldCustomer[]
  /** The tab that each person works in. */
  tabs: Map<string, Tab>
  /** Milliseconds in which things happen. */
  working: number
  weakness: Weakness
  /** Decides what people do. */
  chance: Chance
  /** What somebody pressed and saw no end of. */
  open: Set<{ person: string; press: Press }>
  /** No two edits write the same text: what stands there tells whose it is. */
  texts: { count: number }
}

/** Somebody presses Save on a new contact: once, twice, in two tabs, or on another text meanwhile. */
export function save(plan: Plan): void {
  const { scene, vendor, customers, weakness, working } = plan
  const { world } = scene
  const { chance } = world
  const person = chance.one(people)
  const customer = chance.one(customers).id
  const values = () => ({
    ...vendor.valuesOf(chance.one(names)),
    ...(vendor.flag && chance.hits(0.4) && { [vendor.flag]: true }),
  })
  const write: SubmissionBody = { op: 'create', customer, values: values() }
  const other: SubmissionBody = { op: 'create', customer, values: values() }
  const submissionId = scene.newSubmissionId()
  const at = chance.between(0, working * 0.8)
  world.after(at, `${person} saves`, () => press(plan, person, { submissionId, write }))
  if (chance.hits(0.2)) soon('saves again', () => again({ submissionId, write }))
  if (chance.hits(0.1)) soon('saves other text', () => again(edited()))
  if (chance.hits(0.1))
    soon('saves in another tab', () => {
      const it = chance.hits(0.5) ? { submissionId, write } : edited()
      void scene.openTab(person).press(it)
    })

  function soon(what: string, run: () => void): void {
    // As often within a few milliseconds as within a few seconds.
    world.after(at + 3000 ** chance.next(), `${person} ${what}`, run)
  }
  function edited(): Press {
    return {
      submissionId: weakness.editsAnew ? scene.newSubmissionId() : submissionId,
      submissionBody: submissionId,
      write: other,
    }
  }
  function again(it: Press): void {
    void plan.tabs.get(person)?.press(it)
  }
}

type Change = 'update' | 'primary' | 'remove'

/** Somebody, or two people at once, open a contact that is there and change it in some way. */
export function edit(
  plan: Plan,
  kinds: readonly Change[] = ['update', 'update', 'update', 'primary', 'primary', 'remove'],
): void {
  const { world } = plan.scene
  const { chance } = world
  const customer = chance.one(plan.customers)
  const at = chance.between(0, plan.working * 0.8)
  const both = chance.hits(0.4) ? 2 : 1
  for (const person of shuffled(chance, people).slice(0, both))
    world.after(at + chance.between(0, 10_000), `${person} opens a contact`, () => {
      const contacts = [...customer.contacts.values()]
      if (contacts.length === 0) return false
      // Of several people most look at the same one.
      const contact = plan.chance.hits(0.6) ? contacts[0]! : plan.chance.one(contacts)
      const submissionId = plan.scene.newSubmissionId()
      const change = changeOf(plan, customer, contact, plan.chance.one(kinds))
      world.after(plan.chance.between(500, 60_000), `${person} changes a contact`, () => {
        press(plan, person, { submissionId, ...change })
        if (plan.chance.hits(0.15)) {
          const other = changeOf(plan, customer, contact, plan.chance.one(kinds))
          world.after(plan.chance.between(10, 3000), `${person} changes it again`, () => {
            void plan.tabs.get(person)?.press({ submissionId, ...other })
          })
        }
      })
      return undefined
    })
}

/** Several people change the same thing at almost the same moment, each by what they saw before. */
export function race(plan: Plan): void {
  const { scene, customers } = plan
  const { world } = scene
  const { chance } = world
  const customer = chance.one(customers)
  const kind = chance.one(['update', 'primary'] as const)
  const field = chance.one(plan.vendor.editable)
  world.after(chance.between(1000, plan.working * 0.8), 'people race', () => {
    const contacts = [...customer.contacts.values()]
    if (contacts.length === 0) return false
    for (const person of people) {
      const contact = kind === 'update' ? contacts[0]! : plan.chance.one(contacts)
      const submissionId = scene.newSubmissionId()
      const change = changeOf(plan, customer, contact, kind, [field])
      world.after(plan.chance.between(0, 400), `${person} races`, () => {
        press(plan, person, { submissionId, ...change })
      })
    }
    return undefined
  })
}

/** What somebody may do to a contact as they see it now. */
function changeOf(
  plan: Plan,
  customer: HeldCustomer,
  contact: HeldContact,
  what: Change,
  only?: readonly string[],
): Omit<Press, 'submissionId'> {
  const { chance, vendor, scene } = plan
  const seen = { ...contact.values }
  const at = { customer: customer.id, contact: contact.id }
  if (what === 'remove') return { write: { op: 'remove', ...at, before: seen } }
  if (what === 'primary') {
    const [from = null] = scene.wire.truth.primariesOf(customer)
    return { write: { op: 'primary', ...at, from }, line: `moves ${customer.id}` }
  }
  const fields = only ?? shuffled(chance, vendor.editable).slice(0, chance.whole(1, 2))
  const values = Object.fromEntries(
    fields.map((name) => [name, vendor.textFor(name, ++plan.texts.count)]),
  )
  const before = Object.fromEntries(fields.map((name) => [name, seen[name] ?? null]))
  return { write: { op: 'update', ...at, values, before } }
}

/** Presses Save, and does what people do when they hear what came of it. */
function press(plan: Plan, person: string, it: Press): void {
  const open = { person, press: it }
  plan.open.add(open)
  void plan.tabs
    .get(person)
    ?.press(it)
    .then((result) => {
      plan.open.delete(open)
      return heard(plan, person, it, result)
    })
}

function heard(plan: Plan, person: string, it: Press, result: SubmissionResult): void {
  const { chance, scene } = plan
  const { world } = scene
  const { write, submissionId, line } = it
  const later = (what: string, run: () => void) => {
    world.after(chance.between(500, 30_000), `${person} ${what}`, run)
  }
  if (result.kind === 'saved' && write.op !== 'undo' && chance.hits(0.25))
    later('undoes', () => {
      const undo = { op: 'undo', customer: write.customer, of: submissionId } as const
      press(plan, person, { submissionId: scene.newSubmissionId(), write: undo, line })
    })
  const similar = result.kind === 'refused' && similarIn(result.refusal)
  if (similar && write.op === 'create') {
    // They recognise their own; what is another one's is not what they want.
    if (scene.isMadeBy(similar, submissionId)) return
    const { distinctFrom = [] } = write as { distinctFrom?: string[] }
    const other: SubmissionBody = { ...write, ...{ distinctFrom: [...distinctFrom, similar] } }
    later('wants another one', () => press(plan, person, { ...it, write: other }))
  } else if (result.kind === 'refused' && chance.hits(0.5))
    later('presses again', () => press(plan, person, { ...it, write: asSeenNow(plan, write) }))
}

/** The contact that is shown because it may be the one that was to be made. */
function similarIn(refusal: Refusal): string | undefined {
  const told: { kind: string; contact?: { id: string } } = refusal
  return told.kind === 'mayExist' ? told.contact?.id : undefined
}

/** Who presses again has seen what the contact holds by now. */
function asSeenNow({ scene }: Plan, write: SubmissionBody): SubmissionBody {
  if (write.op !== 'update' && write.op !== 'remove') return write
  const now = scene.wire.truth.contactAt(write.contact)?.contact.values
  if (!now || !write.before) return write
  const names = Object.keys(write.before)
  return { ...write, before: Object.fromEntries(names.map((name) => [name, now[name] ?? null])) }
}

/** Somebody works in the billing system itself. */
export function someoneElse({ scene, vendor, customers, working, texts }: Plan): void {
  const { world, wire } = scene
  const { chance } = world
  const customer = chance.one(customers)
  const what = chance.one(['makes', 'renames', 'changes', 'removes', 'moves to'] as const)
  const name = chance.one(names)
  const field = chance.one(vendor.editable)
  world.after(chance.between(0, working), `somebody ${what} ${name}`, () => {
    const writer = { at: world.now(), mark: null }
    if (what === 'makes') return wire.truth.make(customer, vendor.valuesOf(name), writer)
    const contacts = [...customer.contacts.values()]
    const contact = what === 'changes' ? contacts[0] : contacts.at(-1)
    if (!contact) return false
    if (what === 'removes') return wire.truth.remove(customer, contact, writer)
    if (what === 'moves to') return vendor.makePrimary(wire.truth, customer, contact, writer)
    const values =
      what === 'renames'
        ? vendor.valuesOf('Changed')
        : { [field]: vendor.textFor(field, ++texts.count) }
    return wire.truth.change(customer, contact, values, writer)
  })
}

/** When all is calm, somebody makes a contact of each customer primary: then that is who it is. */
export function lastMoves(plan: Plan): void {
  for (const customer of plan.customers) {
    const contact = [...customer.contacts.values()].at(-1)
    if (!contact) continue
    const [from = null] = plan.scene.wire.truth.primariesOf(customer)
    const write = { op: 'primary', customer: customer.id, contact: contact.id, from } as const
    const line = `moves ${customer.id}`
    void plan.tabs.get('ann')?.press({ submissionId: plan.scene.newSubmissionId(), write, line })
  }
}

/** A gateway dies, freezes, or is replaced while it still runs. */
export function newGateway({ scene, working }: Plan): void {
  const { world } = scene
  const { chance } = world
  const at = chance.between(0, working * 0.9)
  const how = chance.one(['dies', 'is replaced', 'freezes', 'freezes and is replaced'] as const)
  world.after(at, `a gateway ${how}`, () => {
    const old = scene.gateways().at(-1)!
    if (how.startsWith('freezes')) old.freeze(chance.between(1000, 120_000))
    if (how === 'freezes') return
    if (how === 'dies') old.kill()
    else world.after(chance.between(1000, 150_000), 'the old gateway ends', () => old.kill())
    world.after(how === 'dies' ? chance.between(200, 20_000) : 0, 'a gateway starts', () =>
      scene.startGateway(),
    )
  })
}

/** A gateway stands still in the middle of its work, for so long that another one takes over. */
export function takeOver({ scene, working }: Plan): void {
  const { world } = scene
  const { chance } = world
  world.after(chance.between(0, working * 0.9), 'a gateway stands still', () => {
    scene.gateways().at(-1)!.freeze(chance.between(60_000, 150_000))
    scene.startGateway()
  })
}

export function crashTab(plan: Plan): void {
  const { scene, tabs, working, weakness } = plan
  const { world } = scene
  const person = world.chance.one(people)
  world.after(world.chance.between(0, working * 0.9), `${person} loses a tab`, () => {
    tabs.get(person)?.actor.kill()
    world.after(world.chance.between(500, 30_000), `${person} comes back`, () => {
      tabs.set(person, scene.openTab(person))
      if (!weakness.forgets) return
      // Nothing there says what was pressed, so it is typed once more.
      for (const open of [...plan.open]) {
        if (open.person !== person) continue
        plan.open.delete(open)
        const { submissionBody = open.press.submissionId } = open.press
        press(plan, person, {
          ...open.press,
          submissionBody,
          submissionId: scene.newSubmissionId(),
        })
      }
    })
  })
}

/** Somebody sets the clock of a computer, forth or back. */
export function stepClock(plan: Plan): void {
  const { world } = plan.scene
  const { chance } = world
  const hour = 60 * 60_000
  world.after(chance.between(0, plan.working * 0.7), 'a clock is set', () => {
    const at = [...plan.scene.gateways(), ...plan.scene.tabs()].filter((it) => it.alive())
    if (at.length === 0) return
    plan.chance
      .one(at)
      .setClock(plan.chance.one([0, -hour, hour, plan.chance.between(-hour, hour)]))
  })
}

export function loseNetwork(plan: Plan): void {
  const { world } = plan.scene
  const { chance } = world
  const person = chance.one(people)
  world.after(chance.between(0, plan.working * 0.8), `${person} is offline`, () =>
    plan.tabs.get(person)?.goOffline(plan.chance.between(3000, 90_000)),
  )
}

function shuffled<Item>(chance: Chance, items: readonly Item[]): Item[] {
  const left = [...items]
  return Array.from({ length: left.length }, () => {
    const [item] = left.splice(chance.whole(0, left.length - 1), 1)
    return item!
  })
}
