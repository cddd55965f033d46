import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Backend, Page } from '#contract/backend/backend.ts'
import { fieldsFor, hasAllFields, textOf } from '#contract/fields/form.ts'
import type { Values } from '#contract/fields/kind.ts'
import { BackendError, refusalSchema, type Refusal } from '#contract/api/refusal.ts'
import type { Send } from '#contract/backend/send.ts'
import type { Vendor } from '#contract/backend/vendor.ts'
import { customerNamed, embeddedVendor } from '../helpers/embeddedVendor.ts'
import { aCustomer, aPerson, people } from '../helpers/people.ts'
import type { Contact } from '#contract/fields/contact.ts'

interface Options {
  vendor: Vendor
  /** A valid contact of this name in the vendor's own fields. */
  valuesOf(name: string): Values
  /** The vendor's settings with credentials that it does not accept. */
  wrongSettings: unknown
  /** Promises this backend does not make, each with the reason. */
  skip?: Partial<Record<string, string>>
}

/** What every backend promises, written once and run against each. */
export function backendPromises({ vendor, valuesOf, wrongSettings, skip = {} }: Options): void {
  const promise = (title: string, body: () => Promise<void>) =>
    skip[title] ? it.skip(`${title} (${skip[title]})`, body) : it(title, body)

  const form = vendor.form(vendor.variation(vendor.embedded.settings))
  /** Fields that hold any text up to their limit. */
  const texts = fieldsFor(form, 'create').filter(({ kind }) =>
    ['text', 'lines', 'phone'].includes(kind),
  )
  const textsOf = (more: number) =>
    Object.fromEntries(texts.map(({ name, limit = 0 }) => [name, 'x'.repeat(limit + more)]))

  describe(`${vendor.title} keeps the promises of a backend`, () => {
    let backend: Backend
    let send: Send
    const newCustomer = newCustomers(vendor, () => ({ backend, send }))

    beforeAll(async () => {
      const opened = await embeddedVendor(vendor, [
        aCustomer({ name: 'Many People Limited', people: people(230) }),
        aCustomer({ name: 'Zinnia Flowers', people: [aPerson({ primary: true })] }),
        ...Array.from({ length: 60 }, (_, n) =>
          aCustomer({ name: `Spare ${String(n).padStart(3, '0')}` }),
        ),
      ])
      backend = opened.backend
      send = opened.send
    })

    promise('every customer is on exactly one page', async () => {
      const all = await everything((cursor) => backend.customers({ cursor, limit: 25 }))
      expect(all).toHaveLength(62)
      expect(new Set(all.map(({ id }) => id)).size).toBe(62)
    })

    promise('a customer is found by the first letters of its name, in any case', async () => {
      for (const search of ['zin', 'ZIN', 'Z'])
        expect((await backend.customers({ search })).items.map(({ name }) => name)).toContain(
          'Zinnia Flowers',
        )
    })

    promise('a search that nothing fits is an empty page', async () => {
      expect(await backend.customers({ search: 'qqqqqqqqqq' })).toEqual({ items: [], next: null })
    })

    promise('a customer is read by the id it was found under', async () => {
      const [found] = (await backend.customers({ search: 'Zinnia' })).items
      // A read of one may tell less of when it changed than a list does.
      const { changedAt: _, ...told } = found!
      expect(await backend.customer(found!.id)).toMatchObject(told)
    })

    promise(
      'customers come in each order that it says it can sort by, both ways round',
      async () => {
        for (const by of backend.capabilities.customerSorts) {
          const keys = async (descending: boolean) =>
            (
              await everything((cursor) =>
                backend.customers({ cursor, limit: 25, sort: { by, descending } }),
              )
            ).map(({ name, number, changedAt }) => ({ name, number, changed: changedAt })[by])
          const up = await keys(false)
          expect(up).toEqual(up.toSorted((a, b) => ((a ?? '') < (b ?? '') ? -1 : 1)))
          expect(await keys(true)).toEqual(up.toReversed())
        }
      },
    )

    promise('who gets a customer’s invoices is its primary contact, or nobody', async () => {
      const customer = await newCustomer()
      const made = await backend.create(customer, valuesOf('First'))
      const first = await backend.makePrimary(customer, made.id)
      const address = form.emailFields.map((name) => textOf(first.values[name])).find(Boolean)
      const recipient = { id: first.id, name: first.name, address: address ?? null }
      expect(await backend.recipient(customer)).toEqual(recipient)
      // A list may leave it out, and never tells another.
      const listed = (await everything((cursor) => backend.customers({ cursor }))).find(
        ({ id }) => id === customer,
      )
      expect(listed?.recipient ?? recipient).toEqual(recipient)
    })

    promise('a customer that has a number is found by it, before all others', async () => {
      const [found] = (await backend.customers({ search: 'Zinnia' })).items
      const search = found!.number ?? found!.name
      expect((await backend.customers({ search })).items[0]).toEqual(found)
    })

    promise('an unknown customer is missing, whatever is asked of it', async () => {
      const missing = { kind: 'notFound', what: 'customer' }
      for (const id of ['01890000-0000-7000-8000-00000000dead', 'nonsense'])
        for (const ask of [
          () => backend.customer(id),
          () => backend.contacts(id, {}),
          () => backend.create(id, valuesOf('Nobody')),
        ])
          expect(await refusalOf(ask())).toEqual(missing)
    })

    promise('every contact is on exactly one page', async () => {
      const customer = await customerNamed(backend, 'Many People Limited')
      const all = await contactsOf(backend, customer, 50)
      expect(all).toHaveLength(230)
      expect(new Set(all.map(({ id }) => id)).size).toBe(230)
    })

    promise('a list tells of a contact what a read of it tells, as far as it goes', async () => {
      const customer = await customerNamed(backend, 'Zinnia Flowers')
      await backend.create(customer, valuesOf('Listed'))
      const listed = await contactsOf(backend, customer)
      expect(listed.length).toBeGreaterThan(1)
      for (const contact of listed) {
        const whole = await backend.contact(customer, contact.id)
        const { changedAt: _, madeAt: __, ...told } = contact
        expect(whole).toMatchObject(told)
        expect(hasAllFields(form.fields, whole)).toBe(true)
      }
    })

    promise('a contact that was made is read back as it was typed', async () => {
      const customer = await newCustomer()
      const before = await contactsOf(backend, customer)
      for (const name of ['Ångström Öberg', '王小明', 'نور الدين', "O'Brien-Smith"]) {
        const made = await backend.create(customer, valuesOf(name))
        expect(made.values).toMatchObject(valuesOf(name))
        expect(await backend.contact(customer, made.id)).toEqual(made)
      }
      expect(await contactsOf(backend, customer)).toHaveLength(before.length + 4)
    })

    promise('every field that is refused is named at once', async () => {
      const customer = await newCustomer()
      const before = await contactsOf(backend, customer)
      const values = { ...valuesOf('Long'), ...textsOf(1) }
      const refusal = await refusalOf(backend.create(customer, values))
      const named = refusal.kind === 'fields' ? refusal.problems.map(({ field }) => field) : []
      expect(new Set(named)).toEqual(new Set(texts.map(({ name }) => name)))
      expect(await contactsOf(backend, customer)).toEqual(before)
    })

    promise('a field of exactly its limit is taken', async () => {
      const made = await backend.create(await newCustomer(), { ...valuesOf('Long'), ...textsOf(0) })
      expect(made.values).toMatchObject(textsOf(0))
    })

    promise('a create that is repeated under its key makes one contact', async () => {
      const customer = await newCustomer()
      const before = await contactsOf(backend, customer)
      const made = await backend.create(customer, valuesOf('Once'), { key: 'one-key' })
      expect(await backend.create(customer, valuesOf('Once'), { key: 'one-key' })).toEqual(made)
      expect(await contactsOf(backend, customer)).toHaveLength(before.length + 1)
    })

    promise('an update changes what it names and leaves the rest alone', async () => {
      const customer = await newCustomer()
      const made = await backend.create(customer, valuesOf('Before'))
      const { nameField } = form
      const updated = await backend.update(customer, made.id, { [nameField]: 'After' })
      expect(updated.values).toEqual({ ...made.values, [nameField]: 'After' })
      expect(await backend.contact(customer, made.id)).toEqual(updated)
    })

    promise('null empties a field', async () => {
      const customer = await newCustomer()
      const made = await backend.create(customer, valuesOf('Emptied'))
      const emptied = Object.fromEntries(form.emailFields.map((name) => [name, null]))
      const updated = await backend.update(customer, made.id, emptied)
      expect(updated.values).toEqual({ ...made.values, ...emptied })
    })

    promise('a contact that was removed is missing for everything', async () => {
      const customer = await newCustomer()
      const made = await backend.create(customer, valuesOf('Gone'))
      const stays = await backend.create(customer, valuesOf('Stays'))
      await backend.makePrimary(customer, stays.id)
      await backend.remove(customer, made.id)
      const left = (await contactsOf(backend, customer)).map(({ id }) => id)
      expect(left).toContain(stays.id)
      expect(left).not.toContain(made.id)
      for (const ask of [
        () => backend.contact(customer, made.id),
        () => backend.update(customer, made.id, valuesOf('Again')),
        () => backend.remove(customer, made.id),
        () => backend.makePrimary(customer, made.id),
      ])
        expect(await refusalOf(ask())).toEqual({ kind: 'notFound', what: 'contact' })
    })

    promise('making one contact primary leaves exactly one', async () => {
      const customer = await newCustomer()
      const [first, second] = [
        await backend.create(customer, valuesOf('First')),
        await backend.create(customer, valuesOf('Second')),
      ]
      for (const wanted of [first, second, second, first]) {
        const moved = await backend.makePrimary(customer, wanted.id)
        expect(moved).toMatchObject({ id: wanted.id, primary: true })
        const primaries = (await contactsOf(backend, customer)).filter(({ primary }) => primary)
        expect(primaries.map(({ id }) => id)).toEqual([wanted.id])
      }
    })

    promise('a primary is removed only by a backend that says so', async () => {
      const customer = await newCustomer()
      const primary = await backend.create(customer, valuesOf('Primary'))
      await backend.create(customer, valuesOf('Other'))
      await backend.makePrimary(customer, primary.id)
      const removed = backend.remove(customer, primary.id)
      if (backend.capabilities.removeHolder) await expect(removed).resolves.toBeUndefined()
      else expect(await refusalOf(removed)).toMatchObject({ kind: 'rejected' })
      const primaries = (await contactsOf(backend, customer)).filter((contact) => contact.primary)
      expect(primaries.map(({ id }) => id)).toEqual(
        backend.capabilities.removeHolder ? [] : [primary.id],
      )
    })

    promise('each role has one holder, and giving it moves no other', async () => {
      const customer = await newCustomer()
      const contacts = [
        await backend.create(customer, valuesOf('First')),
        await backend.create(customer, valuesOf('Second')),
      ]
      const holders = new Map<string, string>()
      const pairs = form.roles.flatMap(({ id: role }) => contacts.map(({ id }) => ({ role, id })))
      // There and back again, so that every holder meets every other.
      for (const { role, id } of [...pairs, ...pairs.toReversed()]) {
        holders.set(role, id)
        const given = await backend.giveRole(customer, id, role)
        expect(given.roles).toContain(role)
        for (const contact of await contactsOf(backend, customer)) {
          const expected = [...holders].filter(([, holder]) => holder === contact.id)
          const known = contact.roles.filter((held) => holders.has(held))
          expect(known.toSorted()).toEqual(expected.map(([held]) => held).toSorted())
          const primary = form.roles.find((it) => it.primary)
          expect(contact.primary).toBe(contact.roles.includes(primary!.id))
        }
      }
    })

    promise('a role that the form does not know is refused', async () => {
      const customer = await newCustomer()
      const made = await backend.create(customer, valuesOf('Nothing'))
      const asked = Promise.resolve().then(() => backend.giveRole(customer, made.id, 'caretaker'))
      expect(await refusalOf(asked)).toMatchObject({ kind: 'rejected' })
    })

    promise('a contact of another customer is missing', async () => {
      const [here, there] = [await newCustomer(), await newCustomer()]
      const made = await backend.create(there, valuesOf('Elsewhere'))
      for (const ask of [
        () => backend.contact(here, made.id),
        () => backend.update(here, made.id, valuesOf('Taken')),
        () => backend.remove(here, made.id),
        () => backend.makePrimary(here, made.id),
      ])
        expect(await refusalOf(ask())).toEqual({ kind: 'notFound', what: 'contact' })
      expect(await backend.contact(there, made.id)).toEqual(made)
    })

    promise('wrong credentials are told apart from everything else', async () => {
      const stranger = vendor.connect(wrongSettings, send)
      expect(await refusalOf(stranger.customers({}))).toEqual({ kind: 'credentials' })
    })

    promise('nobody there is unreachable, a lost answer to a write is unclear', async () => {
      const customer = await newCustomer()
      const [kept, gone] = [
        await backend.create(customer, valuesOf('Kept')),
        await backend.create(customer, valuesOf('Gone')),
      ]
      await backend.makePrimary(customer, kept.id)
      const through = (pipe: Send) => vendor.connect(vendor.embedded.settings, pipe)

      const nobody = through(() => Promise.reject(failed('ECONNREFUSED')))
      expect(await refusalOf(nobody.remove(customer, gone.id))).toEqual({
        kind: 'backendUnreachable',
      })
      expect(await backend.contact(customer, gone.id)).toEqual(gone)

      const losing = through(async (request) => {
        const answer = await send(request)
        if (request.method === 'DELETE') throw failed('ECONNRESET')
        return answer
      })
      const lost = { kind: 'outcomeUnknown', status: null }
      expect(await refusalOf(losing.remove(customer, gone.id))).toEqual(lost)
      const missing = { kind: 'notFound', what: 'contact' }
      expect(await refusalOf(backend.contact(customer, gone.id))).toEqual(missing)
    })

    promise('whatever comes back becomes an answer or a refusal, never a crash', async () => {
      const customer = await newCustomer()
      const { id } = await backend.create(customer, valuesOf('Any'))
      await fc.assert(
        fc.asyncProperty(fc.array(answers, { minLength: 1, maxLength: 4 }), async (script) => {
          let asked = 0
          const garbled = vendor.connect(vendor.embedded.settings, async (request) => {
            const answer = script[asked++ % script.length]
            return answer ? responseOf(answer) : send(request)
          })
          for (const ask of [
            () => garbled.customers({}),
            () => garbled.customers({ search: 'zin' }),
            () => garbled.customer(customer),
            () => garbled.contacts(customer, {}),
            () => garbled.contact(customer, id),
            () => garbled.create(customer, valuesOf('Any')),
            () => garbled.update(customer, id, valuesOf('Any')),
            () => garbled.makePrimary(customer, id),
            () => garbled.remove(customer, 'nobody'),
          ])
            await settledProperly(ask())
        }),
        { numRuns: 60 },
      )
    })

    promise('a read that is given up ends with the reason it was given up for', async () => {
      const gaveUp = AbortSignal.abort(new Error('typed on'))
      await expect(backend.customers({ search: 'zin', signal: gaveUp })).rejects.toThrow('typed on')
    })
  })
}

/** Anything that may come back; null is the true answer. */
const answers = fc.option(
  fc.record({
    status: fc.constantFrom(
      ...[200, 201, 202, 204, 302, 400, 401, 403, 404, 405],
      ...[409, 413, 418, 422, 429, 500, 502, 503],
    ),
    body: fc.oneof(
      fc.constantFrom('', '<html><h1>502', 'Internal Server Error', '{"detail":', 'null', '[]'),
      fc.constantFrom('{}', '{"detail":"no"}', '{"detail":[{"loc":["body","name"]}]}'),
      fc.constantFrom('{"success":true,"data":null}', '{"success":true,"id":"x"}'),
      fc.constantFrom('{"success":false,"reasons":[]}', '{"reasons":[{"code":53100320}]}'),
      fc.json(),
    ),
  }),
)

function responseOf({ status, body }: { status: number; body: string }): Response {
  const headers = { 'retry-after': 'soon' }
  return new Response(status === 204 ? null : body, { status, headers })
}

/** How `fetch` fails. */
function failed(code: string): TypeError {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) })
}

/** Empty customers are taken one after the other from the spare ones. */
function newCustomers(vendor: Vendor, open: () => { backend: Backend; send: Send }) {
  let next = 0
  return async () => customerNamed(open().backend, `Spare ${String(next++).padStart(3, '0')}`)
}

async function contactsOf(backend: Backend, customer: string, limit?: number): Promise<Contact[]> {
  return everything((cursor) => backend.contacts(customer, { cursor, limit }))
}

async function everything<Item>(
  read: (cursor: string | null) => Promise<Page<Item>>,
): Promise<Item[]> {
  const items: Item[] = []
  let cursor: string | null = null
  for (let pages = 0; pages < 100; pages++) {
    const page: Page<Item> = await read(cursor)
    items.push(...page.items)
    cursor = page.next
    if (!cursor) return items
  }
  throw new Error('a hundred pages and no end')
}

async function refusalOf(asked: Promise<unknown>): Promise<Refusal> {
  const error = await asked.then(
    () => new Error('was not refused'),
    (thrown: unknown) => thrown,
  )
  if (error instanceof BackendError) return error.refusal
  throw error
}

async function settledProperly(asked: Promise<unknown>): Promise<void> {
  try {
    await asked
  } catch (error) {
    if (!(error instanceof BackendError)) throw error
    expect(refusalSchema.safeParse(error.refusal).success).toBe(true)
  }
}
