import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { zuoraBackend } from '#backends/zuora/backend.ts'
import { embedded } from '#backends/zuora/embedded/embedded.ts'
import { settingsSchema } from '#backends/zuora/settings.ts'
import type { Backend } from '#contract/backend/backend.ts'
import { openApp, type App } from './embedded/openApp.ts'
import { refusalOf } from './zuoraClient.ts'

const settings = settingsSchema.parse(embedded.settings)

let app: App
let backend: Backend

beforeAll(async () => {
  app = await openApp()
  backend = zuoraBackend(settings, app.send)
})

const roles = ['billTo', 'soldTo', 'shipTo'] as const
type Roles = Record<(typeof roles)[number], number>

/** An account with three contacts, its roles given to them by their places. */
async function accountWith(holders: Roles, allowed: boolean[]): Promise<[string, string[]]> {
  const account = await app.newAccount()
  const contacts = [account.contact]
  for (const lastName of ['Second', 'Third'])
    contacts.push(await app.newContact(account, { lastName }))
  await app.database.query(
    `update zuora.accounts set bill_to_id = $2, sold_to_id = $3, ship_to_id = $4 where id = $1`,
    [account.id, ...roles.map((role) => contacts[holders[role]])],
  )
  for (const [index, id] of contacts.entries())
    await app.database.query(
      `update zuora.contacts set as_bill_to = $2, as_sold_to = $2, as_ship_to = $2 where id = $1`,
      [id, allowed[index]],
    )
  return [account.id, contacts]
}

async function rolesIn(account: string, contacts: string[]) {
  const { items } = await backend.contacts(account, {})
  return contacts.map((id) => items.find((contact) => contact.id === id)?.roles)
}

function rolesOf(holders: Roles, index: number): string[] {
  return roles.filter((role) => holders[role] === index)
}

describe('roles that contacts share', () => {
  const place = fc.integer({ min: 0, max: 2 })
  const all = fc.record({ billTo: place, soldTo: place, shipTo: place })

  it('move one by one, whoever has how many, and whoever is allowed what', async () => {
    const gives = fc.array(fc.tuple(fc.constantFrom(...roles), place), { maxLength: 6 })
    const allowed = fc.array(fc.boolean(), { minLength: 3, maxLength: 3 })
    await fc.assert(
      fc.asyncProperty(all, allowed, gives, async (start, may, moves) => {
        const [account, contacts] = await accountWith(start, may)
        const holders = { ...start }
        for (const [role, index] of moves) {
          holders[role] = index
          const given = await backend.giveRole(account, contacts[index]!, role)
          expect(given.roles).toEqual(rolesOf(holders, index))
          expect(given.primary).toBe(holders.billTo === index)
        }
        const expected = contacts.map((_, index) => rolesOf(holders, index))
        expect(await rolesIn(account, contacts)).toEqual(expected)
      }),
      { numRuns: 25 },
    )
  })

  it('of every kind can be given to every contact, whoever had them', async () => {
    for (let code = 0; code < 27; code++) {
      const start = {
        billTo: code % 3,
        soldTo: Math.floor(code / 3) % 3,
        shipTo: Math.floor(code / 9),
      }
      const [account, contacts] = await accountWith(start, [true, true, true])
      const holders = { ...start }
      for (const role of roles) {
        const index = (holders[role] + 1) % 3
        holders[role] = index
        await backend.giveRole(account, contacts[index]!, role)
        const expected = contacts.map((_, at) => rolesOf(holders, at))
        expect(await rolesIn(account, contacts)).toEqual(expected)
      }
    }
  })
})

describe('a draft account', () => {
  it('has nobody for its invoices until somebody is chosen', async () => {
    const { id, contact: old } = await app.newAccount()
    await app.database.query(
      `update zuora.accounts
       set status = 'Draft', bill_to_id = null, sold_to_id = null where id = $1`,
      [id],
    )
    expect(await backend.customer(id)).toMatchObject({ status: 'draft', email: null })
    const values = { firstName: 'Mia', lastName: 'Berg', workEmail: 'mia@people.example' }
    const made = await backend.create(id, values)
    expect(made).toMatchObject({ primary: false, roles: [] })
    expect(await backend.contact(id, made.id)).toEqual(made)
    expect(await backend.makePrimary(id, made.id)).toMatchObject({ roles: ['billTo'] })
    expect(await backend.customer(id)).toMatchObject({ email: 'mia@people.example' })
    expect((await backend.contact(id, old)).primary).toBe(false)
  })
})

describe('a create whose answer was lost', () => {
  it('is found by its key', async () => {
    const account = await app.newAccount()
    let loses = true
    const losing = zuoraBackend(settings, async (request) => {
      const answer = await app.send(request)
      if (!loses || !request.url.endsWith('/v1/contacts')) return answer
      loses = false
      throw new TypeError('fetch failed', { cause: new Error('reset') })
    })
    const create = () =>
      losing.create(account.id, { firstName: 'Mia', lastName: 'Berg' }, { key: 'key-1' })
    expect(await refusalOf(create())).toEqual({ kind: 'outcomeUnknown', status: null })
    const made = await create()
    expect(await app.contactsOf(account)).toBe(2)
    expect(await backend.contact(account.id, made.id)).toEqual(made)
  })
})

describe('a tenant without the Ship To Contact feature', () => {
  it('is never sent its fields, and moves the two roles that it has', async () => {
    const plainApp = await openApp({ shipTo: false })
    const plain = zuoraBackend({ ...settings, shipTo: false }, plainApp.send)
    const { id } = await plainApp.newAccount()
    const made = await plain.create(id, { firstName: 'Mia', lastName: 'Berg', nickname: null })
    await plain.giveRole(id, made.id, 'soldTo')
    expect(await plain.makePrimary(id, made.id)).toMatchObject({ roles: ['billTo', 'soldTo'] })
    expect((await plain.contact(id, made.id)).values).not.toHaveProperty('asBillTo')

    // Settings that say otherwise are told in words, not as a puzzle.
    const wrong = zuoraBackend(settings, plainApp.send)
    expect(await refusalOf(wrong.update(id, made.id, { asShipTo: true }))).toEqual({
      kind: 'fields',
      problems: [
        {
          field: 'asShipTo',
          message:
            'This Zuora tenant has no field “Can be ship-to”. Leave it, and tell whoever runs the desk',
        },
      ],
    })
  })
})
