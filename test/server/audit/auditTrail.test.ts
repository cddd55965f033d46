import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { vendors } from '#backends/vendors.ts'
import type { LogEntry } from '#contract/api/history.ts'
import type { Backend } from '#contract/backend/backend.ts'
import type { Send } from '#contract/backend/send.ts'
import { leavesDoubt } from '#contract/api/refusal.ts'
import { outcomeSchema, type Outcome, type Submission } from '#contract/api/submission.ts'
import type { Database } from '#contract/backend/vendor.ts'
import { traceUpstream } from '#server/submissions/upstreamTrace.ts'
import { verifyChains } from '#server/audit/verify.ts'
import { createAmbientTransaction } from '#server/database/ambientTransaction.ts'
import { CommitUnknownError } from '#server/database/commitUnknown.ts'
import { freshDatabase } from '../../helpers/database.ts'
import { customerNamed } from '../../helpers/embeddedVendor.ts'
import { embeddedWorkspace, openGateway, type Gateway } from '../../helpers/gateway.ts'
import { aCustomer } from '../../helpers/people.ts'
import { chanceOf, type Chance } from '../../tools/simulator/chance.ts'
import { logged } from './auditDesk.ts'
import { deskSchema } from '#server/migrations/migrations.ts'

/*
 * Rows and effects agree one to one (I13): saves that succeed, are refused, lose their answer, lose
 * their commit or meet a database that fails, at random; then the contacts that are there are counted
 * against the rows that say so.
 */

const dayzero = { vendor: vendors['dayzero']!, pat: { name: 'Pat Plain', is_primary: false } }
const zuora = {
  vendor: vendors['zuora']!,
  pat: {
    firstName: 'Pat',
    lastName: 'Plain',
    workEmail: 'pat@plain.example',
    country: 'Germany',
    asBillTo: true,
    asSoldTo: true,
    asShipTo: true,
  },
}
const setups = [
  { ...dayzero, joined: true, title: 'Day Zero, in one transaction' },
  { ...zuora, joined: true, title: 'Zuora, in one transaction' },
  { ...dayzero, joined: false, title: 'Day Zero, over a pipe that loses answers' },
  { ...zuora, joined: false, title: 'Zuora, over a pipe that loses answers' },
]

/** Whether it ended with a question: it may have been carried out. */
function isAsked(end: Outcome): boolean {
  return end.state === 'rejected' && leavesDoubt(end.refusal)
}

describe.each(setups)('$title', ({ vendor, joined: isJoined, pat }) => {
  const workspace = `${vendor.id}-embedded`
  const [nameField = ''] = Object.keys(pat)
  let chance: Chance
  let isCalm: boolean
  let clock: number
  let database: Database
  let backend: Backend
  let customer: string
  let gateway: Gateway
  const tracked = new Set<string | null>()

  beforeEach(async () => {
    chance = chanceOf(20260504)
    isCalm = true
    clock = Date.parse('2026-05-04T10:00:00Z')
    tracked.clear()
    ;({ database } = await freshDatabase())
    await database.query(vendor.embedded.schema + deskSchema)
    await vendor.embedded.seed(database, [aCustomer()])
    const joined = createAmbientTransaction(database)
    const now = () => new Date(clock)
    const embeddedApp = vendor.embedded.app({ database: joined.database, now })
    const settings = vendor.embedded.settings
    backend = vendor.connect(
      settings,
      traceUpstream(isJoined ? embeddedApp : faulty(embeddedApp), vendor.tracing),
    )
    customer = await customerNamed(vendor.connect(settings, embeddedApp), aCustomer().name)
    gateway = await openGateway({
      database: failing(database),
      ...(isJoined && { joined }),
      now,
      workspaces: [{ ...embeddedWorkspace(vendor, backend), joined: isJoined }],
    })
  })

  /** Loses what is written, before or after it is carried out. */
  function faulty(send: Send): Send {
    return async (request) => {
      tracked.add(request.headers.get('zuora-track-id'))
      const isWrite = request.method !== 'GET' && !request.url.includes('/oauth/')
      if (isCalm || !isWrite || !chance.hits(0.5)) return send(request)
      if (chance.hits(0.5)) await send(request)
      throw new Error('the connection was reset')
    }
  }

  /** Fails right before a commit, or loses the answer to one. */
  function failing({ query, transaction }: Database): Database {
    const commits = async <Result>(work: (fails: () => void) => Promise<Result>) => {
      const fate = isCalm ? 1 : chance.next()
      const result = await work(() => {
        if (fate < 0.15) throw new Error('the database failed')
      })
      if (fate > 0.85 && fate < 1) throw new CommitUnknownError()
      return result
    }
    return {
      query: (sql, values) =>
        commits(async (fails) => {
          fails()
          return query(sql, values)
        }),
      transaction: (work) =>
        commits((fails) =>
          transaction(async (queries) => {
            const result = await work(queries)
            fails()
            return result
          }),
        ),
    }
  }

  /** All that was asked for, some of it wrong, some of it twice. */
  async function writeALot(): Promise<void> {
    const made: string[] = []
    for (let count = 0; count < 40; count++) {
      const submissionId = randomUUID()
      const contact = chance.one([...made, 'none'])
      const submissionBody: Submission = chance.hits(0.7)
        ? {
            op: 'create',
            revision: 1,
            customer: chance.hits(0.8) ? customer : 'none',
            values: { ...pat, [nameField]: chance.hits(0.2) ? '' : `Pat ${count}` },
          }
        : { op: 'remove', revision: 1, customer, contact }
      for (let tries = chance.whole(1, 3); tries > 0; tries--) {
        const answer = await gateway.submit(submissionBody, submissionId, workspace)
        const told: { contact?: { id: string } | null } = await answer.json()
        if (told.contact && submissionBody.op === 'create') made.push(told.contact.id)
      }
      clock += 1000
    }
  }

  async function settled(): Promise<void> {
    isCalm = true
    for (let looks = 0; looks < 60; looks++) {
      clock += 5000
      await gateway.sweeper.sweep()
    }
    const open = await database.query(
      `select id from desk.submissions where state in ('pending', 'unknown')`,
    )
    expect(open).toEqual([])
  }

  test('what the log says is saved is what is there, and every submission has its row', async () => {
    isCalm = false
    await writeALot()
    await settled()
    const rows = await logged(gateway, '?limit=1000', workspace)
    const ids = (op: LogEntry['op']) =>
      rows.filter((row) => row.op === op && row.outcome === 'saved').map(({ contact }) => contact)
    const removed = new Set(ids('remove'))
    const left = ids('create').filter((id) => !removed.has(id))
    const { items } = await backend.contacts(customer, { limit: 1000 })
    const ledger = await database.query<{ id: string; outcome: string }>(
      'select id, outcome from desk.submissions',
    )
    const ends = new Map(
      ledger.map(({ id, outcome }) => [id, z.parse(outcomeSchema, JSON.parse(outcome))]),
    )
    // A create that a person is asked about may be there: no log says that it is, or that it is not.
    const asked = [...ends.values()].filter(isAsked).length
    const isSaid = (id: string) => left.includes(id)
    const there = items.map(({ id }) => id)
    expect(there.filter(isSaid).toSorted()).toEqual(left.map(String).toSorted())
    expect(there.length - left.length).toBeLessThanOrEqual(asked)
    expect(left.length).toBeGreaterThan(5)

    const last = new Map(rows.toReversed().map((row) => [row.submissionId, row.outcome]))
    const wordOf = (end: Outcome) => {
      if (end.state === 'succeeded') return 'saved'
      return isAsked(end) ? 'unknown' : 'refused'
    }
    expect(Object.fromEntries(last)).toEqual(
      Object.fromEntries([...ends].map(([id, end]) => [id, wordOf(end)])),
    )
    expect([...last.values()]).toContain('refused')

    const doubts = rows.filter(({ outcome, refusal }) => outcome === 'unknown' && refusal === null)
    expect(new Set(doubts.map(({ submissionId }) => submissionId)).size).toBe(doubts.length)
    if (!isJoined) expect(doubts.length).toBeGreaterThan(3)
    expect(await verifyChains(database)).toMatchObject([{ kind: 'whole', rows: rows.length }])
  })

  test('a save says what the billing system answered, and by which ids it is found there', async () => {
    const submissionBody = { op: 'create', revision: 1, customer, values: pat }
    await gateway.submit(submissionBody, randomUUID(), workspace)
    const [row] = await logged(gateway, '', workspace)
    expect(row?.upstream).toEqual({
      status: vendor.id === 'zuora' ? 200 : 201,
      trackId: vendor.id === 'zuora' ? expect.stringMatching(/^[0-9a-f-]{36}$/) : null,
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      milliseconds: expect.any(Number),
    })
    if (!isJoined) expect([...tracked]).toContain(row?.upstream.trackId)
  })
})
