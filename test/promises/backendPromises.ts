import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Backend, Contact, Page } from '#contract/backend.ts'
import { asked } from '#contract/form.ts'
import type { Values } from '#contract/kind.ts'
import { BackendError, refusalSchema, type Refusal } from '#contract/refusal.ts'
import type { Send } from '#contract/send.ts'
import type { Vendor } from '#contract/vendor.ts'
import { customerNamed, embeddedVendor } from '../helpers/embeddedVendor.ts'
import { aCustomer, aPerson, people } from '../helpers/people.ts'

interface Options {
  vendor: Vendor
  /** A valid contact of this name in the vendor's own fields. */
  valuesOf(name: string): Values
  /** The vendor's settings with credentials that it does not accept. */
  wrongSettings: unknown
  /** Promises this backend cannot keep, each with the reason. */
  skip?: Partial<Record<string, string>>
}

/** What every backend promises, written once and run against each. */
export function backendPromises({ vendor, valuesOf, wrongSettings, skip = {} }: Options): void {
  const promise = (title: string, body: () => Promise<void>) =>
    skip[title] ? it.skip(`${title} (${skip[title]})`, body) : it(title, body)

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
      expect(await backend.customer(found!.id)).toEqual(found)
    })

    promise('an unknown customer is missing, whatever is asked of it', async () => {
      const missing = { kind: 'missing', what: 'customer' }
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

    promise('a contact that was made is read back as it was typed', async () => {
      const customer = await newCustomer()
      for (const name of ['Ångström Öberg', '王小明', 'نور الدين', "O'Brien-Smith"]) {
        const made = await backend.create(customer, valuesOf(name))
        expect(made.values).toMatchObject(valuesOf(name))
        expect(await backend.contact(customer, made.id)).toEqual(made)
      }
      expect(await contactsOf(backend, customer)).toHaveLength(4)
    })

    promise('every field that is refused is named at once', async () => {
      const customer = await newCustomer()
      const limited = asked(vendor.form, 'create').filter(
        ({ kind, limit }) => limit && kind !== 'email',
      )
      const tooLong = Object.fromEntries(
        limited.map(({ name, limit }) => [name, 'x'.repeat(limit! + 1)]),
      )
      const refusal = await refusalOf(backend.create(customer, { ...valuesOf('Long'), ...tooLong }))
      const named = refusal.kind === 'fields' ? refusal.problems.map(({ field }) => field) : []
      expect(new Set(named)).toEqual(new Set(limited.map(({ name }) => name)))
      expect(await contactsOf(backend, customer)).toEqual([])
    })

    promise('a field of exactly its limit is taken', async () => {
      const customer = await newCustomer()
      const longest = Object.fromEntries(
        asked(vendor.form, 'create')
          .filter(({ kind, limit }) => limit && kind !== 'email')
          .map(({ name, limit }) => [name, 'x'.repeat(limit!)]),
      )
      const made = await backend.create(customer, { ...valuesOf('Long'), ...longest })
      expect(made.values).toMatchObject(longest)
    })

    promise('an update changes what it names and leaves the rest alone', async () => {
      const customer = await newCustomer()
      const made = await backend.create(customer, valuesOf('Before'))
      const { nameField } = vendor.form
      const updated = await backend.update(customer, made.id, { [nameField]: 'After' })
      expect(updated.values).toEqual({ ...made.values, [nameField]: 'After' })
      expect(await backend.contact(customer, made.id)).toEqual(updated)
    })

    promise('null empties a field', async () => {
      const customer = await newCustomer()
      const made = await backend.create(customer, valuesOf('Emptied'))
      const { emailField } = vendor.form
      const updated = await backend.update(customer, made.id, { [emailField]: null })
      expect(updated.values[emailField]).toBeNull()
    })

    promise('a contact that was removed is missing for everything', async () => {
      const customer = await newCustomer()
      const made = await backend.create(customer, valuesOf('Gone'))
      const stays = await backend.create(customer, valuesOf('Stays'))
      await backend.makePrimary(customer, stays.id)
      await backend.remove(customer, made.id)
      expect((await contactsOf(backend, customer)).map(({ id }) => id)).toEqual([stays.id])
      for (const ask of [
        () => backend.contact(customer, made.id),
        () => backend.update(customer, made.id, valuesOf('Again')),
        () => backend.remove(customer, made.id),
        () => backend.makePrimary(customer, made.id),
      ])
        expect(await refusalOf(ask())).toEqual({ kind: 'missing', what: 'contact' })
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

    promise('a contact of another customer is missing', async () => {
      const [here, there] = [await newCustomer(), await newCustomer()]
      const made = await backend.create(there, valuesOf('Elsewhere'))
      for (const ask of [
        () => backend.contact(here, made.id),
        () => backend.remove(here, made.id),
        () => backend.makePrimary(here, made.id),
      ])
        expect(await refusalOf(ask())).toEqual({ kind: 'missing', what: 'contact' })
      expect(await backend.contact(there, made.id)).toEqual(made)
    })

    promise('wrong credentials are told apart from everything else', async () => {
      const stranger = vendor.connect(wrongSettings, send)
      expect(await refusalOf(stranger.customers({}))).toEqual({ kind: 'credentials' })
    })

    promise('nobody there is unreachable, a lost answer is unclear', async () => {
      const with_ = (error: Error) =>
        vendor.connect(vendor.embedded.settings, () => Promise.reject(error))
      const refused = new TypeError('fetch failed', {
        cause: Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }),
      })
      expect(await refusalOf(with_(refused).remove('a', 'b'))).toEqual({ kind: 'unreachable' })
      const reset = new TypeError('fetch failed', {
        cause: Object.assign(new Error('read'), { code: 'ECONNRESET' }),
      })
      expect(await refusalOf(with_(reset).remove('a', 'b'))).toEqual({
        kind: 'unclear',
        status: null,
      })
    })

    promise('whatever comes back becomes an answer or a refusal, never a crash', async () => {
      const bodies = fc.oneof(
        fc.constantFrom(
          '',
          '<html><h1>502',
          'Internal Server Error',
          '{"detail":',
          'null',
          '[]',
          '{}',
        ),
        fc.constantFrom(
          '{"detail":"no"}',
          '{"detail":{"a":1}}',
          '{"detail":[{"loc":["body","name"]}]}',
        ),
        fc.constantFrom('{"success":true,"data":null}', '{"success":false,"reasons":[]}'),
        fc.json(),
      )
      const statuses = fc.constantFrom(
        200,
        201,
        202,
        204,
        302,
        400,
        401,
        403,
        404,
        405,
        409,
        413,
        418,
        422,
        429,
        500,
        502,
        503,
      )
      await fc.assert(
        fc.asyncProperty(statuses, bodies, async (status, body) => {
          const sent = vendor.connect(vendor.embedded.settings, () =>
            Promise.resolve(
              new Response(status === 204 ? null : body, {
                status,
                headers: { 'retry-after': 'soon' },
              }),
            ),
          )
          for (const ask of [
            sent.customers({}),
            sent.customer('c'),
            sent.contacts('c', {}),
            sent.contact('c', 'd'),
            sent.create('c', valuesOf('Any')),
            sent.update('c', 'd', valuesOf('Any')),
            sent.remove('c', 'd'),
            sent.makePrimary('c', 'd'),
          ])
            await settledProperly(ask)
        }),
        { numRuns: 150 },
      )
    })

    promise('a read that is given up ends with the reason it was given up for', async () => {
      const gaveUp = AbortSignal.abort(new Error('typed on'))
      await expect(backend.customers({ search: 'zin', signal: gaveUp })).rejects.toThrow('typed on')
    })
  })
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
