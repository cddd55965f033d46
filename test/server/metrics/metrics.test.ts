import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { BackendError, type Refusal } from '#contract/api/refusal.ts'
import type { Database } from '#contract/backend/vendor.ts'
import { aCreate, customer, deskDatabase, openGateway, workspaceOn } from '../../helpers/gateway.ts'
import type { Gateway } from '../../helpers/gateway.ts'
import { memoryBackend } from '../../helpers/memoryBackend.ts'

async function lines(gateway: Gateway, name: string): Promise<string[]> {
  const text = await (await gateway.ask('/metrics')).text()
  return text.split('\n').filter((line) => line.startsWith(name))
}

/** A desk whose billing system refuses every write in this way, once it has been said. */
async function openDesk(database?: Database) {
  const backend = memoryBackend(customer)
  const gateway = await openGateway({ workspaces: [workspaceOn(backend)], database })
  return {
    gateway,
    refuseWith(refusal: Refusal) {
      backend.answering = async () => {
        throw new BackendError(refusal)
      }
    },
  }
}

test('two desks in one process count apart, and what they come to is counted by outcome', async () => {
  const { gateway, refuseWith } = await openDesk()
  const other = await openGateway()
  await gateway.submit(aCreate())
  refuseWith({ kind: 'fields', problems: [] })
  await gateway.submit(aCreate({ name: 'Ada' }))
  refuseWith({ kind: 'outcomeUnknown', status: 500 })
  await gateway.submit(aCreate({ name: 'Grace' }))
  expect(await lines(gateway, 'desk_submission_outcomes_total')).toEqual([
    'desk_submission_outcomes_total{workspace="desk",outcome="succeeded",refusal=""} 1',
    'desk_submission_outcomes_total{workspace="desk",outcome="rejected",refusal="fields"} 1',
    'desk_submission_outcomes_total{workspace="desk",outcome="unknown",refusal=""} 1',
  ])
  expect(await lines(other, 'desk_submission_outcomes_total')).toEqual([])
})

test('what is open is counted in the database for all gateways, by workspace and state', async () => {
  const { gateway, refuseWith } = await openDesk()
  refuseWith({ kind: 'outcomeUnknown', status: null })
  await gateway.submit(aCreate())
  await gateway.database.query(`update desk.submissions set sent_at = now() - interval '1 hour'`)
  expect(await lines(gateway, 'desk_submissions{')).toEqual([
    'desk_submissions{workspace="desk",state="pending"} 0',
    'desk_submissions{workspace="desk",state="unknown"} 1',
  ])
  const [oldest = ''] = await lines(gateway, 'desk_submissions_oldest_seconds{')
  expect(oldest).toContain('workspace="desk"')
  expect(Number(oldest.split(' ')[1])).toBeGreaterThanOrEqual(3600)
})

test('however often it is asked, the database counts once in five seconds', async () => {
  const database = await deskDatabase()
  let counts = 0
  const watched: Database = {
    ...database,
    query: (sql, values) => {
      if (/count\(\*\)/.test(sql)) counts++
      return database.query(sql, values)
    },
  }
  let now = Date.now()
  const gateway = await openGateway({ database: watched, now: () => new Date(now) })
  await Promise.all(Array.from({ length: 20 }, () => gateway.ask('/metrics')))
  expect(counts).toBe(1)
  now += 4_999
  await gateway.ask('/metrics')
  expect(counts).toBe(1)
  now += 1
  await gateway.ask('/metrics')
  expect(counts).toBe(2)
})

test('while the database is away, all else is still told', async () => {
  const { gateway } = await openDesk({
    query: () => Promise.reject(new Error('gone')),
    transaction: () => Promise.reject(new Error('gone')),
  })
  await gateway.sweeper.sweep().catch(() => {})
  expect(await lines(gateway, 'desk_submissions')).toEqual([])
  expect(await lines(gateway, 'desk_sweeper_is_leader')).toEqual(['desk_sweeper_is_leader 0'])
  expect((await gateway.ask('/metrics')).status).toBe(200)
})

test('one gateway of those on a database says that it looks after what is open', async () => {
  const { gateway } = await openDesk()
  const { gateway: second } = await openDesk(gateway.database)
  await gateway.sweeper.sweep()
  await second.sweeper.sweep()
  expect(await lines(gateway, 'desk_sweeper_is_leader')).toEqual(['desk_sweeper_is_leader 1'])
  expect(await lines(second, 'desk_sweeper_is_leader')).toEqual(['desk_sweeper_is_leader 0'])
})

test('nothing in it is about a person, whatever was asked, typed and refused', async () => {
  const { gateway, refuseWith } = await openDesk()
  const at = '/api/workspaces/desk'
  const submissionBody = aCreate({
    name: 'Canary Name',
    email: 'canary@example.com',
    notes: 'canary',
  })
  await gateway.submit(submissionBody)
  refuseWith({ kind: 'rejected', message: 'canary' })
  await gateway.submit(submissionBody, randomUUID())
  await gateway.ask(`${at}/customers?search=canary&cursor=canary`)
  await gateway.ask(`${at}/customers/canary/contacts/canary`)
  await gateway.ask('/api/workspaces/canary/customers')
  await gateway.ask('/canary', { method: 'CANARY' })
  await gateway.raw(new Request('http://canary.example/canary'))
  const text = await (await gateway.ask('/metrics')).text()
  expect(text).toContain('http_requests_total')
  expect(text).not.toMatch(/canary/i)
})
