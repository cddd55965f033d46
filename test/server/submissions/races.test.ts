import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { afterEach, describe, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { dayzero } from '#backends/dayzero/vendor.ts'
import { zuora } from '#backends/zuora/vendor.ts'
import type { Backend } from '#contract/backend/backend.ts'
import { systemClock } from '#contract/clock.ts'
import type { Send } from '#contract/backend/send.ts'
import { outcomeSchema, type Outcome, type Submission } from '#contract/api/submission.ts'
import type { Vendor } from '#contract/backend/vendor.ts'
import { outbound } from '#server/outbound/outbound.ts'
import { deskDatabase, embeddedWorkspace, openGateway } from '../../helpers/gateway.ts'
import { customerNamed, embeddedVendor } from '../../helpers/embeddedVendor.ts'
import { aCustomer, people } from '../../helpers/people.ts'

/*
 * Two gateways on one database, in front of a billing system that is reached over HTTP: the embedded
 * API of another desk. Two people press in the same moment, round after round.
 */

const rounds = 10

const servers: Server[] = []

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

/** A billing system outside, so many milliseconds away. */
async function outside(vendor: Vendor, distance: number): Promise<Backend> {
  const { send } = await embeddedVendor(vendor, [aCustomer({ people: people(4) })])
  const listener = getRequestListener(send)
  const server = createServer((request, response) => void listener(request, response))
  server.listen(0, '127.0.0.1')
  servers.push(server)
  await once(server, 'listening')
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const there = outbound({ origins: [address] })
  const slowly: Send = async (request) => {
    await systemClock.pause(distance / 2)
    const answer = await there(request)
    await systemClock.pause(distance / 2)
    return answer
  }
  const settings = { ...(vendor.embedded.settings as object), address }
  return vendor.connect(settings, slowly)
}

async function twoDesks(vendor: Vendor, distance: number) {
  const backend = await outside(vendor, distance)
  const database = await deskDatabase()
  const workspaces = [embeddedWorkspace(vendor, backend)]
  const desks = [
    await openGateway({ database, workspaces, rateLimits: 0 }),
    await openGateway({ database, workspaces, rateLimits: 0 }),
  ] as const
  const customer = await customerNamed(backend, aCustomer().name)
  const contacts = async () => (await backend.contacts(customer, {})).items
  return {
    customer,
    contacts,
    primaries: async () => (await contacts()).filter(({ primary }) => primary),
    /** One on each desk. */
    concurrently: (one: Submission, other: Submission): Promise<Outcome[]> =>
      Promise.all(
        [one, other].map(async (submission, at) => {
          const answer = await desks[at]!.submit(submission, randomUUID(), workspaces[0]!.id)
          return z.parse(outcomeSchema, await answer.json())
        }),
      ),
  }
}

const kindOf = (outcome: Outcome) =>
  outcome.state === 'rejected' ? outcome.refusal.kind : outcome.state

describe.each([
  { vendor: dayzero, field: 'phone' },
  { vendor: zuora, field: 'mobilePhone' },
])('in front of $vendor.title outside', ({ vendor, field }) => {
  test.each([0, 5])('of two moves of the primary one is saved, %i ms away', async (distance) => {
    const { customer, contacts, primaries, concurrently } = await twoDesks(vendor, distance)
    for (let round = 0; round < rounds; round++) {
      const [holder = null] = await primaries()
      const [one, other] = (await contacts()).filter(({ id }) => id !== holder?.id)
      const moveTo = (contact: string): Submission => ({
        ...{ op: 'primary', revision: 1, customer, contact, from: holder?.id ?? null },
      })
      const ends = await concurrently(moveTo(one!.id), moveTo(other!.id))
      expect(ends.map(kindOf).toSorted()).toEqual(['conflict', 'succeeded'])
      const winner = ends.findIndex(({ state }) => state === 'succeeded') === 0 ? one : other
      expect((await primaries()).map(({ id }) => id)).toEqual([winner!.id])
      expect(ends.find(({ state }) => state === 'rejected')).toMatchObject({
        refusal: { holder: { id: winner!.id, name: winner!.name } },
      })
    }
  })

  test.each([0, 5])('of two changes of a field one is saved, %i ms away', async (distance) => {
    const { customer, contacts, concurrently } = await twoDesks(vendor, distance)
    for (let round = 0; round < rounds; round++) {
      const [contact] = await contacts()
      const changeTo = (number: string): Submission => ({
        ...{ op: 'update', revision: 1, customer, contact: contact!.id },
        ...{ values: { [field]: number }, before: { [field]: contact!.values[field] ?? null } },
      })
      const numbers = [`+49 30 1${round}`, `+49 30 2${round}`] as const
      const ends = await concurrently(changeTo(numbers[0]), changeTo(numbers[1]))
      expect(ends.map(kindOf).toSorted()).toEqual(['conflict', 'succeeded'])
      const saved = numbers[ends.findIndex(({ state }) => state === 'succeeded')]
      const now = (await contacts()).find(({ id }) => id === contact!.id)
      expect(now!.values[field]).toBe(saved)
      expect(ends.find(({ state }) => state === 'rejected')).toMatchObject({
        refusal: { theirs: { [field]: saved } },
      })
    }
  })
})

test.each([0, 5])(
  'two contacts that are made primary leave one, which was told saved, %i ms away',
  async (distance) => {
    const { customer, primaries, concurrently } = await twoDesks(dayzero, distance)
    for (let round = 0; round < rounds; round++) {
      const aCreate = (name: string): Submission => ({
        ...{ op: 'create', revision: 1, customer },
        values: { name: `${name} ${round}`, is_primary: true },
      })
      const ends = await concurrently(aCreate('Uma'), aCreate('Tom'))
      const made = ends.flatMap((end) => (end.state === 'succeeded' ? [end.contact!] : []))
      expect(made.map(({ primary }) => primary)).toEqual([true, true])
      const now = (await primaries()).map(({ id }) => id)
      expect(now).toHaveLength(1)
      expect(made.map(({ id }) => id)).toContain(now[0])
    }
  },
)
