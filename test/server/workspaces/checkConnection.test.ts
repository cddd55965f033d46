import { expect, test } from 'vitest'
import { dayzero } from '#backends/dayzero/vendor.ts'
import { zuora } from '#backends/zuora/vendor.ts'
import type { Send } from '#contract/backend/send.ts'
import { outbound } from '#server/outbound/outbound.ts'
import { checkConnection } from '#server/workspaces/checkConnection.ts'
import { freePort } from '../../helpers/desk.ts'
import { embeddedVendor } from '../../helpers/embeddedVendor.ts'

const vendors = { dayzero, zuora }
type Id = keyof typeof vendors

/** What whoever starts the desk reads about a workspace with these settings on the vendor's embedded API. */
async function sentenceOn(id: Id, change: Record<string, unknown>, send?: Send): Promise<string> {
  const vendor = vendors[id]
  const embeddedApp = await embeddedVendor(vendor)
  const settings = { ...vendor.embedded.settings, ...change }
  const backend = vendor.connect(settings, send ?? embeddedApp.send)
  return (await checkConnection({ id: 'acme', vendor, backend })).sentence
}

test.each<[Id, string, Record<string, unknown>, RegExp]>([
  ['dayzero', 'everything right', {}, /^Workspace acme: Day Zero answers\.$/],
  ['dayzero', 'a wrong token', { token: 'dz_none' }, /its token.*settings\.token.*expired/],
  [
    'dayzero',
    'the id of another business',
    { businessId: '01890000-0000-7000-8000-000000000002' },
    /not for this business.*settings\.businessId/,
  ],
  [
    'dayzero',
    'a path in the address',
    { address: 'http://embedded.invalid/api/v1' },
    /finds nothing there.*without \/api\/v1/,
  ],
  ['zuora', 'everything right', {}, /^Workspace acme: Zuora answers\.$/],
  ['zuora', 'a wrong client', { clientId: 'somebody-else' }, /settings\.clientId.*data center/],
  ['zuora', 'a wrong secret', { clientSecret: 'guessed' }, /settings\.clientSecret.*data center/],
])('%s with %s: it is said what to look at', async (id, _, change, sentence) => {
  expect(await sentenceOn(id, change)).toMatch(sentence)
})

test.each<Id>(['dayzero', 'zuora'])(
  '%s at an address where nobody is, or another person: it is said what to look at',
  async (id) => {
    const address = `http://127.0.0.1:${await freePort()}`
    expect(await sentenceOn(id, { address }, outbound({ origins: [address] }))).toMatch(
      /does not work yet\. Nobody .*\(ECONNREFUSED\).*settings\.address/,
    )
    const page = async () => new Response('<h1>Welcome</h1>')
    expect(await sentenceOn(id, {}, page)).toMatch(/\(HTTP 200\) does not speak as .*address/)
  },
)
